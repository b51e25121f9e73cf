import { entryTitle } from '../../../portal/loyalty/history-list.tsx';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';

/** The customer's ledger, newest first. */
export function PointsTab({ customerId }: { customerId: string }) {
  const text = useText();
  const { date, points } = useFormat();
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.loyalty.history, {
    customerId,
    page,
    limit,
  });
  return (
    <DataTable
      label={text('profile.tab.points')}
      read={read}
      rows={({ transactions }) => transactions}
      columns={[
        {
          title: text('profile.entry'),
          render: (_, entry) => <bdi className="font-medium">{entryTitle(text, entry)}</bdi>,
        },
        { title: text('messages.when'), render: (_, entry) => date(entry.createdAt, 'stamp') },
        {
          title: text('console.points'),
          align: 'end',
          render: (_, entry) => (
            <bdi className={`font-semibold ${entry.points > 0 ? 'text-success' : ''}`}>
              {points(entry.points, { signed: true })}
            </bdi>
          ),
        },
        {
          title: text('profile.balance'),
          align: 'end',
          render: (_, entry) => points(entry.balanceAfter),
        },
      ]}
      rowKey={(entry) => entry.id}
      onPage={onPage}
      empty={
        <EmptyState icon="star" title={text('profile.points_empty')}>
          {text('profile.points_empty_text')}
        </EmptyState>
      }
    />
  );
}
