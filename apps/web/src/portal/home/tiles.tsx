import { Link } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';
import { useIsOn } from '../capabilities.ts';
import { usePersonalOffers } from '../offers/offered.ts';
import { useOffered } from '../rewards/offered.ts';
import { daysWords } from '../special-dates/words.ts';
import { useNextOccasion } from './next-occasion.ts';

interface Tile {
  to: string;
  icon: IconName;
  title: string;
  fact: string;
  /** The fact is an e-mail or number: set apart from the direction round it. */
  code?: boolean;
}

/** One tile for each thing there is to open; what a store does not have has no tile. */
export function Tiles() {
  const text = useText();
  const { language, number } = useFormat();
  const { data: card } = api.useCardQuery();
  const { data: account } = api.useLoyaltyQuery();
  const { data: reach } = useOffered(true, 1, 1);
  const current = account?.tier.current;
  const orders = card?.profile.totalOrders ?? 0;
  const contact = card?.profile.email ?? card?.profile.phone;
  const isOn = useIsOn();
  const { data: personal } = usePersonalOffers(!isOn('offers'));
  const occasion = useNextOccasion();
  const offers = personal?.offers.length ?? 0;
  const tiles: (Tile | false)[] = [
    {
      to: '/features/loyalty',
      icon: 'star',
      title: text('home.tile_loyalty'),
      fact: current
        ? `${current.name[language]} · ${text('loyalty.times', { times: number(current.multiplierPercent / 100) })}`
        : text('home.no_tier'),
    },
    {
      to: '/features/loyalty/rewards',
      icon: 'gift',
      title: text('rewards.tile'),
      fact: reach?.total ? text('rewards.tile_count', { count: reach.total }) : text('rewards.tile_none'),
    },
    isOn('offers') && {
      to: '/features/offers',
      icon: 'tag',
      title: text('home.tile_offers'),
      fact: offers > 0 ? text('home.tile_offers_count', { count: offers }) : text('home.tile_offers_none'),
    },
    isOn('referrals') && {
      to: '/features/referral',
      icon: 'invite',
      title: text('home.tile_referral'),
      fact: text('home.tile_referral_text'),
    },
    isOn('analytics') && {
      to: '/features/analytics',
      icon: 'chart',
      title: text('home.tile_analytics'),
      fact: text('home.tile_analytics_text'),
    },
    isOn('segments') && {
      to: '/features/segmentation',
      icon: 'layers',
      title: text('home.tile_segments'),
      fact: text('home.tile_segments_text'),
    },
    isOn('occasions') && {
      to: '/features/special-dates',
      icon: 'calendar',
      title: text('home.tile_dates'),
      fact: occasion
        ? text('home.tile_dates_next', {
            name: occasion.name[language],
            when: daysWords(text, occasion.next.daysLeft),
          })
        : text('home.tile_dates_none'),
    },
    {
      to: '/orders',
      icon: 'bag',
      title: text('home.tile_orders'),
      fact: orders > 0 ? text('home.tile_orders_count', { count: orders }) : text('home.tile_orders_none'),
    },
    {
      to: '/account',
      icon: 'user',
      title: text('home.tile_profile'),
      fact: contact ?? text('account.edit_profile'),
      code: contact !== undefined,
    },
    {
      to: '/account#devices',
      icon: 'shield',
      title: text('home.tile_devices'),
      fact: text('home.tile_devices_text'),
    },
  ];
  return (
    <nav aria-label={text('home.services')} className="panel grid grid-cols-2 overflow-hidden">
      {tiles
        .filter((tile) => tile !== false)
        .map(({ to, icon, title, fact, code }) => (
          <Link
            key={to}
            to={to}
            className="grid min-h-[72px] grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 border-line px-3.5 py-3 hover:bg-sunken focus-visible:[box-shadow:inset_0_0_0_2px_var(--focus)] odd:border-e [&:nth-child(n+3)]:border-t"
          >
            <Icon name={icon} className="text-primary" />
            <span className="min-w-0">
              <b className="block font-semibold">{title}</b>
              <span
                dir={code ? 'ltr' : undefined}
                className={`block truncate text-12 text-soft ${code ? 'rtl:text-end' : ''}`}
              >
                {fact}
              </span>
            </span>
          </Link>
        ))}
    </nav>
  );
}
