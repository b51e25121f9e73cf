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
import { chartLook } from './chart-look.ts';

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

export interface ColumnsProps {
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  label: string;
  steps: readonly Step[];
  series: readonly Series[];
}

/** Columns over time. In Arabic time runs from the right and the axis stands at the start edge. */
export default function Columns({ label, steps, series }: ColumnsProps) {
  const { language, number } = useFormat();
  const rtl = language === 'ar';
  const chart = chartLook(rtl);
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
          <CartesianGrid {...chart.grid} />
          <XAxis {...chart.time} dataKey="name" interval="preserveStartEnd" />
          <YAxis {...chart.values} tickFormatter={number} width={52} />
          <Tooltip
            {...chart.tooltip}
            cursor={{ fill: 'var(--sunken)' }}
            formatter={(value) => number(Number(value))}
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
