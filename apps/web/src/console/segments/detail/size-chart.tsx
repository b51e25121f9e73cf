import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat } from '../../../shared/hooks.ts';

interface SizeChartProps {
  days: readonly { day: string; size: number }[];
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  label: string;
}

/** The size by day as a line. In Arabic time runs from the right and the axis stands at the start edge. */
export default function SizeChart({ days, label }: SizeChartProps) {
  const { language, date, number } = useFormat();
  const rtl = language === 'ar';
  const rows = days.map(({ day, size }) => ({ day, size }));
  return (
    <div role="img" aria-label={label} className="h-60" dir="ltr">
      <ResponsiveContainer>
        <AreaChart data={rows} margin={{ top: 8, right: 4, bottom: 0, left: 4 }}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis
            dataKey="day"
            reversed={rtl}
            tickFormatter={(day: string) => date(day, 'short')}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tick={{ fill: 'var(--chart-axis)', fontSize: 12 }}
            minTickGap={40}
          />
          <YAxis
            orientation={rtl ? 'right' : 'left'}
            tickCount={4}
            allowDecimals={false}
            tickFormatter={number}
            tickLine={false}
            axisLine={false}
            width={52}
            tick={{ fill: 'var(--chart-axis)', fontSize: 12 }}
          />
          <Tooltip
            labelFormatter={(day) => date(String(day))}
            formatter={(value) => [number(Number(value))]}
            separator=""
            contentStyle={{
              background: 'var(--raised)',
              border: '1px solid var(--line)',
              borderRadius: 10,
              color: 'var(--ink)',
              direction: rtl ? 'rtl' : 'ltr',
            }}
            itemStyle={{ color: 'var(--ink)' }}
          />
          <Area
            dataKey="size"
            type="stepAfter"
            stroke="var(--chart-1)"
            strokeWidth={1.5}
            fill="var(--primary-soft)"
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
