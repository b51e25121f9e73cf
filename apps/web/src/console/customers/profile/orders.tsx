import type { Order } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../parts/paging.ts';

/** The customer's orders, newest first. */
export function OrdersTab({ customerId }: { customerId: string }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const { data, error, isFetching, refetch } = useRead(endpoints.orders.listOfCustomer, {
    customerId,
    page,
    limit,
  });
  return (
    <DataTable
      label={text('profile.tab.orders')}
      columns={useColumns()}
      list={data && { ...data, rows: data.orders }}
      error={error}
      busy={isFetching}
      refetch={refetch}
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

function useColumns(): TableColumnsType<Order> {
  const text = useText();
  const language = useLanguage();
  const { date, money, points } = useFormat();
  return [
    {
      title: text('console.order'),
      render: (_, order) => (
        <bdi dir="ltr" className="font-medium">
          {order.sourceId}
        </bdi>
      ),
    },
    { title: text('console.placed'), render: (_, order) => date(order.placedAt, 'stamp') },
    {
      title: text('console.branch'),
      render: (_, order) => (
        <bdi>
          {((language === 'ar' && order.locationNameAr) || order.locationName) ??
            text(`orders.channel.${order.channel}`)}
        </bdi>
      ),
    },
    { title: text('console.status'), render: (_, order) => text(`orders.status.${order.status}`) },
    {
      title: text('console.points'),
      align: 'end',
      render: (_, order) => (order.pointsEarned > 0 ? points(order.pointsEarned) : '–'),
    },
    {
      title: text('console.total'),
      align: 'end',
      render: (_, order) => <bdi className="font-semibold">{money(order.total, order.currency)}</bdi>,
    },
  ];
}
