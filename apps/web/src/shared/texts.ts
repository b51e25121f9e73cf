import { addMessages, type MessageFile, messages } from '@wafa/i18n/core';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { store } from '../store.ts';
import { languageOf } from './settings/kept.ts';

/** Starts the catalogues in the chosen language and follows its changes. */
export function startTexts(): void {
  const current = () => languageOf(store.getState().settings);
  i18next.use(initReactI18next).init({
    resources: { en: { translation: messages.en }, ar: { translation: messages.ar } },
    lng: current(),
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    // Numbers arrive written in the digits of the language: see `useText`.
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  });
  store.subscribe(() => {
    if (i18next.language !== current()) i18next.changeLanguage(current());
  });
}

/** Makes further sentences known; for pages whose catalogues do not load with the first screen. */
export function addTexts(files: Readonly<Record<string, MessageFile>>): void {
  addMessages(files);
  for (const file of Object.values(files)) {
    for (const language of ['en', 'ar'] as const)
      i18next.addResourceBundle(language, 'translation', file[language], true, true);
  }
}
