import type { contract, Offer, OutputOf } from '@wafa/contract';
import { App, Button, Segmented, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { Mark } from '../../shared/mark.tsx';
import { usePaging } from '../../shared/paging.ts';
import { PickCustomers } from '../../shared/pick-customers.tsx';
import { Side } from '../../shared/side.tsx';
import { useStore } from '../../shared/store.ts';
import { CustomerCell } from '../parts/customer-cell.tsx';

type Named = OutputOf<typeof contract.offers.customers>['customers'][number];
type Way = 'choose' | 'exclude';

/** Customers who were named for the offer one by one, and those who are kept from it. */
export function Customers({ offer }: { offer: Offer }) {
  const text = useText();
  const { may } = useStore();
  const { page, limit, onPage } = usePaging();
  const [picking, setPicking] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const read = useRead(endpoints.offers.customers, {
    offerId: offer.id,
    page,
    limit,
  });
  const edit = may('offers.edit') && offer.status !== 'ended' && offer.status !== 'archived';
  return (
    <>
      {edit ? (
        <div className="flex flex-wrap items-center gap-3 pb-3">
          <p className="me-auto max-w-[70ch] text-soft">
            {text(
              offer.audience.kind === 'customers'
                ? 'console.offers.customers_chosen_lead'
                : 'console.offers.customers_lead',
            )}
          </p>
          {chosen.length > 0 ? <Remove offer={offer} chosen={chosen} onDone={() => setChosen([])} /> : null}
          <Button onClick={() => setPicking(true)}>{text('console.offers.name_customers')}</Button>
        </div>
      ) : null}
      <DataTable
        label={text('console.offers.tab_customers')}
        read={read}
        rows={({ customers }) => customers}
        columns={useColumns()}
        rowKey={({ customerId }) => customerId}
        onPage={onPage}
        {...(edit ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        empty={
          <EmptyState icon="user" title={text('console.offers.no_customers')}>
            {text('console.offers.no_customers_text')}
          </EmptyState>
        }
      />
      {picking ? <Pick offer={offer} onClose={() => setPicking(false)} /> : null}
    </>
  );
}

/** As many as the API takes at once. */
const most = 5000;

function Pick({ offer, onClose }: { offer: Offer; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.offers.changeCustomers);
  const onlyExclude = offer.audience.kind !== 'customers';
  const [way, setWay] = useState<Way>(onlyExclude ? 'exclude' : 'choose');
  return (
    <Side title={text('console.offers.name_customers')} onClose={onClose}>
      <div className="pb-4">
        <Segmented<Way>
          aria-label={text('console.offers.name_customers')}
          value={way}
          options={(['choose', 'exclude'] as const).map((value) => ({
            value,
            label: text(`console.offers.way_${value}`),
            disabled: value === 'choose' && onlyExclude,
          }))}
          onChange={setWay}
        />
      </div>
      <PickCustomers
        most={most}
        submit={async (references) => {
          const { data, error } = await act({ offerId: offer.id, [way]: references });
          if (!data) return error;
          if (data.unknown.length > 0)
            message.warning(
              text('console.offers.unknown_customers', {
                count: data.unknown.length,
                some: data.unknown.slice(0, 3).join(' · '),
              }),
            );
          else message.success(text('state.saved'));
        }}
      />
    </Side>
  );
}

function Remove(props: { offer: Offer; chosen: readonly string[]; onDone: () => void }) {
  const { offer, chosen, onDone } = props;
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.offers.changeCustomers);
  return (
    <Button
      loading={busy}
      onClick={async () => {
        const { error } = await act({ offerId: offer.id, remove: [...chosen] });
        if (error) message.error(failureText(text, error));
        else onDone();
      }}
    >
      {text('console.segments.take_out', { count: chosen.length })}
    </Button>
  );
}

function useColumns(): TableColumnsType<Named> {
  const text = useText();
  const { date } = useFormat();
  return [
    {
      title: text('console.loyalty.customer'),
      render: (_, { customerId }) => <CustomerCell id={customerId} />,
    },
    {
      title: text('console.status'),
      render: (_, { excluded }) => (
        <Mark look={excluded ? 'warn' : 'good'}>
          {text(excluded ? 'console.offers.excluded' : 'console.offers.chosen')}
        </Mark>
      ),
    },
    { title: text('console.offers.added_at'), render: (_, { at }) => date(at, 'stamp') },
  ];
}
