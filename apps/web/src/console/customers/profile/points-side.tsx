import type { Customer, LoyaltyAccount } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { Button } from 'antd';
import { useState } from 'react';
import { progressOf } from '../../../portal/loyalty/progress.ts';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { BigNumber, Points } from '../../../shared/ui/points.tsx';
import { ErrorState } from '../../../shared/ui/states.tsx';
import { useStore } from '../../shared/store.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { AdjustPoints } from './adjust.tsx';

/** What the customer has: points with the way to adjust them, progress to the next tier, and the figures. */
export function PointsSide({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const [adjusting, setAdjusting] = useState(false);
  const { data, error, refetch } = useRead(endpoints.loyalty.account, { customerId: customer.id });
  if (error && !data) return <ErrorState error={error} retry={refetch} />;
  if (!data) return <div className="skeleton h-64" />;
  const open = customer.status !== 'closed' && customer.status !== 'merged';
  return (
    <section aria-label={text('profile.balance')} className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <BigNumber value={data.available} small />
        {may('loyalty.adjust') && open ? (
          <Button
            className="!border-transparent !bg-primary-soft !font-semibold !text-on-primary-soft"
            onClick={() => setAdjusting(true)}
          >
            {text('profile.adjust')}
          </Button>
        ) : null}
      </div>
      <Progress tier={data.tier} />
      <Figures customer={customer} account={data} />
      {adjusting ? (
        <AdjustPoints customer={customer} available={data.available} onClose={() => setAdjusting(false)} />
      ) : null}
    </section>
  );
}

function Progress({ tier }: { tier: LoyaltyAccount['tier'] }) {
  const text = useText();
  const { language, points } = useFormat();
  const { current, next, missing, qualifyingPoints } = tier;
  const words =
    next && missing !== null
      ? text('profile.next_tier', { points: points(missing), tier: next.name[language] })
      : text(current ? 'home.top_tier' : 'home.no_tier');
  return (
    <div className="grid gap-1.5">
      <div
        className="meter"
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progressOf(tier) * 100)}
      >
        <i style={{ inlineSize: `${progressOf(tier) * 100}%` }} />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-12 text-soft">
        <span>{text('profile.points_in_window', { points: points(qualifyingPoints) })}</span>
        <span>{words}</span>
      </p>
    </div>
  );
}

function Figures({ customer, account }: { customer: Customer; account: LoyaltyAccount }) {
  const text = useText();
  const { date, money } = useFormat();
  const { currency, totalOrders, averageOrderValue, lastVisitAt, firstOrderDate } = customer;
  const [ending] = account.expiring;
  return (
    <div className="border-y border-line py-4">
      <Facts>
        {ending ? (
          <Fact label={text('profile.expiring', { date: date(lastMoment(ending.expiresAt), 'short') })}>
            <b className="font-semibold text-accent-ink">
              <Points value={ending.points} />
            </b>
          </Fact>
        ) : null}
        {(['pending', 'held', 'debt'] as const).map((name) => (
          <Fact key={name} label={text(`profile.${name}`)}>
            {account[name] > 0 ? <Points value={account[name]} /> : null}
          </Fact>
        ))}
        <Fact label={text('profile.lifetime')}>
          <Points value={account.lifetime} />
        </Fact>
        <Fact label={text('profile.spent')}>
          <bdi>{money(customer.totalSpent, currency, { whole: true })}</bdi>
        </Fact>
        <Fact label={text('profile.orders')}>
          {text('profile.orders_average', {
            count: totalOrders,
            amount: money(averageOrderValue, currency, { whole: true }),
          })}
        </Fact>
        <Fact label={text('profile.first_order')}>{firstOrderDate ? date(firstOrderDate) : null}</Fact>
        <Fact label={text('profile.last_visit')}>
          {lastVisitAt ? date(lastVisitAt) : text('customers.no_visit')}
        </Fact>
      </Facts>
    </div>
  );
}
