import { type Redemption, redemptionStatus } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { DayField } from '../../shared/day-field.tsx';
import { ChoiceFilter } from '../../shared/filters.tsx';
import { startOf } from '../../shared/moments.ts';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { LookUp } from './look-up.tsx';
import { StatusMark } from './status-mark.tsx';

/** Codes given for points: take one at the till, and see all of them. */
export default function Redemptions() {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const { may, timeZone } = useStore();
  const [chosen, setChosen] = useState<Redemption | null>(null);
  const rewards = useRewardNames();
  const read = useRead(endpoints.loyalty.redemptions, {
    status: redemptionStatus.safeParse(values.status).data,
    rewardId: values.reward,
    from: startOf(values.from, timeZone),
    page,
    limit,
  });
  const { data } = read;
  return (
    <Page
      title={text('console.loyalty.redemptions')}
      lead={data && text('console.loyalty.codes_count', { count: data.total })}
    >
      {may('loyalty.redeem') ? <LookUp chosen={chosen} onClear={() => setChosen(null)} /> : null}
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <ChoiceFilter
          className="!w-44"
          label={text('console.status')}
          value={values.status}
          choices={redemptionStatus.options.map((value) => ({
            value,
            label: text(`rewards.status.${value}`),
          }))}
          onChange={(status) => change({ status })}
        />
        <ChoiceFilter
          className="!w-60"
          searched
          label={text('console.loyalty.reward')}
          value={values.reward}
          choices={rewards}
          onChange={(reward) => change({ reward })}
        />
        <DayField
          label={text('console.loyalty.day_from')}
          value={values.from ?? ''}
          onChange={(from) => change({ from })}
        />
      </div>
      <DataTable
        label={text('console.loyalty.redemptions')}
        read={read}
        rows={({ redemptions }) => redemptions}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        onRow={
          may('loyalty.redeem')
            ? (redemption) => {
                setChosen(redemption);
                scrollTo({ top: 0 });
              }
            : undefined
        }
        empty={
          <EmptyState icon="gift" title={text('console.loyalty.redemptions_empty')}>
            {text('console.loyalty.redemptions_empty_text')}
          </EmptyState>
        }
      />
    </Page>
  );
}

function useRewardNames(): { value: string; label: string }[] {
  const language = useLanguage();
  const { data } = useRead(endpoints.loyalty.rewards, { limit: 100 });
  return data?.rewards.map(({ id, name }) => ({ value: id, label: name[language] })) ?? [];
}

function useColumns(): TableColumnsType<Redemption> {
  const text = useText();
  const { language, date, points } = useFormat();
  return [
    {
      title: text('console.loyalty.code'),
      render: (_, { code }) => (
        <bdi dir="ltr" className="font-medium">
          {code}
        </bdi>
      ),
    },
    {
      title: text('console.loyalty.reward'),
      render: (_, { name }) => <bdi>{name?.[language] ?? text('rewards.plain')}</bdi>,
    },
    { title: text('console.points'), align: 'end', render: (_, redemption) => points(redemption.points) },
    { title: text('console.status'), render: (_, { status }) => <StatusMark status={status} /> },
    { title: text('console.loyalty.issued_at'), render: (_, { issuedAt }) => date(issuedAt, 'stamp') },
    {
      title: text('console.loyalty.used_at'),
      render: (_, { usedAt }) => (usedAt ? date(usedAt, 'stamp') : '–'),
    },
  ];
}
