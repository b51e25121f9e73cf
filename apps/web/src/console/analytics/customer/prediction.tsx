import type { CustomerPrediction, PredictionReason } from '@wafa/contract';
import type { ReactNode } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { Mark } from '../../shared/mark.tsx';
import { useAmounts } from '../parts/amounts.ts';
import { Panel } from '../parts/panel.tsx';
import { useMoved } from './moved.ts';
import { riskOf } from './risk.ts';

/** What the customer will probably do, with what moved it and how sure it is; or why nothing can be said. */
export function Prediction({ customerId }: { customerId: string }) {
  const text = useText();
  const { ago } = useFormat();
  const { data, error, refetch } = useRead(endpoints.predictions.prediction, { customerId });
  if (!data) return <Pending error={error} retry={refetch} rows={3} />;
  const made = data.scoredAt && text('console.predictions.made', { ago: ago(data.scoredAt) });
  return (
    <Panel
      title={text('console.insight.prediction')}
      lead={data.isOutdated ? text('console.insight.outdated') : made}
    >
      {data.reason ? <p className="px-4 pb-3">{text(`prediction.reason.${data.reason.code}`)}</p> : null}
      {data.history && data.scoredAt ? <Foretold prediction={data} history={data.history} /> : null}
    </Panel>
  );
}

interface ForetoldProps {
  prediction: CustomerPrediction;
  history: NonNullable<CustomerPrediction['history']>;
}

function Foretold({ prediction, history }: ForetoldProps) {
  const text = useText();
  const { date, number, percent } = useFormat();
  const moved = useMoved(prediction.currency);
  const { alive, churn, nextOrder, orders } = prediction;
  const about = (value: { expected: number; low: number; high: number } | null) =>
    value &&
    text('console.insight.about', {
      expected: number(Math.round(value.expected * 10) / 10),
      low: number(value.low),
      high: number(value.high),
    });
  return (
    <dl className="grid gap-px border-t border-line bg-line grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))]">
      <Item
        label={text('console.insight.churn', { count: churn.horizonDays })}
        reason={churn.reason}
        value={churn.probability === null ? null : percent(churn.probability)}
        mark={churn.probability === null ? null : <Risk probability={churn.probability} />}
      >
        {churn.moved.length > 0 ? (
          <ul>
            {churn.moved.map((one) => (
              <li key={one.feature}>{moved(one, history)}</li>
            ))}
          </ul>
        ) : null}
      </Item>
      <Spend prediction={prediction} />
      <Item
        label={text('console.insight.orders_ahead')}
        reason={orders.reason}
        value={orders.in365Days && number(Math.round(orders.in365Days.expected * 10) / 10)}
      >
        <p>{about(orders.in365Days)}</p>
        {orders.in90Days ? (
          <p>{text('console.insight.in_90', { about: about(orders.in90Days) ?? '' })}</p>
        ) : null}
      </Item>
      <Item
        label={text('console.insight.next_order')}
        reason={nextOrder.reason}
        value={nextOrder.day && date(nextOrder.day)}
      >
        <p>{nextOrder.day ? text('console.insight.next_order_note') : null}</p>
        {alive.probability === null ? (
          <p>
            {alive.reason &&
              alive.reason.code !== nextOrder.reason?.code &&
              text(`prediction.reason.${alive.reason.code}`)}
          </p>
        ) : (
          <p>{text('console.insight.alive', { share: percent(alive.probability) })}</p>
        )}
      </Item>
    </dl>
  );
}

interface ItemProps {
  label: string;
  value: string | null;
  mark?: ReactNode;
  reason: PredictionReason | null;
  children?: ReactNode;
}

/** One thing foretold; where it is not said, the reason stands in its place. */
function Item({ label, value, mark, reason, children }: ItemProps) {
  const text = useText();
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="text-soft">{label}</dt>
      <dd>
        {value === null ? null : (
          <span className="flex flex-wrap items-center gap-x-3">
            <b className="text-24 font-semibold tight">
              <bdi>{value}</bdi>
            </b>
            {mark}
          </span>
        )}
        {reason ? (
          <p className={value === null ? '' : 'text-12 text-soft'}>
            {text(`prediction.reason.${reason.code}`)}
          </p>
        ) : null}
        <div className="text-12 text-soft">{children}</div>
      </dd>
    </div>
  );
}

function Risk({ probability }: { probability: number }) {
  const text = useText();
  const level = riskOf(probability);
  return (
    <Mark look={level === 'high' ? 'warn' : level === 'low' ? 'good' : 'quiet'}>
      {text(`console.insight.risk_${level}`)}
    </Mark>
  );
}

/** Expected spend of a year, and the band in which it lies with four chances in five. */
function Spend({ prediction: { spend, currency } }: { prediction: CustomerPrediction }) {
  const text = useText();
  const { exact, round } = useAmounts(currency);
  const year = spend.in365Days;
  const label = text('console.insight.spend_ahead');
  if (!year) return <Item label={label} reason={spend.reason} value={null} />;
  const words = text('console.insight.band', { low: round(year.low), high: round(year.high) });
  const top = Math.max(year.high, year.expected, 1);
  const placed = (value: number) => `${(value / top) * 100}%`;
  return (
    <Item label={label} reason={spend.reason} value={round(year.expected)}>
      <div role="img" aria-label={words} className="relative my-1.5 h-3 max-w-72 rounded-small bg-sunken">
        <span
          className="absolute inset-y-0 rounded-small bg-[var(--chart-1-soft)]"
          style={{ insetInlineStart: placed(year.low), inlineSize: placed(year.high - year.low) }}
        />
        <span
          className="absolute -inset-y-0.5 w-1 rounded-full bg-[var(--chart-1)]"
          style={{ insetInlineStart: `calc(${placed(year.expected)} - 2px)` }}
        />
      </div>
      <p>{words}</p>
      {spend.perOrder === null ? null : (
        <p>{text('console.insight.per_order', { amount: exact(spend.perOrder) })}</p>
      )}
    </Item>
  );
}
