import type { Order } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';

/** The columns of orders: the store's list has them, and a customer's own. */
export function useOrderColumns(): TableColumnsType<Order> {
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
