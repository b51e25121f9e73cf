import type { CustomerAnalytics } from '@wafa/contract';
import { minorUnits } from '@wafa/i18n/core';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Chart } from './chart.tsx';
import { axisOf, lengthOf, type Year, yearOf } from './figures.ts';

/** Spend of the last twelve months as columns; the running month in the colour of now. */
export function Months({ analytics }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const { date, money, number, percent } = useFormat();
  const { currency } = analytics;
  const year = yearOf(analytics.months);
  const monthName = (month: string) => date(`${month}-01`, 'month');
  return (
    <Chart
      className="desk:col-span-8"
      title={text('analytics.months')}
      lead={text('analytics.last_twelve')}
      chart="months"
      figure={
        <p className="desk:text-end">
          <span className="block text-32 font-semibold tight">
            <bdi>{money(year.total, currency, { whole: true })}</bdi>
          </span>
          {year.change === null ? null : (
            <span className="text-soft">
              {text('analytics.against_before', { change: percent(year.change, { signed: true }) })}
            </span>
          )}
        </p>
      }
      table={{
        heads: [
          text('analytics.column.month'),
          text('analytics.column.orders'),
          text('analytics.column.spent'),
        ],
        rows: year.months.map(({ month, orders, spent }) => [
          monthName(month),
          number(orders),
          money(spent, currency),
        ]),
      }}
    >
      <Columns
        year={year}
        currency={currency}
        label={
          year.best
            ? text('analytics.months_label', {
                month: monthName(year.best.month),
                amount: money(year.best.spent, currency),
              })
            : text('analytics.months')
        }
      />
    </Chart>
  );
}

interface ColumnsProps {
  year: Year;
  currency: string;
  label: string;
}

/** The drawing: an axis at the start of the line, columns, the mean in dashes, and the months' names. */
function Columns({ year, currency, label }: ColumnsProps) {
  const text = useText();
  const { number } = useFormat();
  const units = minorUnits(currency);
  const marks = axisOf((year.best?.spent ?? 0) / units);
  const top = (marks.at(-1) ?? 0) * units;
  const heightOf = (minor: number) => `${lengthOf(minor, top) * 100}%`;
  const shared = { year, heightOf, units };
  return (
    <div role="img" aria-label={label} className="plot grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-5">
      <div aria-hidden="true" className="relative h-48 min-w-9 text-end text-12 desk:h-[21rem]">
        {marks.map((mark) => (
          <span
            key={mark}
            className="absolute end-0 translate-y-1/2"
            style={{ insetBlockEnd: heightOf(mark * units) }}
          >
            {number(mark)}
          </span>
        ))}
      </div>
      <div aria-hidden="true" className="relative h-48 desk:h-[21rem]">
        {marks.map((mark) => (
          <i
            key={mark}
            className={`plot-line ${mark === 0 ? 'plot-base' : ''}`}
            style={{ insetBlockEnd: heightOf(mark * units) }}
          />
        ))}
        {year.average > 0 ? (
          <i className="plot-line plot-mean" style={{ insetBlockEnd: heightOf(year.average) }} />
        ) : null}
        <div className="absolute inset-0 grid auto-cols-fr grid-flow-col items-end">
          {year.months.map((month) => (
            <Column key={month.month} month={month} {...shared} />
          ))}
        </div>
      </div>
      <span />
      <MonthNames year={year} />
      {year.average > 0 ? (
        <p aria-hidden="true" className="col-span-2 pt-1 text-12 text-soft">
          <i className="plot-key" />
          {text('analytics.average', { amount: number(Math.round(year.average / units)) })}
        </p>
      ) : null}
    </div>
  );
}

interface ColumnProps {
  month: Year['months'][number];
  year: Year;
  units: number;
  heightOf: (minor: number) => string;
}

/** One month; the most and the running one carry their figure. */
function Column({ month, year, units, heightOf }: ColumnProps) {
  const { number } = useFormat();
  const isNow = month === year.months.at(-1);
  const height = heightOf(month.spent);
  return (
    <span className="relative grid h-full items-end justify-items-center">
      <i
        className={`block w-[58%] rounded-t-[3px] ${isNow ? 'bg-[var(--chart-2)]' : 'bg-[var(--chart-1)]'}`}
        style={{ blockSize: height }}
      />
      {month.spent > 0 && (isNow || month === year.best) ? (
        <b
          className={`absolute px-0.5 pb-0.5 text-12 font-semibold whitespace-nowrap ${isNow ? 'text-accent-ink' : 'text-ink'}`}
          style={{ insetBlockEnd: height }}
        >
          {number(Math.round(month.spent / units))}
        </b>
      ) : null}
    </span>
  );
}

/** Every third name on a phone, counted from the running month, so that they do not run into each other. */
function MonthNames({ year: { months } }: { year: Year }) {
  const { date } = useFormat();
  return (
    <div aria-hidden="true" className="grid auto-cols-fr grid-flow-col pt-1 text-center text-12">
      {months.map(({ month }, index) => {
        const fromNow = months.length - 1 - index;
        const look = fromNow === 0 ? 'font-semibold text-accent-ink' : '';
        return (
          <span
            key={month}
            className={`min-w-0 whitespace-nowrap ${look} ${fromNow % 3 === 0 ? '' : 'invisible desk:visible'}`}
          >
            <span className="-mx-8 inline-block">{date(`${month}-01`, 'shortMonth')}</span>
          </span>
        );
      })}
    </div>
  );
}
