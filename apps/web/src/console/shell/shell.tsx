import { StoreMark } from '@wafa/card';
import { type ReactNode, useEffect, useState } from 'react';
import { useDispatch } from 'react-redux';
import { NavLink, useLocation } from 'react-router';
import { useSignOut } from '../../portal/account/account.tsx';
import { api } from '../../shared/api/api.ts';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { settingsChanged } from '../../shared/settings/settings.ts';
import { Button } from '../../shared/ui/button.tsx';
import { LanguageSwitch } from '../../shared/ui/language-switch.tsx';
import { useStoreName } from '../../shared/ui/title.tsx';
import { places } from '../places.tsx';
import { Glyph } from '../shared/glyph.tsx';

/** The frame of every page: the side with what the role may see, the bar, and the page itself. */
export function Shell({ children }: { children: ReactNode }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useStoreNameFromSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the side.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div className="console">
      <a className="skip" href="#main">
        {text('nav.skip')}
      </a>
      <Side open={open} />
      {open ? (
        <button
          type="button"
          className="fixed inset-0 z-30 bg-[var(--scrim)] desk:hidden"
          aria-label={text('action.close')}
          onClick={() => setOpen(false)}
        />
      ) : null}
      <div className="min-w-0">
        <Bar open={open} onMenu={() => setOpen(!open)} />
        <main id="main" tabIndex={-1} className="console-main">
          {children}
        </main>
      </div>
    </div>
  );
}

/** Titles and the next sign-in name the store, once it is known who signed in. */
function useStoreNameFromSession(): void {
  const dispatch = useDispatch();
  const { data: me } = api.useMeQuery();
  const { name, nameAr } = me?.store ?? {};
  useEffect(() => {
    if (name) dispatch(settingsChanged({ storeName: { name, nameAr: nameAr ?? null } }));
  }, [dispatch, name, nameAr]);
}

function Side({ open }: { open: boolean }) {
  const text = useText();
  const store = useStoreName();
  const { data: me } = api.useMeQuery();
  return (
    <nav id="console-side" aria-label={text('nav.main')} className={`console-side ${open ? 'open' : ''}`}>
      <p className="flex items-center gap-2.5 px-2 pt-1.5 pb-3 font-semibold">
        <span className="grid size-8 flex-none place-items-center rounded-[8px] bg-deep text-[#E9D39A]">
          <StoreMark className="size-[22px]" />
        </span>
        <bdi>{store}</bdi>
      </p>
      {places.map((group) => {
        const entries = group.places.filter(
          (place) => place.entry && me?.permissions.includes(place.permission),
        );
        if (entries.length === 0) return null;
        return (
          <div key={group.words ?? ''} className="grid gap-px">
            {group.words ? <h2>{text(group.words)}</h2> : null}
            {entries.map(({ path, entry }) => (
              <NavLink key={path} to={`/console/${path.replace('/*', '')}`} className="console-link">
                <Glyph name={entry?.icon ?? 'layers'} />
                {text(entry?.words ?? '')}
              </NavLink>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

function Bar({ open, onMenu }: { open: boolean; onMenu: () => void }) {
  const text = useText();
  const language = useLanguage();
  const { data: me } = api.useMeQuery();
  const { leave, busy } = useSignOut();
  const role = me?.role ? `role.${me.role}` : '';
  return (
    <header className="console-bar">
      <button
        type="button"
        className="grid size-11 place-items-center rounded-control desk:hidden"
        aria-expanded={open}
        aria-controls="console-side"
        aria-label={text('nav.main')}
        onClick={onMenu}
      >
        <Glyph name="menu" size={24} />
      </button>
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
    </header>
  );
}
