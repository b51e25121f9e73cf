import type { CustomerAnalytics, CustomerChart } from '@wafa/contract';
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Bars, Steps } from '../../../portal/analytics/bars.tsx';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { type PatternKind, patternKinds, usePatternRows } from '../../../shared/patterns.ts';
import { useMonthNames } from '../../shared/months.ts';
import { useAmounts } from '../parts/amounts.ts';
import { AsTable, Panel, type TableFacts } from '../parts/panel.tsx';
import { Save } from '../parts/save.tsx';
import { TimeChart } from '../parts/time-chart.tsx';

interface Props {
  analytics: CustomerAnalytics;
}

interface ChartPanelProps {
  analytics: CustomerAnalytics;
  chart: CustomerChart;
  title: string;
  lead?: string;
  className?: string;
  table: TableFacts;
  children: ReactNode;
}

/** A panel in columns of panels. */
const among = 'mb-4 break-inside-avoid';

/** A chart of the customer with its figures as a table and as a file. */
function ChartPanel({ analytics, chart, title, lead, className, table, children }: ChartPanelProps) {
  return (
    <Panel
      className={className}
      title={title}
      lead={lead}
      actions={
        <Save
          endpoint={endpoints.analytics.customerCsv}
          input={{ customerId: analytics.customerId, chart }}
          name={`${chart}.csv`}
        />
      }
    >
      <div className="px-4 pb-4">{children}</div>
      <AsTable title={title} {...table} />
    </Panel>
  );
}

/** Spend of the last 24 months. */
export function Months({ analytics }: Props) {
  const text = useText();
  const { number } = useFormat();
  const names = useMonthNames();
  const { exact, tick } = useAmounts(analytics.currency);
  const { months } = analytics;
  return (
    <ChartPanel
      analytics={analytics}
      chart="months"
      title={text('console.insight.months')}
      lead={text('console.insight.months_lead')}
      table={{
        heads: [
          text('console.analytics.month'),
          text('console.analytics.orders'),
          text('console.analytics.spent'),
        ],
        rows: months.toReversed().map(({ month, orders, spent }) => ({
          key: month,
          cells: [names.long(month), number(orders), exact(spent)],
        })),
      }}
    >
      <TimeChart
        label={text('console.analytics.chart_label', { what: text('console.analytics.spent') })}
        series={[{ key: 'spent', name: text('console.analytics.spent'), look: 'filled' }]}
        value={exact}
        tick={tick}
        steps={months.map(({ month, spent }, at) => ({
          key: month,
          label: names.short(month),
          values: { spent },
          isNow: at === months.length - 1,
        }))}
      />
    </ChartPanel>
  );
}

/** The categories with most spend. */
export function Categories({ analytics }: Props) {
  const text = useText();
  const { number, percent } = useFormat();
  const { exact, round } = useAmounts(analytics.currency);
  const rows = analytics.categories.map((row) => ({
    ...row,
    name: row.category ?? text('console.analytics.no_category'),
  }));
  const title = text('console.insight.categories');
  return (
    <ChartPanel
      analytics={analytics}
      chart="categories"
      className={among}
      title={title}
      table={{
        heads: [
          text('console.analytics.category'),
          text('console.analytics.orders'),
          text('console.analytics.top_quantity'),
          text('console.analytics.spent'),
        ],
        rows: rows.map(({ name, orders, quantity, spent }) => ({
          key: name,
          cells: [name, number(orders), number(quantity), exact(spent)],
        })),
      }}
    >
      <Bars
        label={title}
        bars={rows.map(({ name, spent, share }) => ({
          key: name,
          name,
          value: spent,
          words:
            share === null
              ? round(spent)
              : `${round(spent)} · ${percent(share, { decimals: share < 0.1 ? 1 : 0 })}`,
        }))}
      />
    </ChartPanel>
  );
}

/** When, where, by which way and how much at a time; one view at a time. */
export function Patterns({ analytics }: Props) {
  const text = useText();
  const { number } = useFormat();
  const { exact } = useAmounts(analytics.currency);
  const [kind, setKind] = useState<PatternKind>('weekdays');
  const rows = usePatternRows(analytics.patterns, kind, 'orders.channel');
  const by = text(`analytics.${kind}`);
  const bars = rows.map(({ key, name, orders }) => ({
    key,
    name,
    value: orders,
    words: text('console.orders_count', { count: orders }),
  }));
  return (
    <ChartPanel
      analytics={analytics}
      chart={kind}
      className={among}
      title={text('console.insight.patterns')}
      table={{
        heads: [by, text('console.analytics.orders'), text('console.analytics.spent')],
        rows: rows.map(({ key, name, orders, spent }) => ({
          key,
          cells: [name, number(orders), exact(spent)],
        })),
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Segmented
          block
          size="small"
          aria-label={text('console.insight.patterns')}
          value={kind}
          options={patternKinds.map((value) => ({ value, label: text(`analytics.${value}`) }))}
          onChange={setKind}
        />
        {kind === 'hours' ? <Steps bars={bars} label={by} /> : <Bars bars={bars} label={by} />}
      </div>
    </ChartPanel>
  );
}

/** The score of 100 and the parts it is the sum of. */
export function Engagement({ analytics }: Props) {
  const text = useText();
  const { language, number } = useFormat();
  const { score, level, parts } = analytics.engagement;
  const title = text('analytics.engagement');
  return (
    <ChartPanel
      analytics={analytics}
      chart="engagement"
      className={among}
      title={title}
      lead={text(`console.insight.level_${level}`)}
      table={{
        heads: [title, text('console.insight.part_points'), text('console.insight.part_most')],
        rows: parts.map(({ key, points, most }) => ({
          key,
          cells: [text(`analytics.part.${key}`), number(points), number(most)],
        })),
      }}
    >
      <p className="pb-3">
        <b className="text-32 font-semibold tight">{number(score)}</b>{' '}
        <span className="text-soft">{text('analytics.engagement_of')}</span>
      </p>
      <ul className="grid gap-3">
        {parts.map((part) => (
          <li key={part.key}>
            <p className="flex items-baseline justify-between gap-4">
              <span>{text(`analytics.part.${part.key}`)}</span>
              <bdi className="font-semibold">
                {text('console.insight.of_most', { points: part.points, most: part.most })}
              </bdi>
            </p>
            <span aria-hidden="true" className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full bg-[var(--chart-1)]"
                style={{ inlineSize: `${(part.most > 0 ? part.points / part.most : 0) * 100}%` }}
              />
            </span>
            <p className="text-12 text-soft">
              <bdi>{part.text[language]}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </ChartPanel>
  );
}
