import { type Digits, type Language, pickLanguage } from '@wafa/i18n/core';

export type Theme = 'light' | 'dark' | 'system';

/** What a person chose on this device. `language` null: as the browser prefers. */
export interface Settings {
  language: Language | null;
  theme: Theme;
  digits: Digits | null;
  /** Store by slug or id, from `?store=`. */
  store: string | null;
  /** The store's name as last seen, for the sign-in screen. */
  storeName: { name: string; nameAr: string | null } | null;
}

const key = 'wafa.settings';
const nothing: Settings = { language: null, theme: 'system', digits: null, store: null, storeName: null };

/** Settings kept on this device; the defaults where storage is blocked, empty or damaged. */
export function readSettings(): Settings {
  try {
    return { ...nothing, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>) };
  } catch {
    return nothing;
  }
}

export function writeSettings(settings: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
}

/** The language shown: the chosen one, else the first the browser asks for that we speak. */
export function languageOf(settings: Settings): Language {
  return settings.language ?? pickLanguage(navigator.languages, 'en');
}

/** `?store=zahra` names the store once; it is remembered and the address cleaned. */
export function takeStoreFromAddress(settings: Settings): Settings {
  const url = new URL(location.href);
  const store = url.searchParams.get('store')?.trim();
  if (!store) return settings;
  url.searchParams.delete('store');
  history.replaceState(history.state, '', url);
  return store === settings.store ? settings : { ...settings, store, storeName: null };
}
