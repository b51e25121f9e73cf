import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useOrderColumns } from '../../orders/columns.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';

/** The customer's orders, newest first. */
export function OrdersTab({ customerId }: { customerId: string }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.orders.listOfCustomer, {
    customerId,
    page,
    limit,
  });
  return (
    <DataTable
      label={text('profile.tab.orders')}
      read={read}
      rows={({ orders }) => orders}
      columns={useOrderColumns()}
      rowKey={(order) => order.id}
      onPage={onPage}
      empty={
        <EmptyState icon="receipt" title={text('profile.orders_empty')}>
          {text('profile.orders_empty_text')}
        </EmptyState>
      }
    />
  );
}
