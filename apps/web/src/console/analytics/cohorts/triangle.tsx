import type { CohortTable } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useAmounts } from '../parts/amounts.ts';
import { Panel } from '../parts/panel.tsx';
import { ScrollBox } from '../parts/scroll-box.tsx';
import { heatOf } from './heat.ts';
import '../heat.css';

/** What a cell of the table can say. */
export const measures = ['retention', 'revenue', 'each'] as const;
export type Measure = (typeof measures)[number];

type Cohort = CohortTable['cohorts'][number];
type Period = Cohort['periods'][number];

function figureOf(measure: Measure, cohort: Cohort, period: Period): number | null {
  if (measure === 'retention') return period.retention;
  if (measure === 'revenue') return period.revenue;
  return cohort.customers > 0 ? Math.round(period.revenue / cohort.customers) : null;
}

/** A row for each cohort, a column for each period since; the warmer, the more. Time runs from the start. */
export function Triangle({ table, measure }: { table: CohortTable; measure: Measure }) {
  const text = useText();
  const { date, number, percent } = useFormat();
  const { exact, round, tick } = useAmounts(table.currency);
  const { cohorts, interval } = table;
  const nameOf = (start: string) => date(start, interval === 'month' ? 'month' : 'date');
  const length = Math.max(...cohorts.map(({ periods }) => periods.length));
  const cells = cohorts.flatMap((cohort) =>
    cohort.periods.map((period) => ({ period, value: figureOf(measure, cohort, period) ?? 0 })),
  );
  // The first period holds nearly all where customers are counted from their first order, and would dim the rest.
  const later = cells.filter(({ period }) => period.index > 0).map(({ value }) => value);
  const most = Math.max(0, ...(later.length > 0 ? later : cells.map(({ value }) => value)));
  const short = (value: number) => (measure === 'retention' ? percent(value) : tick(value));
  return (
    <Panel
      title={text(`console.analytics.cohort_title_${measure}`)}
      lead={text(`console.analytics.cohort_lead_${interval}`)}
    >
      <ScrollBox label={text('console.analytics.cohorts')} className="overflow-x-auto px-4 pb-4">
        <table className="border-separate border-spacing-0.5">
          <thead>
            <tr className="text-12 text-faint">
              <th scope="col" className="sticky start-0 bg-surface pe-3 text-start font-medium">
                {text(`console.analytics.cohort_${table.by}`)}
              </th>
              <th scope="col" className="pe-2 text-end font-medium whitespace-nowrap">
                {text('console.analytics.customers')}
              </th>
              {Array.from({ length }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the column is the number of its period.
                <th key={index} scope="col" className="min-w-14 text-center font-medium">
                  {number(index)}
                </th>
              ))}
              <th scope="col" className="ps-3 text-end font-medium whitespace-nowrap">
                {text('console.analytics.cohort_each')}
              </th>
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.start}>
                <th
                  scope="row"
                  className="sticky start-0 bg-surface pe-3 text-start font-medium whitespace-nowrap"
                >
                  {nameOf(cohort.start)}
                </th>
                <td className="pe-2 text-end">{number(cohort.customers)}</td>
                {cohort.periods.map((period, at) => (
                  <Cell
                    key={period.index}
                    heat={heatOf(figureOf(measure, cohort, period) ?? 0, most)}
                    isRunning={at === cohort.periods.length - 1}
                    title={text('console.analytics.cohort_cell', {
                      period: nameOf(period.start),
                      customers: number(period.customers),
                      revenue: exact(period.revenue),
                    })}
                    words={cohort.customers === 0 ? '–' : short(figureOf(measure, cohort, period) ?? 0)}
                  />
                ))}
                {cohort.periods.length < length ? <td colSpan={length - cohort.periods.length} /> : null}
                <td className="ps-3 text-end whitespace-nowrap">
                  {cohort.revenuePerCustomer === null ? '–' : round(cohort.revenuePerCustomer)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="px-4 pb-4 text-12 text-soft">{text('console.analytics.cohort_running')}</p>
    </Panel>
  );
}

interface CellProps {
  heat: number;
  isRunning: boolean;
  title: string;
  words: string;
}

/** The running period has a dashed edge: it can still grow. */
function Cell({ heat, isRunning, title, words }: CellProps) {
  return (
    <td
      title={title}
      className={`heat-${heat} h-8 rounded-[4px] px-1 text-center text-12 whitespace-nowrap ${isRunning ? 'outline-1 -outline-offset-1 outline-dashed outline-line-strong' : ''}`}
    >
      <bdi>{words}</bdi>
    </td>
  );
}
