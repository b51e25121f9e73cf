import { StoreMark } from '@wafa/card';
import type { Order } from '@wafa/contract';
import { useEffect } from 'react';
import { useDispatch } from 'react-redux';
import { useSignOut } from '../../portal/account/account.tsx';
import { api } from '../../shared/api/api.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { settingsChanged } from '../../shared/settings/settings.ts';
import { Button } from '../../shared/ui/button.tsx';
import { LanguageSwitch } from '../../shared/ui/language-switch.tsx';
import { EmptyState, ErrorState, Loading, RowsSkeleton } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';

export default function Overview() {
  const text = useText();
  const { data: me, error, refetch } = api.useMeQuery();
  const mayRead = me?.permissions.includes('orders.read') ?? false;
  return (
    <>
      <Title page={text('console.orders')} />
      <a className="skip" href="#main">
        {text('nav.skip')}
      </a>
      <Bar />
      <main id="main" tabIndex={-1} className="page pt-6 pb-16">
        <h1 className="pb-4 text-24 font-semibold">{text('console.orders')}</h1>
        {error ? <ErrorState error={error} retry={refetch} /> : null}
        {!me && !error ? (
          <Loading>
            <RowsSkeleton rows={8} />
          </Loading>
        ) : null}
        {me && mayRead ? <StoreOrders /> : null}
        {me && !mayRead ? (
          <EmptyState icon="shield" title={text('console.orders')}>
            {text('console.no_permission')}
          </EmptyState>
        ) : null}
      </main>
    </>
  );
}

function Bar() {
  const text = useText();
  const language = useLanguage();
  const dispatch = useDispatch();
  const { data: me } = api.useMeQuery();
  const { leave, busy } = useSignOut();
  const { name, nameAr } = me?.store ?? {};
  useEffect(() => {
    if (name) dispatch(settingsChanged({ storeName: { name, nameAr: nameAr ?? null } }));
  }, [dispatch, name, nameAr]);
  const role = me?.role ? `role.${me.role}` : '';
  return (
    <header className="border-b border-line bg-sunken">
      <div className="page flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 py-3">
        <p className="flex items-center gap-2.5 text-16 font-semibold">
          <span className="grid size-8 place-items-center rounded-[8px] bg-deep text-[#E9D39A]">
            <StoreMark className="size-[22px]" />
          </span>
          <bdi>{language === 'ar' && nameAr ? nameAr : name}</bdi>
        </p>
        <div className="ms-auto flex items-center gap-3">
          {me ? (
            <p className="text-end leading-4">
              <span className="block font-semibold">
                <bdi>{language === 'ar' && me.nameAr ? me.nameAr : me.name}</bdi>
              </span>
              <span className="text-12 text-soft">{text(role) === role ? me.role : text(role)}</span>
            </p>
          ) : null}
          <LanguageSwitch />
          <Button look="link" busy={busy} onClick={leave}>
            {text('account.sign_out')}
          </Button>
        </div>
      </div>
    </header>
  );
}

function StoreOrders() {
  const text = useText();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } =
    api.useStoreOrdersInfiniteQuery();
  const orders = data?.pages.flatMap((page) => page.orders) ?? [];
  if (!data) {
    if (error) return <ErrorState error={error} retry={refetch} />;
    return (
      <Loading>
        <RowsSkeleton rows={8} />
      </Loading>
    );
  }
  if (orders.length === 0) {
    return (
      <EmptyState icon="receipt" title={text('console.orders_empty')}>
        {text('console.orders_empty_text')}
      </EmptyState>
    );
  }
  return (
    <>
      <p className="-mt-3 pb-4 text-soft">
        {text('console.orders_count', { count: data.pages[0]?.total ?? 0 })}
      </p>
      <OrdersTable orders={orders} />
      {error ? <ErrorState error={error} retry={fetchNextPage} /> : null}
      {hasNextPage && !error ? (
        <Button className="mt-4 w-full" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {text('action.more')}
        </Button>
      ) : null}
    </>
  );
}

function OrdersTable({ orders }: { orders: readonly Order[] }) {
  const text = useText();
  const language = useLanguage();
  const { date, money, points } = useFormat();
  const head = 'px-4 py-2.5 text-12 font-medium text-faint whitespace-nowrap';
  const cell = 'px-4 py-2.5 whitespace-nowrap';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="panel overflow-x-auto" tabIndex={0} aria-label={text('console.orders')}>
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <th className={`${head} text-start`}>{text('console.order')}</th>
            <th className={`${head} text-start`}>{text('console.placed')}</th>
            <th className={`${head} text-start`}>{text('console.branch')}</th>
            <th className={`${head} text-start`}>{text('console.status')}</th>
            <th className={`${head} text-end`}>{text('console.points')}</th>
            <th className={`${head} text-end`}>{text('console.total')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id} className="border-t border-line hover:bg-sunken/60">
              <td className={`${cell} font-medium`}>
                <bdi dir="ltr">{order.sourceId}</bdi>
              </td>
              <td className={`${cell} text-soft`}>{date(order.placedAt, 'stamp')}</td>
              <td className={`${cell} text-soft`}>
                <bdi>
                  {((language === 'ar' && order.locationNameAr) || order.locationName) ??
                    text(`orders.channel.${order.channel}`)}
                </bdi>
              </td>
              <td className={`${cell} text-soft`}>{text(`orders.status.${order.status}`)}</td>
              <td className={`${cell} text-end`}>
                {order.pointsEarned > 0 ? points(order.pointsEarned) : '–'}
              </td>
              <td className={`${cell} text-end font-semibold`}>
                <bdi>{money(order.total, order.currency)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
