import type { ReferralRefusal } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { Person } from './person.tsx';

/** Attempts that were refused: own codes, guesses, limits. */
export function Refusals() {
  const text = useText();
  const { date } = useFormat();
  const { page, limit, onPage } = useAddress();
  const read = useRead(endpoints.referrals.refusals, {
    page,
    limit,
  });
  const columns: TableColumnsType<ReferralRefusal> = [
    { title: text('console.referrals.at'), render: (_, { at }) => date(at, 'stamp') },
    {
      title: text('console.referrals.who'),
      render: (_, { customer }) =>
        customer ? <Person person={customer} /> : text('console.referrals.visitor'),
    },
    { title: text('console.referrals.act'), render: (_, { act }) => text(`console.referrals.act.${act}`) },
    {
      title: text('console.referrals.answer'),
      render: (_, { reason }) => text(`console.referrals.reason.${reason}`),
    },
  ];
  return (
    <DataTable
      label={text('console.referrals.refusals')}
      read={read}
      rows={({ refusals }) => refusals}
      columns={columns}
      rowKey={({ id }) => id}
      onPage={onPage}
      empty={
        <EmptyState icon="check" title={text('console.referrals.refusals_empty')}>
          {text('console.referrals.refusals_empty_text')}
        </EmptyState>
      }
    />
  );
}
