import { api } from '../../shared/api/api.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { ListEnd } from '../../shared/ui/pages.tsx';
import { EmptyState } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { byMonth } from './months.ts';
import { OrderRow } from './order-row.tsx';

export default function Orders() {
  const text = useText();
  const { date, money } = useFormat();
  const { data: me } = api.useMeQuery();
  const list = api.useOrdersInfiniteQuery();
  const { data, hasNextPage } = list;
  const orders = data?.pages.flatMap((page) => page.orders) ?? [];
  const months = byMonth(orders, me?.store.timeZone, !hasNextPage);
  return (
    <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
      <Title page={text('orders.title')} />
      <div className="desk:col-span-12">
        <PageHeading>{text('orders.title')}</PageHeading>
      </div>
      <div className="desk:col-span-8">
        {months.map((month) => (
          <section key={month.key} aria-labelledby={`month-${month.key}`}>
            <div className="flex items-baseline justify-between gap-4 pt-5 pb-3">
              <h2 id={`month-${month.key}`} className="text-16 font-semibold">
                {date(`${month.key}-01`, 'month')}
              </h2>
              {month.totals ? (
                <p className="text-soft">
                  {[...month.totals].map(([currency, total]) => (
                    <span key={currency} className="ms-3">
                      {text('orders.month_total', { amount: money(total, currency) })}
                    </span>
                  ))}
                </p>
              ) : null}
            </div>
            <ul className="panel overflow-hidden">
              {month.orders.map((order) => (
                <OrderRow key={order.id} order={order} />
              ))}
            </ul>
          </section>
        ))}
        {data && orders.length === 0 ? (
          <EmptyState icon="bag" title={text('orders.empty')}>
            {text('orders.empty_text')}
          </EmptyState>
        ) : null}
        <ListEnd list={list} rows={6} className="mt-4" />
      </div>
      <div className="hidden desk:col-span-4 desk:block desk:ps-3">
        <Summary />
      </div>
    </div>
  );
}

/** Everything bought so far in three figures. */
function Summary() {
  const text = useText();
  const { number, money } = useFormat();
  const { data: card } = api.useCardQuery();
  if (!card || card.profile.totalOrders === 0) return null;
  const { totalSpent, totalOrders, averageOrderValue, currency } = card.profile;
  const facts = [
    { label: text('orders.summary_spent'), value: money(totalSpent, currency), look: 'text-32 tight' },
    { label: text('orders.summary_count'), value: number(totalOrders), look: 'text-20' },
    { label: text('orders.summary_average'), value: money(averageOrderValue, currency), look: 'text-20' },
  ];
  return (
    <dl className="sticky top-6 mt-[3.25rem] border-y border-line">
      {facts.map(({ label, value, look }) => (
        <div key={label} className="border-t border-line py-4 first:border-0">
          <dt className="text-soft">{label}</dt>
          <dd className={`font-semibold ${look}`}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
