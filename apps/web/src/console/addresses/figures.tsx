import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { type Translate, useFormat, useText } from '../../shared/hooks.ts';

/** How many addresses wait, how they were decided, and how long a decision takes. */
export function VerificationFigures() {
  const text = useText();
  const { number } = useFormat();
  const { data } = useRead(endpoints.customers.verificationStats, {});
  if (!data) return null;
  const figures = [
    ['pending', number(data.counts.PENDING)],
    ['verified', number(data.counts.VERIFIED)],
    ['rejected', number(data.counts.REJECTED)],
    ['decisions', number(data.decisions)],
    [
      'wait',
      data.medianWaitSeconds === null ? text('verification.stat.none') : span(text, data.medianWaitSeconds),
    ],
  ] as const;
  return (
    <dl className="panel mb-5 grid grid-cols-2 gap-x-8 gap-y-3 p-4 desk:flex desk:px-5">
      {figures.map(([key, value]) => (
        <div key={key} className="desk:border-e desk:border-line desk:pe-8 desk:last:border-0">
          <dt className="text-soft">{text(`verification.stat.${key}`)}</dt>
          <dd className={`font-semibold ${key === 'pending' ? 'text-32 tight' : 'text-24'}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const hourSeconds = 3600;

/** A wait in words: hours up to two days, then days. */
function span(text: Translate, seconds: number): string {
  const hours = Math.round(seconds / hourSeconds);
  return hours < 48
    ? text('verification.hours', { count: hours })
    : text('verification.days', { count: Math.round(hours / 24) });
}
