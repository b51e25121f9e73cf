import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { directionOf } from '@wafa/i18n/core';
import { languageOf, readSettings, type Settings, takeStoreFromAddress, writeSettings } from './kept.ts';

/** Read once: a store asks its reducers for their first state several times, and the address is cleaned after one. */
const initialState = takeStoreFromAddress(readSettings());

export const settingsSlice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    settingsChanged: (state, action: PayloadAction<Partial<Settings>>) => ({ ...state, ...action.payload }),
  },
});

export const { settingsChanged } = settingsSlice.actions;

/** Keeps the settings and shows them on the page: language, direction, theme. Mirrored by public/boot.js. */
export function applySettings(settings: Settings): void {
  writeSettings(settings);
  const language = languageOf(settings);
  const systemDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const dark = settings.theme === 'dark' || (settings.theme === 'system' && systemDark);
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
  root.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#081C1B' : '#FAF7F2');
}
