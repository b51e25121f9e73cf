import { type Reward, rewardType } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { Button, Select, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { ExportButton } from '../../shared/export-button.tsx';
import { ChoiceFilter, WordFilter } from '../../shared/filters.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { RewardSide } from './reward-side.tsx';

const sorts = ['position', 'name', 'pointsCost', 'redeemed', 'createdAt'] as const;
type Sort = (typeof sorts)[number];

/** The rewards catalogue as staff keep it; the reward that is open stands in the address. */
export default function Rewards() {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const { may } = useStore();
  const sortBy = sorts.find((sort) => sort === values.sort) ?? 'position';
  const filter = {
    query: values.q || undefined,
    rewardType: rewardType.safeParse(values.type).data,
    archived: values.archived === 'true' ? 'true' : undefined,
    sortBy,
    sortOrder: descending.has(sortBy) ? ('desc' as const) : ('asc' as const),
  };
  const read = useRead(endpoints.loyalty.rewards, {
    ...filter,
    page,
    limit,
  });
  const { data } = read;
  return (
    <Page
      title={text('console.loyalty.rewards')}
      lead={data && text('console.loyalty.rewards_count', { count: data.total })}
      actions={
        <>
          <ExportButton endpoint={endpoints.loyalty.exportRewards} input={filter} name="rewards.csv" />
          {may('loyalty.edit') ? (
            <Button type="primary" icon={<Glyph name="plus" />} onClick={() => change({ open: 'new' })}>
              {text('console.loyalty.new_reward')}
            </Button>
          ) : null}
        </>
      }
    >
      <Filters sortBy={sortBy} />
      <DataTable
        label={text('console.loyalty.rewards')}
        read={read}
        rows={({ rewards }) => rewards}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        onRow={({ id }) => change({ open: id, page: values.page })}
        empty={
          <EmptyState icon="gift" title={text('console.loyalty.rewards_empty')}>
            {text('console.loyalty.rewards_empty_text')}
          </EmptyState>
        }
      />
      {values.open ? (
        <RewardSide
          key={values.open}
          id={values.open === 'new' ? null : values.open}
          onClose={() => change({ open: null, page: values.page })}
          onCreated={(id) => change({ open: id })}
        />
      ) : null}
    </Page>
  );
}

/** Sorted with the largest or newest first. */
const descending: ReadonlySet<Sort> = new Set(['redeemed', 'createdAt']);

function Filters({ sortBy }: { sortBy: Sort }) {
  const text = useText();
  const { values, change } = useAddress();
  return (
    <div className="flex flex-wrap gap-3 pb-4">
      <WordFilter label={text('console.loyalty.reward')} value={values.q} onSearch={(q) => change({ q })} />
      <ChoiceFilter
        className="!w-52"
        label={text('console.loyalty.kind')}
        value={values.type}
        choices={rewardType.options.map((value) => ({ value, label: text(`rewards.type.${value}`) }))}
        onChange={(type) => change({ type })}
      />
      <Select
        className="!w-44"
        aria-label={text('console.loyalty.shown')}
        value={values.archived ?? 'false'}
        options={['false', 'true'].map((value) => ({
          value,
          label: text(`console.loyalty.archived_${value}`),
        }))}
        onChange={(archived) => change({ archived: archived === 'true' ? archived : null })}
      />
      <Select
        className="!w-52"
        aria-label={text('console.loyalty.sort')}
        value={sortBy}
        options={sorts.map((value) => ({ value, label: text(`console.loyalty.sort_${value}`) }))}
        onChange={(sort) => change({ sort })}
      />
    </div>
  );
}

function useColumns(): TableColumnsType<Reward> {
  const text = useText();
  const { language, date, points } = useFormat();
  return [
    {
      title: text('console.loyalty.reward'),
      render: (_, { id, name }) => (
        <OpenLink id={id}>
          <bdi>{name[language]}</bdi>
        </OpenLink>
      ),
    },
    { title: text('console.loyalty.kind'), render: (_, reward) => text(`rewards.type.${reward.rewardType}`) },
    {
      title: text('console.loyalty.cost'),
      align: 'end',
      render: (_, { pointsCost }) => <span className="font-semibold">{points(pointsCost)}</span>,
    },
    { title: text('console.loyalty.redeemed'), align: 'end', render: (_, { redeemed }) => points(redeemed) },
    { title: text('console.loyalty.left'), align: 'end', render: (_, reward) => <Left reward={reward} /> },
    {
      title: text('console.loyalty.valid_until'),
      render: (_, { validUntil }) => (validUntil ? date(lastMoment(validUntil), 'date') : '–'),
    },
    { title: text('console.status'), render: (_, reward) => <RewardState reward={reward} /> },
  ];
}

/** A button for the keyboard; the pointer has the whole row. */
function OpenLink({ id, children }: { id: string; children: React.ReactNode }) {
  const { change } = useAddress();
  return (
    <button
      type="button"
      className="rounded-small text-start font-medium hover:text-link"
      onClick={() => change({ open: id })}
    >
      {children}
    </button>
  );
}

function Left({ reward: { left, lowStockAt } }: { reward: Reward }) {
  const text = useText();
  const { points } = useFormat();
  if (left === null) return <span className="text-faint">{text('console.loyalty.no_end')}</span>;
  const low = left <= (lowStockAt ?? 0);
  return <span className={low ? 'font-semibold text-accent-ink' : ''}>{points(left)}</span>;
}

function stateOf(reward: Reward, now: number): string {
  if (reward.archivedAt) return 'archived';
  if (!reward.isActive) return 'resting';
  if (reward.validUntil && Date.parse(reward.validUntil) <= now) return 'over';
  if (reward.validFrom && Date.parse(reward.validFrom) > now) return 'planned';
  return reward.left === 0 ? 'sold_out' : 'running';
}

function RewardState({ reward }: { reward: Reward }) {
  const text = useText();
  const state = stateOf(reward, Date.now());
  const look = state === 'running' ? 'good' : state === 'sold_out' ? 'warn' : 'quiet';
  return <Mark look={look}>{text(`console.loyalty.state_${state}`)}</Mark>;
}
