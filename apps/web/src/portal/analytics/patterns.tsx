import type { CustomerAnalytics, CustomerChart } from '@wafa/contract';
import { useState } from 'react';
import { type Translate, useFormat, useText } from '../../shared/hooks.ts';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { Bars, Steps } from './bars.tsx';
import { Chart } from './chart.tsx';

type Patterns = CustomerAnalytics['patterns'];
type Kind = 'weekdays' | 'hours' | 'locations' | 'channels' | 'basket_sizes';
const kinds: readonly Kind[] = ['weekdays', 'hours', 'locations', 'channels', 'basket_sizes'];
type Row = { key: string; name: string; orders: number; spent: number };

/** A Monday, from which the days of the week are named. */
const monday = Date.UTC(2024, 0, 1);

/** The rows of a pattern with their names in the reader's language; those of no purchase only where order counts. */
function rowsOf(
  text: Translate,
  format: Pick<ReturnType<typeof useFormat>, 'language' | 'date' | 'number'>,
  kind: Kind,
  patterns: Patterns,
): Row[] {
  const day = (weekday: number) => new Date(monday + (weekday - 1) * 86_400_000).toISOString().slice(0, 10);
  const lists: Record<Kind, () => Row[]> = {
    weekdays: () =>
      patterns.weekdays
        .toSorted((a, b) => (a.weekday % 7) - (b.weekday % 7))
        .map(({ weekday, ...figures }) => ({
          ...figures,
          key: String(weekday),
          name: format.date(day(weekday), 'dayName'),
        })),
    hours: () =>
      patterns.hours.map(({ hour, ...figures }) => ({
        ...figures,
        key: String(hour),
        name: format.number(hour),
      })),
    locations: () =>
      patterns.locations.map(({ locationId, name, nameAr, ...figures }) => ({
        ...figures,
        key: locationId ?? '',
        name: (format.language === 'ar' && nameAr) || name || text('analytics.no_location'),
      })),
    channels: () =>
      patterns.channels.map(({ channel, ...figures }) => ({
        ...figures,
        key: channel,
        name: text(`analytics.channel.${channel}`),
      })),
    basket_sizes: () =>
      patterns.basketSizes.map(({ size, ...figures }) => ({
        ...figures,
        key: size,
        name: text('analytics.basket', { count: size === '1' ? 1 : 5, size }),
      })),
  };
  const rows = lists[kind]();
  return kind === 'weekdays' || kind === 'hours' ? rows : rows.filter(({ orders }) => orders > 0);
}

/** When, where, how and how much at a time the customer buys; one view at a time. */
export function PatternsOfBuying({ analytics }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const format = useFormat();
  const [kind, setKind] = useState<Kind>('weekdays');
  const rows = rowsOf(text, format, kind, analytics.patterns);
  const purchases = (orders: number) => text('analytics.purchases', { count: orders });
  const most = rows.reduce<Row | null>((best, row) => (row.orders > (best?.orders ?? 0) ? row : best), null);
  const by = text(`analytics.${kind}`);
  const label = most ? text('analytics.pattern_label', { by, most: most.name }) : by;
  const bars = rows.map(({ key, name, orders }) => ({ key, name, value: orders, words: purchases(orders) }));
  return (
    <Chart
      className="desk:col-span-7"
      title={text('analytics.patterns')}
      chart={kind satisfies CustomerChart}
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
            choices={kinds.map((value) => ({ value, label: text(`analytics.${value}`) }))}
          />
        </div>
        {kind === 'hours' ? <Steps bars={bars} label={label} /> : <Bars bars={bars} label={label} />}
      </div>
    </Chart>
  );
}
