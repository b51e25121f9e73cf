import type { LoyaltyAccount } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { ListEnd } from '../../shared/ui/pages.tsx';
import { Points, useCountUp, Worth } from '../../shared/ui/points.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { RewardsPreview } from '../rewards/preview.tsx';
import { HistoryList } from './history-list.tsx';
import { Holds } from './holds.tsx';
import { TierOutlook } from './outlook.tsx';
import { GivePoints, Programmes } from './programmes.tsx';
import { TierProgress } from './tier-progress.tsx';
import { TierTable } from './tier-table.tsx';

export default function Loyalty() {
  const text = useText();
  const { data: account, error, refetch } = api.useLoyaltyQuery();
  return (
    <>
      <Title page={text('loyalty.title')} />
      <PageHeading>{text('loyalty.title')}</PageHeading>
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
        <div className="desk:sticky desk:top-6 desk:col-span-5 desk:self-start">
          {account ? (
            <Standing account={account} />
          ) : (
            <Pending error={error} retry={refetch}>
              <div className="grid gap-4 pt-2">
                <div className="skeleton h-16 w-56" />
                <div className="skeleton h-2" />
                <div className="skeleton h-20" />
              </div>
            </Pending>
          )}
        </div>
        <div className="desk:col-span-7 desk:ps-8">
          {account ? (
            <div className="desk:-mt-6">
              <RewardsPreview tiers={account.tier.tiers} />
            </div>
          ) : null}
          {account && account.tier.tiers.length > 0 ? (
            <section aria-labelledby="tiers">
              <SectionHeading id="tiers">{text('loyalty.tiers')}</SectionHeading>
              <TierTable tiers={account.tier.tiers} current={account.tier.current?.key ?? null} />
            </section>
          ) : null}
          <History />
          <Programmes />
        </div>
      </div>
    </>
  );
}

function Standing({ account }: { account: LoyaltyAccount }) {
  const text = useText();
  const { points } = useFormat();
  const shown = useCountUp(account.available);
  const soon = account.expiring.reduce((sum, lot) => sum + lot.points, 0);
  const facts = [
    { label: text('loyalty.pending'), value: account.pending, look: '' },
    { label: text('loyalty.expiring'), value: soon, look: soon > 0 ? 'text-accent-ink' : '' },
    { label: text('loyalty.lifetime'), value: account.lifetime, look: '' },
  ];
  return (
    <>
      <section className="grid gap-4 pt-2 pb-4">
        <div className="flex items-end justify-between gap-3">
          <div>
            <p className="text-soft">{text('loyalty.available')}</p>
            <p className="text-56 font-semibold tight">
              <bdi>{points(shown, { display: true })}</bdi>
            </p>
          </div>
          <Worth worth={account.worth} />
        </div>
        <TierProgress tier={account.tier} figures />
      </section>
      <dl className="grid grid-cols-3 border-y border-line">
        {facts.map(({ label, value, look }) => (
          <div key={label} className="min-w-0 border-s border-line py-3 ps-4 first:border-0 first:ps-0">
            <dt className="text-soft">{label}</dt>
            <dd className={`text-20 font-semibold ${look}`}>
              <bdi>{points(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Notes account={account} />
      <GivePoints available={account.available} />
      <TierOutlook />
      <Holds />
      <Expiry expiring={account.expiring} />
    </>
  );
}

/** Points that wait or are owed, said only where there are any. */
function Notes({ account }: { account: LoyaltyAccount }) {
  const text = useText();
  const notes = [
    account.held > 0 ? text('loyalty.held', { points: text('points.count', { count: account.held }) }) : null,
    account.debt > 0 ? text('loyalty.debt', { points: text('points.count', { count: account.debt }) }) : null,
  ].filter((note) => note !== null);
  return notes.map((note) => (
    <p key={note} className="flex items-center gap-2 pt-3 text-soft">
      <Icon name="clock" size={20} />
      {note}
    </p>
  ));
}

function Expiry({ expiring }: { expiring: LoyaltyAccount['expiring'] }) {
  const text = useText();
  const { date } = useFormat();
  if (expiring.length === 0) return null;
  return (
    <section aria-labelledby="expiry">
      <SectionHeading id="expiry">{text('loyalty.expiry')}</SectionHeading>
      <ul>
        {expiring.map(({ points, expiresAt }) => (
          <li
            key={expiresAt}
            className="flex min-h-12 items-center gap-3 border-t border-line first:border-0"
          >
            <Icon name="hourglass" size={20} className="text-faint" />
            <time dateTime={expiresAt}>{date(lastMoment(expiresAt), 'date')}</time>
            <span className="ms-auto font-semibold">
              <Points value={points} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History() {
  const text = useText();
  const { hash } = useLocation();
  const list = api.useHistoryInfiniteQuery();
  const { data } = list;
  const entries = data?.pages.flatMap((page) => page.transactions) ?? [];
  const ready = data !== undefined;
  useEffect(() => {
    if (ready && hash === '#history') document.getElementById('history')?.scrollIntoView();
  }, [ready, hash]);
  return (
    <section aria-labelledby="history">
      <SectionHeading
        id="history"
        end={
          <Link
            to="/features/loyalty/statement"
            className="inline-flex min-h-11 items-center font-semibold text-link hover:underline"
          >
            {text('statement.open')}
          </Link>
        }
      >
        {text('loyalty.history')}
      </SectionHeading>
      {entries.length > 0 ? <HistoryList entries={entries} /> : null}
      {data && entries.length === 0 ? (
        <EmptyState icon="star" title={text('loyalty.history_empty')}>
          {text('loyalty.history_empty_text')}
        </EmptyState>
      ) : null}
      <ListEnd list={list} rows={5} className="mt-3" />
    </section>
  );
}
