import { StoreMark } from '@wafa/card';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { api } from '../shared/api/api.ts';
import { useText } from '../shared/hooks.ts';
import { settingsChanged } from '../shared/settings/settings.ts';
import { Icon, type IconName } from '../shared/ui/icon.tsx';
import { LanguageSwitch } from '../shared/ui/language-switch.tsx';
import { Points } from '../shared/ui/points.tsx';
import { PageSkeleton } from '../shared/ui/states.tsx';
import { useStoreName } from '../shared/ui/title.tsx';
import type { RootState } from '../store.ts';
import { useIsOn } from './capabilities.ts';

const loadCard = () => import('./card/card-sheet.tsx');
const CardSheet = lazy(loadCard);

/** What the shell gives to its pages. */
export interface ShellContext {
  /** Opens the card full screen, growing from where it lies on the page. */
  openCard: (from?: DOMRect) => void;
}

interface Place {
  to: string;
  icon: IconName;
  /** Key of its name in the catalogues. */
  words: string;
}
const home: Place = { to: '/', icon: 'home', words: 'nav.home' };
const loyalty: Place = { to: '/features/loyalty', icon: 'star', words: 'nav.loyalty' };
const offers: Place = { to: '/features/offers', icon: 'tag', words: 'nav.offers' };
const spending: Place = { to: '/features/analytics', icon: 'chart', words: 'home.tile_analytics' };
const orders: Place = { to: '/orders', icon: 'bag', words: 'nav.orders' };
const account: Place = { to: '/account', icon: 'user', words: 'nav.account' };

/** Frame of the portal: navigation at the foot of a phone, at the head of a desktop; the card in reach of all. */
export function PortalShell() {
  const text = useText();
  const [cardFrom, setCardFrom] = useState<DOMRect | 'centre' | null>(null);
  const openCard = useCallback((from?: DOMRect) => setCardFrom(from ?? 'centre'), []);
  const main = useFocusOnNavigation();
  useStoreFacts();
  useEffect(() => {
    // The card is the one thing wanted without delay at a till: its code comes while the page is idle.
    const timer = setTimeout(loadCard, 1500);
    return () => clearTimeout(timer);
  }, []);

  return (
    <>
      <a className="skip" href="#main">
        {text('nav.skip')}
      </a>
      <TopBar />
      <main id="main" ref={main} tabIndex={-1} className="page pb-28 desk:pb-16">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet context={{ openCard } satisfies ShellContext} />
        </Suspense>
      </main>
      <BottomBar onCard={openCard} />
      {cardFrom ? (
        <Suspense fallback={null}>
          <CardSheet from={cardFrom === 'centre' ? null : cardFrom} onClose={() => setCardFrom(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** After a change of page the content takes the focus, so that a screen reader starts at its top. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

/** Remembers the store's name, and takes the person's language where none was chosen on this device. */
function useStoreFacts(): void {
  const dispatch = useDispatch();
  const { data: me } = api.useMeQuery();
  const { data: card } = api.useCardQuery();
  const chosen = useSelector((state: RootState) => state.settings.language);
  const { slug, name, nameAr } = me?.store ?? {};
  useEffect(() => {
    if (slug && name) dispatch(settingsChanged({ store: slug, storeName: { name, nameAr: nameAr ?? null } }));
  }, [dispatch, slug, name, nameAr]);
  const theirs = card?.profile.language;
  useEffect(() => {
    if (!chosen && theirs) dispatch(settingsChanged({ language: theirs }));
  }, [dispatch, chosen, theirs]);
}

function TopBar() {
  const text = useText();
  const store = useStoreName();
  const { data: balance } = api.useLoyaltyQuery();
  const isOn = useIsOn();
  const places = [
    home,
    loyalty,
    ...(isOn('offers') ? [offers] : []),
    ...(isOn('analytics') ? [spending] : []),
    orders,
    account,
  ];
  return (
    <header className="page hidden desk:block">
      <div className="flex h-16 items-center gap-8 border-b border-line">
        <Link to="/" className="flex min-h-11 items-center gap-2 rounded-control text-16 font-semibold">
          <StoreMark className="size-7 text-primary" />
          <bdi>{store}</bdi>
        </Link>
        <nav aria-label={text('nav.main')} className="flex gap-6">
          {places.map(({ to, words }) => (
            <NavLink
              key={to}
              to={to}
              end={to === '/'}
              className="-mb-px flex h-16 items-center border-b-2 border-transparent pt-0.5 font-medium text-soft hover:text-ink aria-[current]:border-primary aria-[current]:text-ink"
            >
              {text(words)}
            </NavLink>
          ))}
        </nav>
        <span className="ms-auto flex items-center gap-4">
          <LanguageSwitch />
          {balance ? (
            <Link
              to={loyalty.to}
              className="flex min-h-11 items-center rounded-control font-semibold hover:text-link"
            >
              <Points value={balance.available} />
            </Link>
          ) : null}
        </span>
      </div>
    </header>
  );
}

function BottomBar({ onCard }: { onCard: () => void }) {
  const text = useText();
  return (
    <nav
      aria-label={text('nav.main')}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      <div className="mx-auto grid max-w-[30rem] grid-cols-5 items-end pt-1.5 pb-2.5">
        <BarLink {...home} />
        <BarLink {...loyalty} />
        <button
          type="button"
          className="-mt-7 grid justify-items-center gap-0.5 rounded-control text-12 text-ink"
          onClick={() => onCard()}
        >
          <span className="grid size-14 place-items-center rounded-full bg-primary text-on-primary shadow-[0_0_0_5px_var(--raised),var(--shadow-2)]">
            <Icon name="qr" />
          </span>
          {text('nav.card')}
        </button>
        <BarLink {...orders} />
        <BarLink {...account} />
      </div>
    </nav>
  );
}

function BarLink({ to, icon, words }: Place) {
  const text = useText();
  return (
    <NavLink
      to={to}
      end={to === '/'}
      className="grid min-h-11 content-end justify-items-center gap-0.5 rounded-control text-12 text-soft aria-[current]:font-semibold aria-[current]:text-primary"
    >
      <Icon name={icon} />
      {text(words)}
    </NavLink>
  );
}
