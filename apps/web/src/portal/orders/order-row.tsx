import type { Order } from '@wafa/contract';
import { isolateLtr } from '@wafa/i18n/core';
import type { ReactNode } from 'react';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';

const channelIcons: Record<Order['channel'], IconName> = {
  till: 'store',
  web: 'globe',
  app: 'phone',
  marketplace: 'bag',
  phone: 'phone',
  import: 'receipt',
};

/** Statuses that need no word: the purchase simply is. */
const quiet: readonly Order['status'][] = ['completed', 'paid', 'delivered', 'part_refunded'];

/** One order; opens to its lines. */
export function OrderRow({ order }: { order: Order }) {
  const text = useText();
  const language = useLanguage();
  const { date, money, points } = useFormat();
  const place = (language === 'ar' && order.locationNameAr) || order.locationName;
  return (
    <li className="border-t border-line first:border-0">
      <details className="group">
        <summary className="grid min-h-[72px] list-none grid-cols-[auto_minmax(0,1fr)_auto_auto] items-center gap-x-3 px-4 py-3 hover:bg-sunken focus-visible:[box-shadow:inset_0_0_0_2px_var(--focus)]">
          <Icon name={channelIcons[order.channel]} className="text-faint" />
          <span className="min-w-0">
            <span className="block truncate font-semibold">
              <bdi>{place ?? text(`orders.channel.${order.channel}`)}</bdi>
            </span>
            <span className="block text-12 text-soft">
              <time dateTime={order.placedAt}>{date(order.placedAt, 'stamp')}</time>
              {' · '}
              {text('orders.lines', { count: order.lines.length })}
            </span>
            {quiet.includes(order.status) ? null : <Status status={order.status} />}
          </span>
          <span className="text-end">
            <span
              className={`block text-16 font-semibold ${order.status === 'cancelled' ? 'text-faint line-through' : ''}`}
            >
              <bdi>{money(order.total, order.currency)}</bdi>
            </span>
            {order.refundedTotal > 0 && order.status !== 'refunded' ? (
              <span className="block text-12 text-soft">
                {text('orders.refunded', { amount: money(order.refundedTotal, order.currency) })}
              </span>
            ) : null}
            {order.pointsEarned > 0 ? (
              <span className="block text-12 font-medium text-success">
                <bdi>{points(order.pointsEarned, { signed: true })}</bdi>{' '}
                {text('unit.points', { count: order.pointsEarned })}
              </span>
            ) : null}
          </span>
          <Icon name="chevdown" size={20} className="text-faint transition-transform group-open:rotate-180" />
        </summary>
        <Lines order={order} />
      </details>
    </li>
  );
}

function Status({ status }: { status: Order['status'] }) {
  const text = useText();
  const look =
    status === 'shipped' || status === 'placed'
      ? 'bg-primary-soft text-on-primary-soft'
      : 'bg-sunken text-soft';
  return (
    <span className={`mt-1 inline-block rounded-small px-2 py-0.5 text-12 font-medium ${look}`}>
      {text(`orders.status.${status}`)}
    </span>
  );
}

function Lines({ order }: { order: Order }) {
  const text = useText();
  const { money, number, points } = useFormat();
  const notes: ReactNode[] = order.payments.map(({ method, amount }) => {
    const known = `orders.payment.${method}`;
    const name = text(known) === known ? method : text(known);
    return (
      <span key={`${method}${amount}`}>
        {text('orders.paid_by', { method: name })}
        {order.payments.length > 1 ? (
          <>
            {' '}
            · <bdi>{money(amount, order.currency)}</bdi>
          </>
        ) : null}
      </span>
    );
  });
  return (
    <div className="border-t border-line bg-sunken/50 px-4 ps-[52px] pb-4">
      <ul>
        {order.lines.map((line) => (
          <li
            key={line.lineNo}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-t border-line py-2.5 first:border-0"
          >
            <span className="font-medium">
              <bdi>{line.name || line.sku}</bdi>
            </span>
            <span className="text-end font-semibold">
              <bdi>{money(line.total, order.currency)}</bdi>
            </span>
            <span className="text-12 text-soft">
              <bdi>
                {text('orders.line_quantity', {
                  quantity: number(line.quantity),
                  price: money(line.unitPrice, order.currency),
                })}
              </bdi>
              {line.discount > 0 ? (
                <> · {text('orders.discount', { amount: money(line.discount, order.currency) })}</>
              ) : null}
              {line.refundedQuantity > 0 ? (
                <span className="font-medium text-ink">
                  {' · '}
                  {text('orders.line_refunded', { quantity: number(line.refundedQuantity) })}
                </span>
              ) : null}
            </span>
            {line.points > 0 ? (
              <span className="text-end text-12 text-success">
                <bdi>{points(line.points, { signed: true })}</bdi>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3 text-12 text-soft">
        <span>{text('orders.number', { number: isolateLtr(order.sourceId) })}</span>
        {notes}
        {order.delivery?.carrier ? (
          <span>
            {text('orders.delivery')}: <bdi>{order.delivery.carrier}</bdi>{' '}
            {order.delivery.trackingNumber ? <bdi dir="ltr">{order.delivery.trackingNumber}</bdi> : null}
          </span>
        ) : null}
        {order.delivery?.trackingUrl && /^https?:/.test(order.delivery.trackingUrl) ? (
          <a className="font-medium text-link underline" href={order.delivery.trackingUrl} rel="noreferrer">
            {text('orders.track')}
          </a>
        ) : null}
      </p>
    </div>
  );
}
