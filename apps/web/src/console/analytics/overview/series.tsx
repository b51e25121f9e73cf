import type { AnalyticsOverview } from '@wafa/contract';
import { Segmented } from 'antd';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useAddress } from '../../shared/address.ts';
import { useAmounts } from '../parts/amounts.ts';
import { ColumnLegend } from '../parts/column-legend.tsx';
import { AsTable, Panel } from '../parts/panel.tsx';
import { addDays, daysOf, intervalsFor } from '../parts/range.ts';
import { useToday } from '../parts/range-picker.tsx';
import { TimeChart } from '../parts/time-chart.tsx';
import type { ColumnSeries } from '../parts/time-columns.tsx';

type Period = AnalyticsOverview['series'][number];
type Name = Exclude<keyof Period, 'start'>;

/** What the chart can show. Refunds of another day's orders would turn a net column over, so it is the gross. */
const measures: Record<string, readonly { name: Name; look: ColumnSeries['look']; stack?: string }[]> = {
  revenue: [{ name: 'gross', look: 'filled' }],
  orders: [{ name: 'orders', look: 'filled' }],
  customers: [
    { name: 'returningCustomers', look: 'filled', stack: 'customers' },
    { name: 'firstTimeCustomers', look: 'soft', stack: 'customers' },
  ],
  points: [
    { name: 'pointsIssued', look: 'filled' },
    { name: 'pointsRedeemed', look: 'outlined' },
  ],
};
const columns: readonly Name[] = [
  'gross',
  'refunded',
  'net',
  'orders',
  'activeCustomers',
  'firstTimeCustomers',
  'newCustomers',
  'pointsIssued',
  'pointsRedeemed',
  'pointsExpired',
];
const amounts: ReadonlySet<Name> = new Set<Name>(['gross', 'refunded', 'net', 'averageOrderValue']);

/** One measure over the periods of the range, and all of them as a table. */
export function Series({ overview }: { overview: AnalyticsOverview }) {
  const text = useText();
  const { date, language, number } = useFormat();
  const { exact, tick, countTick } = useAmounts(overview.currency);
  const { values, change } = useAddress();
  const today = useToday();
  const { interval, series } = overview;
  const chosen = values.measure && values.measure in measures ? values.measure : 'revenue';
  const isMoney = chosen === 'revenue';
  const shown = (measures[chosen] ?? []).map(({ name, look, stack }) => ({
    key: name,
    name: text(`console.analytics.figure_${name}`),
    look,
    stack,
  }));
  const cell = (period: Period, name: Name) =>
    amounts.has(name) ? exact(period[name] ?? 0) : number(period[name] ?? 0);
  const fitting = intervalsFor(daysOf(overview));
  const label = (start: string) => date(start, interval === 'month' ? 'shortMonth' : 'short');
  const title = text(`console.analytics.by_${interval}`);
  return (
    <Panel
      title={title}
      lead={interval === 'day' ? null : text('console.analytics.running_note')}
      actions={
        <>
          <Segmented
            aria-label={text('console.analytics.measure')}
            value={chosen}
            options={Object.keys(measures).map((value) => ({
              value,
              label: text(`console.analytics.measure_${value}`),
            }))}
            onChange={(measure) => change({ measure })}
          />
          {fitting.length > 1 ? (
            <Segmented
              aria-label={text('console.analytics.interval')}
              value={interval}
              options={fitting.map((value) => ({ value, label: text(`console.analytics.${value}`) }))}
              onChange={(next) => change({ interval: next })}
            />
          ) : null}
        </>
      }
    >
      <ColumnLegend series={shown} />
      <div className="px-4 pb-3">
        <TimeChart
          label={text('console.analytics.chart_label', {
            what: new Intl.ListFormat(language).format(shown.map(({ name }) => name)),
          })}
          series={shown}
          value={isMoney ? exact : number}
          tick={isMoney ? tick : countTick}
          steps={series.map((period, at) => {
            const next = series[at + 1]?.start ?? addDays(overview.to, 1);
            return {
              key: period.start,
              label: label(period.start),
              values: Object.fromEntries(shown.map(({ key }) => [key, period[key] ?? 0])),
              isNow: period.start <= today && today < next,
            };
          })}
        />
      </div>
      <AsTable
        title={title}
        heads={[
          text(`console.analytics.${interval}`),
          ...columns.map((name) => text(`console.analytics.figure_${name}`)),
        ]}
        rows={series.toReversed().map((period) => ({
          key: period.start,
          cells: [date(period.start), ...columns.map((name) => cell(period, name))],
        }))}
      />
    </Panel>
  );
}
