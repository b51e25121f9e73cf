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

function Columns({ year, currency, label }: { year: Year; currency: string; label: string }) {
  const text = useText();
  const { date, number } = useFormat();
  const units = minorUnits(currency);
  const marks = axisOf((year.best?.spent ?? 0) / units);
  const top = (marks.at(-1) ?? 0) * units;
  const running = year.months.at(-1);
  return (
    <div role="img" aria-label={label} className="plot grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-5">
      <div aria-hidden="true" className="relative h-48 min-w-9 desk:h-[21rem] text-end text-12">
        {marks.map((mark) => (
          <span
            key={mark}
            className="absolute end-0 translate-y-1/2"
            style={{ insetBlockEnd: `${lengthOf(mark * units, top) * 100}%` }}
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
            style={{ insetBlockEnd: `${lengthOf(mark * units, top) * 100}%` }}
          />
        ))}
        {year.average > 0 ? (
          <i
            className="plot-line plot-mean"
            style={{ insetBlockEnd: `${lengthOf(year.average, top) * 100}%` }}
          />
        ) : null}
        <div className="absolute inset-0 grid grid-flow-col auto-cols-fr items-end">
          {year.months.map((month) => {
            const isNow = month === running;
            const isLabelled = month.spent > 0 && (isNow || month === year.best);
            return (
              <span key={month.month} className="relative grid h-full items-end justify-items-center">
                <i
                  className={`block w-[58%] rounded-t-[3px] ${isNow ? 'bg-[var(--chart-2)]' : 'bg-[var(--chart-1)]'}`}
                  style={{ blockSize: `${lengthOf(month.spent, top) * 100}%` }}
                />
                {isLabelled ? (
                  <b
                    className={`absolute px-0.5 pb-0.5 text-12 font-semibold whitespace-nowrap ${isNow ? 'text-accent-ink' : 'text-ink'}`}
                    style={{ insetBlockEnd: `${lengthOf(month.spent, top) * 100}%` }}
                  >
                    {number(Math.round(month.spent / units))}
                  </b>
                ) : null}
              </span>
            );
          })}
        </div>
      </div>
      <span />
      <div aria-hidden="true" className="grid grid-flow-col auto-cols-fr pt-1 text-center text-12">
        {year.months.map((month, index) => (
          <span
            key={month.month}
            className={`min-w-0 overflow-visible whitespace-nowrap ${month === running ? 'font-semibold text-accent-ink' : ''} ${(year.months.length - 1 - index) % 3 === 0 ? '' : 'invisible desk:visible'}`}
          >
            <span className="inline-block -mx-8">{date(`${month.month}-01`, 'shortMonth')}</span>
          </span>
        ))}
      </div>
      {year.average > 0 ? (
        <p aria-hidden="true" className="col-span-2 pt-1 text-12 text-soft">
          <i className="plot-key" />
          {text('analytics.average', { amount: number(Math.round(year.average / units)) })}
        </p>
      ) : null}
    </div>
  );
}
