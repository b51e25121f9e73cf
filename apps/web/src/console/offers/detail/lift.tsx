import type { OfferReport } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { drawn, verdictOf } from './interval.ts';

interface LiftProps {
  report: OfferReport;
  holdoutPercent: number;
}

/** What the offer changed, told by the customers who were kept from it, with how sure that is. */
export function Lift({ report, holdoutPercent }: LiftProps) {
  const text = useText();
  const { lift } = report;
  return (
    <section className="panel grid gap-4 p-4" aria-label={text('console.offers.lift')}>
      <header>
        <h2 className="text-16 font-semibold">{text('console.offers.lift')}</h2>
        <p className="max-w-[76ch] text-soft">
          {text(
            lift
              ? 'console.offers.lift_lead'
              : holdoutPercent === 0
                ? 'console.offers.lift_none'
                : 'console.offers.lift_too_few',
          )}
        </p>
      </header>
      {lift ? <Measured lift={lift} currency={report.currency} /> : null}
    </section>
  );
}

type LiftFacts = NonNullable<OfferReport['lift']>;

function Measured({ lift, currency }: { lift: LiftFacts; currency: string }) {
  const text = useText();
  const { money, number, percent } = useFormat();
  // Estimates have fractions of a minor unit, which no amount shows.
  const amount = (minor: number) => money(Math.round(minor), currency);
  const { perCustomerInterval: interval, totalInterval } = lift;
  const verdict = verdictOf(interval);
  return (
    <>
      <p className="max-w-[76ch] text-16 font-semibold">
        {text(`console.offers.verdict_${verdict}`, {
          amount: amount(Math.abs(lift.perCustomer)),
          low: amount(interval.low),
          high: amount(interval.high),
        })}
      </p>
      <IntervalLine
        label={text('console.offers.interval_label', {
          estimate: amount(lift.perCustomer),
          low: amount(interval.low),
          high: amount(interval.high),
        })}
        estimate={lift.perCustomer}
        interval={interval}
        show={amount}
      />
      <dl className="facts max-w-[40rem]">
        <dt>{text('console.offers.in_all')}</dt>
        <dd>
          <b className="font-semibold">
            <bdi>{amount(lift.total)}</bdi>
          </b>{' '}
          <span className="text-soft">
            {text('console.offers.from_to', {
              low: amount(totalInterval.low),
              high: amount(totalInterval.high),
            })}
          </span>
        </dd>
        <dt>{text('console.offers.could_see', { count: lift.treated })}</dt>
        <dd>{text('console.offers.each_spent', { amount: amount(lift.treatedMean) })}</dd>
        <dt>{text('console.offers.kept_from', { count: lift.control })}</dt>
        <dd>{text('console.offers.each_spent', { amount: amount(lift.controlMean) })}</dd>
      </dl>
      <p className="max-w-[76ch] text-12 text-soft">
        {text('console.offers.how_sure', { share: percent(0.95) })}{' '}
        {lift.adjusted ? text('console.offers.adjusted') : ''}{' '}
        {lift.controlRedemptions > 0
          ? text('console.offers.leaked', {
              count: lift.controlRedemptions,
              number: number(lift.controlRedemptions),
            })
          : ''}
      </p>
    </>
  );
}

interface IntervalLineProps {
  label: string;
  estimate: number;
  interval: { low: number; high: number };
  show: (minor: number) => string;
}

const placed = (share: number) => `${share * 100}%`;

/** The estimate as a point, its interval as a band, and zero as a line; in Arabic it grows from the right. */
function IntervalLine({ label, estimate, interval, show }: IntervalLineProps) {
  const { zero, low, high, estimate: point } = drawn(estimate, interval);
  return (
    <div role="img" aria-label={label} className="relative h-16 max-w-[48rem]">
      <span className="absolute inset-x-0 top-5 h-px bg-[var(--line-strong)]" />
      <span
        className="absolute top-0 h-10 w-px bg-[var(--ink-soft)]"
        style={{ insetInlineStart: placed(zero) }}
      />
      <span
        className="absolute top-3 h-4 rounded-small border border-[var(--chart-1)] bg-primary-soft"
        style={{ insetInlineStart: placed(low), inlineSize: placed(high - low) }}
      />
      <span
        className="absolute top-3.5 size-3 -ms-1.5 rounded-full bg-[var(--chart-1)]"
        style={{ insetInlineStart: placed(point) }}
      />
      <Tick at={zero} words={show(0)} />
      {Math.abs(low - zero) > 0.12 ? <Tick at={low} words={show(interval.low)} /> : null}
      {Math.abs(high - zero) > 0.12 && high - low > 0.12 ? (
        <Tick at={high} words={show(interval.high)} />
      ) : null}
    </div>
  );
}

/** An amount under its place; the names of the ends are in the label and the sentence as well. */
function Tick({ at, words }: { at: number; words: string }) {
  return (
    <span
      className="absolute top-11 w-32 -ms-16 text-center text-12 text-soft"
      style={{ insetInlineStart: placed(at) }}
    >
      <bdi>{words}</bdi>
    </span>
  );
}
