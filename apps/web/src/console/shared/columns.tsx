import {
  Bar,
  BarChart,
  CartesianGrid,
  LabelList,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormat } from '../../shared/hooks.ts';

export interface Series {
  key: string;
  name: string;
  /** Filled for what came in, outlined for what went out: shape tells them apart, not colour alone. */
  look: 'filled' | 'outlined';
}

export interface Step {
  label: string;
  values: Readonly<Record<string, number>>;
}

interface ColumnsProps {
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  label: string;
  steps: readonly Step[];
  series: readonly Series[];
}

/** Columns over time. In Arabic time runs from the right and the axis stands at the start edge. */
export default function Columns({ label, steps, series }: ColumnsProps) {
  const { language, number } = useFormat();
  const rtl = language === 'ar';
  const [first] = series;
  const peak = Math.max(0, ...steps.map((step) => step.values[first?.key ?? ''] ?? 0));
  const rows = steps.map(({ label: name, values }) => ({ name, ...values }));
  return (
    <div role="img" aria-label={label} className="h-72" dir="ltr">
      <ResponsiveContainer>
        <BarChart
          data={rows}
          margin={{ top: 20, right: 4, bottom: 0, left: 4 }}
          barCategoryGap="30%"
          barGap={2}
          maxBarSize={56}
        >
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis
            dataKey="name"
            reversed={rtl}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tick={{ fill: 'var(--chart-axis)', fontSize: 12 }}
            interval="preserveStartEnd"
          />
          <YAxis
            orientation={rtl ? 'right' : 'left'}
            tickCount={4}
            tickFormatter={number}
            tickLine={false}
            axisLine={false}
            width={52}
            tick={{ fill: 'var(--chart-axis)', fontSize: 12 }}
          />
          <Tooltip
            cursor={{ fill: 'var(--sunken)' }}
            formatter={(value) => number(Number(value))}
            contentStyle={{
              background: 'var(--raised)',
              border: '1px solid var(--line)',
              borderRadius: 10,
              color: 'var(--ink)',
              direction: rtl ? 'rtl' : 'ltr',
            }}
            itemStyle={{ color: 'var(--ink)' }}
          />
          {series.map(({ key, name, look }) => (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              fill={look === 'filled' ? 'var(--chart-1)' : 'var(--surface)'}
              stroke="var(--chart-1)"
              strokeWidth={1.5}
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            >
              {key === first?.key ? (
                <LabelList
                  dataKey={key}
                  position="top"
                  fill="var(--ink)"
                  fontSize={12}
                  fontWeight={600}
                  formatter={(value) => (Number(value) === peak && peak > 0 ? number(peak) : '')}
                />
              ) : null}
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
