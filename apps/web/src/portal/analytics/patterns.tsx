import type { CustomerAnalytics } from '@wafa/contract';
import { useState } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { type PatternKind, type PatternRow, patternKinds, usePatternRows } from '../../shared/patterns.ts';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { Bars, Steps } from './bars.tsx';
import { Chart } from './chart.tsx';

/** The days of the week as a calendar has them, Sunday first. */
function sundayFirst(patterns: CustomerAnalytics['patterns']): CustomerAnalytics['patterns'] {
  return { ...patterns, weekdays: patterns.weekdays.toSorted((a, b) => (a.weekday % 7) - (b.weekday % 7)) };
}

/** When, where, how and how much at a time the customer buys; one view at a time. */
export function PatternsOfBuying({ analytics }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const format = useFormat();
  const [kind, setKind] = useState<PatternKind>('weekdays');
  const rows = usePatternRows(sundayFirst(analytics.patterns), kind, 'analytics.channel');
  const purchases = (orders: number) => text('analytics.purchases', { count: orders });
  const most = rows.reduce<PatternRow | null>(
    (best, row) => (row.orders > (best?.orders ?? 0) ? row : best),
    null,
  );
  const by = text(`analytics.${kind}`);
  const label = most ? text('analytics.pattern_label', { by, most: most.name }) : by;
  const bars = rows.map(({ key, name, orders }) => ({ key, name, value: orders, words: purchases(orders) }));
  return (
    <Chart
      className="desk:col-span-7"
      title={text('analytics.patterns')}
      chart={kind}
      table={{
        heads: [by, text('analytics.column.orders'), text('analytics.column.spent')],
        rows: rows.map(({ name, orders, spent }) => [
          name,
          format.number(orders),
          format.money(spent, analytics.currency),
        ]),
      }}
    >
      <div className="grid gap-4">
        <div className="[&_.segment>*]:px-1">
          <Segmented
            label={text('analytics.by')}
            hideLabel
            value={kind}
            onChange={setKind}
            choices={patternKinds.map((value) => ({ value, label: text(`analytics.${value}`) }))}
          />
        </div>
        {kind === 'hours' ? <Steps bars={bars} label={label} /> : <Bars bars={bars} label={label} />}
      </div>
    </Chart>
  );
}
