import type { LoyaltyAccount, UpcomingOccasion } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { Link } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { BigNumber, Points, useCountUp, Worth } from '../../shared/ui/points.tsx';
import { Pending } from '../../shared/ui/states.tsx';
import { nextExpiry, worthOf } from '../loyalty/progress.ts';
import { TierProgress } from '../loyalty/tier-progress.tsx';
import { daysWords, giftWords } from '../special-dates/words.ts';
import { useNextOccasion } from './next-occasion.ts';

/** The number that matters, what it is worth, the way to the next tier, and what is about to happen to it. */
export function Balance() {
  const { data: account, error, refetch } = api.useLoyaltyQuery();
  if (account) return <Figures account={account} />;
  return (
    <Pending error={error} retry={refetch}>
      <div className="grid gap-4 py-5">
        <div className="skeleton h-11 w-48" />
        <div className="skeleton h-2" />
        <div className="skeleton h-24" />
      </div>
    </Pending>
  );
}

function Figures({ account }: { account: LoyaltyAccount }) {
  const shown = useCountUp(account.available);
  return (
    <>
      <section className="grid gap-4 pt-5 pb-4 desk:pt-1">
        <div className="flex items-end justify-between gap-3">
          <BigNumber value={shown} />
          <Worth worth={account.worth} />
        </div>
        <TierProgress tier={account.tier} />
      </section>
      <section className="grid grid-cols-2 border-y border-line">
        <Expiring account={account} />
        <NextOrLast />
      </section>
    </>
  );
}

const cell = 'grid content-start gap-0.5 py-3';
const second = 'min-w-0 border-s border-line ps-4';

function Expiring({ account }: { account: LoyaltyAccount }) {
  const text = useText();
  const { date, money } = useFormat();
  const next = nextExpiry(account.expiring);
  const worth = next ? worthOf(account, next.points) : null;
  return (
    <div className={cell}>
      <p className="flex items-center gap-1.5 text-soft">
        <Icon name="hourglass" size={16} className="-ms-0.5" />
        {next
          ? text('home.expiring', { date: date(lastMoment(next.expiresAt), 'day') })
          : text('home.expiring_none')}
      </p>
      <p className={`text-20 font-semibold ${next ? 'text-accent-ink' : ''}`}>
        {next ? <Points value={next.points} /> : text('home.expiring_none_value')}
      </p>
      <p className="text-soft">
        {next
          ? worth && worth.amount > 0
            ? text('home.expiring_worth', { amount: money(worth.amount, worth.currency) })
            : text('home.expiring_text')
          : text('home.expiring_none_text')}
      </p>
    </div>
  );
}

/** So many days ahead an occasion is news; until then the last purchase says more. */
const newsDays = 60;

function NextOrLast() {
  const next = useNextOccasion();
  return next && (next.state === 'open' || next.next.daysLeft <= newsDays) ? (
    <Occasion occasion={next} />
  ) : (
    <LastOrder />
  );
}

function Occasion({ occasion }: { occasion: UpcomingOccasion }) {
  const text = useText();
  const { language, date, hijri } = useFormat();
  const { calendar, next, gift, state } = occasion;
  const day = calendar === 'hijri' ? hijri(next.on) : date(next.on, 'day');
  return (
    <Link to="/features/special-dates" className={`${cell} ${second} hover:text-link`}>
      <p className="flex items-center gap-1.5 text-soft">
        <Icon name="calendar" size={16} className="-ms-0.5 flex-none" />
        <bdi className="truncate">{occasion.name[language]}</bdi>
      </p>
      <p className={`text-20 font-semibold ${state === 'open' ? 'text-accent-ink' : ''}`}>
        {state === 'open' ? text('home.gift_ready') : daysWords(text, next.daysLeft)}
      </p>
      <p className="text-soft">
        {[day, gift ? giftWords(text, language, gift) : ''].filter(Boolean).join(' · ')}
      </p>
    </Link>
  );
}

function LastOrder() {
  const text = useText();
  const language = useLanguage();
  const { date, money } = useFormat();
  const { data, error } = api.useOrdersInfiniteQuery();
  const order = data?.pages[0]?.orders[0];
  const place = order && ((language === 'ar' && order.locationNameAr) || order.locationName);
  const body = (
    <>
      <p className="flex items-center gap-1.5 text-soft">
        <Icon name="bag" size={16} className="-ms-0.5" />
        {text('home.last_order')}
      </p>
      {order ? (
        <>
          <p className="text-20 font-semibold">
            <bdi>{money(order.total, order.currency)}</bdi>
          </p>
          <p className="truncate text-soft">
            {date(order.placedAt, 'short')}
            {place ? (
              <>
                {' '}
                · <bdi>{place}</bdi>
              </>
            ) : null}
          </p>
        </>
      ) : data ? (
        <>
          <p className="text-20 font-semibold">{text('home.last_order_none')}</p>
          <p className="text-soft">{text('home.last_order_none_text')}</p>
        </>
      ) : error ? (
        <p className="text-soft">{text('state.error')}</p>
      ) : null}
    </>
  );
  const look = `${cell} ${second}`;
  return order ? (
    <Link to="/orders" className={`${look} hover:text-link`}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  );
}
