import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat } from '../../../shared/hooks.ts';
import { chartLook } from '../../shared/chart-look.ts';

interface SizeChartProps {
  days: readonly { day: string; size: number }[];
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  label: string;
}

/** The size by day as a line. In Arabic time runs from the right and the axis stands at the start edge. */
export default function SizeChart({ days, label }: SizeChartProps) {
  const { language, date, number } = useFormat();
  const rtl = language === 'ar';
  const chart = chartLook(rtl);
  const rows = days.map(({ day, size }) => ({ day, size }));
  return (
    <div role="img" aria-label={label} className="h-60" dir="ltr">
      <ResponsiveContainer>
        <AreaChart data={rows} margin={{ top: 8, right: 4, bottom: 0, left: 4 }}>
          <CartesianGrid {...chart.grid} />
          <XAxis
            {...chart.time}
            dataKey="day"
            tickFormatter={(day: string) => date(day, 'short')}
            minTickGap={40}
          />
          <YAxis {...chart.values} allowDecimals={false} tickFormatter={number} width={52} />
          <Tooltip
            {...chart.tooltip}
            labelFormatter={(day) => date(String(day))}
            formatter={(value) => [number(Number(value))]}
            separator=""
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
