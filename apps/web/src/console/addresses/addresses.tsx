import type { PendingAddress } from '@wafa/contract';
import { groupCardNumber } from '@wafa/i18n/core';
import { Button, InputNumber, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { AddressText } from '../customers/parts/address-text.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ExportButton } from '../shared/export-button.tsx';
import { WordFilter } from '../shared/filters.tsx';
import { Page } from '../shared/page.tsx';
import { useStore } from '../shared/store.ts';
import { Decide } from './decide.tsx';
import { VerificationFigures } from './figures.tsx';

/** What is about to be decided. */
interface Deciding {
  ids: readonly string[];
  status: 'VERIFIED' | 'REJECTED';
}

/** Addresses that wait for verification, the longest waiting first, one by one or many at once. */
export default function Addresses() {
  const text = useText();
  const { may } = useStore();
  const { values, change, page, limit, onPage } = useAddress();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const filter = { city: values.city || undefined, olderThanDays: values.days || undefined };
  const read = useRead(endpoints.customers.pendingAddresses, {
    ...filter,
    page,
    limit,
  });
  const { data } = read;
  return (
    <Page
      title={text('verification.title')}
      lead={data && text('verification.count', { count: data.total })}
      actions={
        may('customers.export') ? (
          <ExportButton
            endpoint={endpoints.customers.exportPendingAddresses}
            input={filter}
            name="addresses.csv"
          />
        ) : null
      }
    >
      <VerificationFigures />
      <div className="flex flex-wrap gap-3 pb-4">
        <WordFilter
          label={text('verification.city')}
          value={values.city}
          onSearch={(city) => change({ city })}
        />
        <InputNumber
          className="!w-44"
          min={0}
          max={3650}
          precision={0}
          controls={false}
          placeholder={text('verification.older')}
          aria-label={text('verification.older')}
          value={values.days ? Number(values.days) : null}
          onChange={(days) => change({ days })}
        />
      </div>
      {chosen.length > 0 ? (
        <div className="panel mb-3 flex flex-wrap items-center gap-3 px-4 py-2.5">
          <b className="font-semibold">{text('verification.selected', { count: chosen.length })}</b>
          <Button type="primary" onClick={() => setDeciding({ ids: chosen, status: 'VERIFIED' })}>
            {text('verification.verify')}
          </Button>
          <Button onClick={() => setDeciding({ ids: chosen, status: 'REJECTED' })}>
            {text('verification.reject')}
          </Button>
        </div>
      ) : null}
      <DataTable
        label={text('verification.title')}
        read={read}
        rows={({ addresses }) => addresses}
        columns={useColumns((id, status) => setDeciding({ ids: [id], status }))}
        rowKey={(address) => address.id}
        onPage={onPage}
        selection={{ keys: chosen, onChange: setChosen }}
        empty={
          <EmptyState icon="check" title={text('verification.empty')}>
            {text('verification.empty_text')}
          </EmptyState>
        }
      />
      {deciding ? (
        <Decide {...deciding} onClose={() => setDeciding(null)} onDone={() => setChosen([])} />
      ) : null}
    </Page>
  );
}

function useColumns(
  onDecide: (id: string, status: Deciding['status']) => void,
): TableColumnsType<PendingAddress> {
  const text = useText();
  const { ago, date } = useFormat();
  return [
    { title: text('verification.address'), render: (_, address) => <AddressText address={address} /> },
    {
      title: text('verification.customer'),
      render: (_, { customerId, customerName, cardNumber }) => (
        <Link to={`/console/customers/${customerId}?tab=addresses`} className="grid hover:text-link">
          <bdi className="font-medium">{customerName}</bdi>
          <bdi dir="ltr" className="text-start text-12 text-soft">
            {groupCardNumber(cardNumber)}
          </bdi>
        </Link>
      ),
    },
    {
      title: text('verification.waits'),
      render: (_, { pendingSince }) => (
        <time dateTime={pendingSince} title={date(pendingSince, 'moment')}>
          {ago(pendingSince)}
        </time>
      ),
    },
    {
      title: <span className="sr">{text('console.status')}</span>,
      align: 'end',
      render: (_, { id, coordinates }) => (
        <span className="inline-flex items-center gap-2">
          {coordinates ? (
            <a
              className="text-link hover:underline"
              target="_blank"
              rel="noreferrer"
              href={`https://www.openstreetmap.org/?mlat=${coordinates.latitude}&mlon=${coordinates.longitude}#map=17/${coordinates.latitude}/${coordinates.longitude}`}
            >
              {text('verification.map')}
            </a>
          ) : null}
          <Button size="small" onClick={() => onDecide(id, 'VERIFIED')}>
            {text('verification.verify')}
          </Button>
          <Button size="small" onClick={() => onDecide(id, 'REJECTED')}>
            {text('verification.reject')}
          </Button>
        </span>
      ),
    },
  ];
}
