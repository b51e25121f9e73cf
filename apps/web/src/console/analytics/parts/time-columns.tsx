import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useLanguage } from '../../../shared/hooks.ts';
import { chartLook } from '../../shared/chart-look.ts';

export interface ColumnSeries {
  key: string;
  name: string;
  look: 'filled' | 'soft' | 'outlined';
  /** Series of one stack stand on each other. */
  stack?: string;
}

export interface ColumnStep {
  key: string;
  label: string;
  values: Readonly<Record<string, number>>;
  /** The period that is not over. */
  isNow: boolean;
}

export interface TimeColumnsProps {
  /** What the chart shows, for those who do not see it; the table below has the figures. */
  label: string;
  steps: readonly ColumnStep[];
  series: readonly ColumnSeries[];
  value: (value: number) => string;
  tick: (value: number) => string;
}

const fills = { filled: 'var(--chart-1)', soft: 'var(--chart-1-soft)', outlined: 'var(--surface)' } as const;

/**
 * Columns over time, the running period in the colour of now. In Arabic time runs from the right and the
 * axis stands at the start edge.
 */
export default function TimeColumns({ label, steps, series, value, tick }: TimeColumnsProps) {
  const rtl = useLanguage() === 'ar';
  const chart = chartLook(rtl);
  const rows = steps.map(({ key, label: name, values, isNow }) => ({ ...values, key, name, isNow }));
  const names = new Map(rows.map(({ key, name }) => [key, name]));
  return (
    <div role="img" aria-label={label} className="h-72" dir="ltr">
      <ResponsiveContainer>
        <BarChart data={rows} margin={{ top: 12, right: 4, bottom: 0, left: 4 }} barCategoryGap="28%">
          <CartesianGrid {...chart.grid} />
          <XAxis
            {...chart.time}
            dataKey="key"
            tickFormatter={(key: string) => names.get(key) ?? ''}
            minTickGap={24}
          />
          <YAxis {...chart.values} allowDecimals={false} tickFormatter={tick} width={rtl ? 64 : 48} />
          <Tooltip
            {...chart.tooltip}
            cursor={{ fill: 'var(--sunken)' }}
            labelFormatter={(key) => names.get(String(key)) ?? ''}
            formatter={(shown) => value(Number(shown))}
          />
          {series.map(({ key, name, look, stack }) => (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              stackId={stack}
              fill={fills[look]}
              stroke="var(--chart-1)"
              strokeWidth={look === 'filled' ? 0 : 1.25}
              radius={stack ? 0 : [3, 3, 0, 0]}
              maxBarSize={56}
              isAnimationActive={false}
            >
              {rows.map((row) => (
                <Cell
                  key={row.key}
                  fill={row.isNow && look === 'filled' ? 'var(--chart-2)' : fills[look]}
                  stroke={row.isNow ? 'var(--chart-2)' : 'var(--chart-1)'}
                />
              ))}
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
