import { claimStatus, type contract, type Offer, type OutputOf } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { ExportButton } from '../../shared/export-button.tsx';
import { ChoiceFilter } from '../../shared/filters.tsx';
import { Mark } from '../../shared/mark.tsx';
import { CustomerCell } from '../parts/customer-cell.tsx';

type Claim = OutputOf<typeof contract.offers.redemptions>['claims'][number];

const looks = { open: 'now', redeemed: 'good', lapsed: 'quiet', returned: 'quiet' } as const;

/** Who took an offer, and what came of it, newest first. */
export function Redemptions({ offer }: { offer: Offer }) {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const input = { offerId: offer.id, status: claimStatus.safeParse(values.taken).data };
  const read = useRead(endpoints.offers.redemptions, {
    ...input,
    page,
    limit,
  });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <ChoiceFilter
          className="!min-w-44"
          label={text('console.status')}
          value={values.taken}
          choices={claimStatus.options.map((value) => ({
            value,
            label: text(`console.offers.claim_${value}`),
          }))}
          onChange={(taken) => change({ taken })}
        />
        <ExportButton
          endpoint={endpoints.offers.exportRedemptions}
          input={input}
          name={`${offer.key}-redemptions.csv`}
        />
      </div>
      <DataTable
        label={text('console.offers.tab_redemptions')}
        read={read}
        rows={({ claims }) => claims}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        empty={
          <EmptyState icon="receipt" title={text('console.offers.nobody_took')}>
            {text('console.offers.nobody_took_text')}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): TableColumnsType<Claim> {
  const text = useText();
  const { date, money, points } = useFormat();
  return [
    {
      title: text('console.loyalty.customer'),
      render: (_, { customerId }) => <CustomerCell id={customerId} />,
    },
    {
      title: text('console.status'),
      render: (_, { status }) => <Mark look={looks[status]}>{text(`console.offers.claim_${status}`)}</Mark>,
    },
    {
      title: text('console.loyalty.code'),
      render: (_, { code }) => (code ? <bdi dir="ltr">{code}</bdi> : '–'),
    },
    {
      title: text('console.offers.taken_at'),
      render: (_, { claimedAt, redeemedAt }) => date(redeemedAt ?? claimedAt, 'stamp'),
    },
    {
      title: text('console.offers.discount'),
      align: 'end',
      render: (_, { discount, currency }) => <bdi className="font-semibold">{money(discount, currency)}</bdi>,
    },
    { title: text('console.points'), align: 'end', render: (_, { bonusPoints }) => points(bonusPoints) },
  ];
}
