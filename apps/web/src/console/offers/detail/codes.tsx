import type { contract, Offer, OutputOf } from '@wafa/contract';
import { App, Button, InputNumber, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { reasonText, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { ExportButton } from '../../shared/export-button.tsx';
import { Mark } from '../../shared/mark.tsx';
import { usePaging } from '../../shared/paging.ts';
import { Side } from '../../shared/side.tsx';
import { UploadCodes } from '../../shared/upload-codes.tsx';
import { CustomerCell } from '../parts/customer-cell.tsx';

type Code = OutputOf<typeof contract.offers.codes>['codes'][number];

/** The single-use codes of an offer: made here or brought from elsewhere, and what became of each. */
export function Codes({ offer }: { offer: Offer }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const [bringing, setBringing] = useState(false);
  const { act } = useAct(endpoints.offers.addCodes);
  const read = useRead(endpoints.offers.codes, {
    offerId: offer.id,
    page,
    limit,
  });
  const open = offer.status !== 'ended' && offer.status !== 'archived';
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-3">
        <p className="me-auto text-soft">
          {text('console.offers.codes_state', { left: offer.codesLeft ?? 0, count: offer.codes ?? 0 })}
        </p>
        <ExportButton
          endpoint={endpoints.offers.exportCodes}
          input={{ offerId: offer.id }}
          name={`${offer.key}-codes.csv`}
        />
        {open ? (
          <>
            <Button onClick={() => setBringing(true)}>{text('console.offers.bring_codes')}</Button>
            <Generate offer={offer} />
          </>
        ) : null}
      </div>
      <DataTable
        label={text('console.offers.tab_codes')}
        read={read}
        rows={({ codes }) => codes}
        columns={useColumns()}
        rowKey={({ code }) => code}
        onPage={onPage}
        empty={
          <EmptyState icon="qr" title={text('console.offers.no_codes')}>
            {text('console.offers.no_codes_text')}
          </EmptyState>
        }
      />
      {bringing ? (
        <Side title={text('console.offers.bring_codes')} onClose={() => setBringing(false)}>
          <p className="pb-4 text-soft">{text('console.loyalty.codes_text')}</p>
          <UploadCodes
            label={text('console.offers.tab_codes')}
            send={(codes) => act({ offerId: offer.id, codes })}
          />
        </Side>
      ) : null}
    </>
  );
}

/** As many as the API makes at once. */
const most = 10_000;

function Generate({ offer }: { offer: Offer }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.offers.addCodes);
  const [count, setCount] = useState<number | null>(100);
  return (
    <span className="flex items-center gap-2">
      <InputNumber<number>
        className="!w-28"
        min={1}
        max={most}
        precision={0}
        value={count}
        aria-label={text('console.offers.how_many')}
        onChange={setCount}
      />
      <Button
        type="primary"
        loading={busy}
        disabled={!count}
        onClick={async () => {
          const { data, error } = await act({ offerId: offer.id, generate: count ?? 1 });
          if (error) message.error(reasonText(text, error));
          if (data) message.success(text('console.loyalty.codes_added', { count: data.added }));
        }}
      >
        {text('console.offers.generate')}
      </Button>
    </span>
  );
}

function useColumns(): TableColumnsType<Code> {
  const text = useText();
  const { date } = useFormat();
  return [
    {
      title: text('console.loyalty.code'),
      render: (_, { code }) => (
        <bdi dir="ltr" className="font-semibold">
          {code}
        </bdi>
      ),
    },
    {
      title: text('console.status'),
      render: (_, { state }) => (
        <Mark look={state === 'free' ? 'good' : state === 'claimed' ? 'now' : 'quiet'}>
          {text(`console.offers.code_${state}`)}
        </Mark>
      ),
    },
    {
      title: text('console.loyalty.customer'),
      render: (_, { customerId }) => (customerId ? <CustomerCell id={customerId} /> : '–'),
    },
    { title: text('console.offers.added_at'), render: (_, { addedAt }) => date(addedAt, 'stamp') },
  ];
}
