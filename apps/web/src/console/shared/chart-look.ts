const tick = { fill: 'var(--chart-axis)', fontSize: 12 };

/** How every chart over time looks; in Arabic time runs from the right and the axis stands at the start edge. */
export function chartLook(rtl: boolean) {
  return {
    grid: { vertical: false, stroke: 'var(--chart-grid)' },
    time: { reversed: rtl, tickLine: false, axisLine: { stroke: 'var(--line-strong)' }, tick },
    values: {
      orientation: rtl ? ('right' as const) : ('left' as const),
      tickCount: 4,
      tickLine: false,
      axisLine: false,
      tick,
    },
    tooltip: {
      contentStyle: {
        background: 'var(--raised)',
        border: '1px solid var(--line)',
        borderRadius: 10,
        color: 'var(--ink)',
        direction: rtl ? ('rtl' as const) : ('ltr' as const),
      },
      itemStyle: { color: 'var(--ink)' },
    },
  };
}
