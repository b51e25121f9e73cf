import {
  type CallOf,
  type Referral,
  referralConcern,
  referralStage,
  type referralsContract,
} from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { SearchField } from '../customers/parts/search-field.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { DayField } from '../shared/day-field.tsx';
import { ChoiceFilter } from '../shared/filters.tsx';
import { startOf } from '../shared/moments.ts';
import { useStore } from '../shared/store.ts';
import { Person } from './person.tsx';
import { StageMark } from './stage-mark.tsx';

/** The filter of the list as its address has it. */
export function useListInput(): CallOf<typeof referralsContract.exportList> {
  const { values } = useAddress();
  const { timeZone } = useStore();
  return {
    query: values.query,
    stage: referralStage.safeParse(values.stage).data,
    concern: referralConcern.safeParse(values.concern).data,
    from: startOf(values.from, timeZone),
  };
}

/** Referrals of the store; with `held` those that wait for a decision, the longest waiting first. */
export function ReferralList({ held = false }: { held?: boolean }) {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const filter = useListInput();
  const read = useRead(endpoints.referrals.list, {
    ...(held ? { review: 'held' as const, concern: filter.concern } : filter),
    page,
    limit,
  });
  return (
    <>
      <Filters held={held} />
      <DataTable
        label={text(held ? 'console.referrals.review' : 'console.referrals.all')}
        read={read}
        rows={({ referrals }) => referrals}
        columns={useColumns(held)}
        rowKey={({ id }) => id}
        onPage={onPage}
        onRow={({ id }) => change({ open: id, page: values.page })}
        empty={
          <EmptyState
            icon={held ? 'check' : 'invite'}
            title={text(held ? 'console.referrals.review_empty' : 'console.referrals.empty')}
          >
            {text(held ? 'console.referrals.review_empty_text' : 'console.referrals.empty_text')}
          </EmptyState>
        }
      />
    </>
  );
}

function Filters({ held }: { held: boolean }) {
  const text = useText();
  const { values, change } = useAddress();
  const choice = (name: 'stage' | 'concern', options: readonly string[]) => (
    <ChoiceFilter
      className="!w-60"
      label={text(`console.referrals.${name}`)}
      value={values[name]}
      choices={options.map((value) => ({ value, label: text(`console.referrals.${name}.${value}`) }))}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <div className="flex flex-wrap items-center gap-3 pb-4">
      {held ? null : (
        <>
          <SearchField
            className="!w-80"
            label={text('console.referrals.search')}
            value={values.query ?? ''}
            onSearch={(query) => change({ query })}
          />
          {choice('stage', referralStage.options)}
        </>
      )}
      {choice('concern', referralConcern.options)}
      {held ? null : (
        <DayField
          label={text('console.loyalty.day_from')}
          value={values.from ?? ''}
          onChange={(from) => change({ from })}
        />
      )}
    </div>
  );
}

function useColumns(held: boolean): TableColumnsType<Referral> {
  const text = useText();
  const { date, money, points } = useFormat();
  const column = (key: string, render: (referral: Referral) => ReactNode, align?: 'end') => ({
    title: text(`console.referrals.${key}`),
    render: (_: unknown, referral: Referral) => render(referral),
    ...(align && { align }),
  });
  const people = [
    column('referrer', ({ referrer }) => <Person person={referrer} />),
    column('friend', ({ friend, sentTo }) =>
      friend ? (
        <Person person={friend} />
      ) : (
        <bdi dir="ltr" className="text-soft">
          {sentTo ?? '–'}
        </bdi>
      ),
    ),
  ];
  const order = column(
    'order',
    ({ orderTotal, currency }) => (orderTotal === null ? '–' : money(orderTotal, currency)),
    'end',
  );
  const day = (value: string | null) => (value ? date(value, 'stamp') : '–');
  if (held)
    return [
      ...people,
      column('concern', ({ concerns }) => (
        <span className="grid">
          {concerns.map((concern) => (
            <span key={concern}>{text(`console.referrals.concern.${concern}`)}</span>
          ))}
        </span>
      )),
      order,
      column('qualified_at', ({ qualifiedAt }) => day(qualifiedAt)),
      column('due_at', ({ rewardDueAt }) => day(rewardDueAt)),
    ];
  return [
    ...people,
    column('stage', (referral) => <StageMark referral={referral} />),
    order,
    column(
      'points',
      ({ referrerPoints, friendPoints }) => `${points(referrerPoints)} + ${points(friendPoints)}`,
      'end',
    ),
    column('created_at', ({ createdAt }) => day(createdAt)),
  ];
}
