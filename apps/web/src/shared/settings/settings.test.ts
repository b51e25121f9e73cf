import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { languageOf, readSettings, type Settings, takeStoreFromAddress } from './kept.ts';
import { applySettings, settingsChanged, settingsSlice } from './settings.ts';

const boot = readFileSync(join(import.meta.dirname, '../../../public/boot.js'), 'utf8');
let systemDark = false;

function shown() {
  const { lang, dir, dataset } = document.documentElement;
  const color = document.querySelector('meta[name="theme-color"]')?.getAttribute('content');
  return { lang, dir, theme: dataset.theme, color };
}

beforeEach(() => {
  localStorage.clear();
  document.head.innerHTML = '<meta name="theme-color" content="">';
  vi.stubGlobal('matchMedia', () => ({ matches: systemDark }));
});

const base: Settings = { language: null, theme: 'system', digits: null, store: null, storeName: null };

describe('settings', () => {
  it('show before the first paint what they show afterwards', () => {
    for (const language of ['ar', 'en', null] as const) {
      for (const theme of ['light', 'dark', 'system'] as const) {
        for (systemDark of [false, true]) {
          applySettings({ ...base, language, theme });
          const after = shown();
          document.documentElement.removeAttribute('data-theme');
          new Function(boot)();
          expect(shown(), `${language} ${theme} ${systemDark}`).toEqual(after);
        }
      }
    }
  });

  it('turn the page round for Arabic', () => {
    applySettings({ ...base, language: 'ar', theme: 'dark' });
    expect(shown()).toMatchObject({ lang: 'ar', dir: 'rtl', theme: 'dark' });
  });

  it('survive a reload, and damage to what was kept', () => {
    applySettings({ ...base, language: 'ar', digits: 'latn' });
    expect(readSettings()).toMatchObject({ language: 'ar', digits: 'latn' });
    localStorage.setItem('wafa.settings', '{broken');
    expect(readSettings()).toEqual(base);
  });

  it('change one at a time', () => {
    const state = settingsSlice.reducer({ ...base, language: 'ar' }, settingsChanged({ theme: 'dark' }));
    expect(state).toEqual({ ...base, language: 'ar', theme: 'dark' });
    expect(languageOf(state)).toBe('ar');
  });

  it('remember the store that the address names, once', () => {
    history.replaceState(null, '', '/sign-in?store=zahra&next=%2Forders');
    expect(takeStoreFromAddress({ ...base, storeName: { name: 'Old', nameAr: null } })).toMatchObject({
      store: 'zahra',
      storeName: null,
    });
    expect(location.search).toBe('?next=%2Forders');
    expect(takeStoreFromAddress({ ...base, store: 'zahra' }).store).toBe('zahra');
  });
});
