import { formatNumber, messages } from '@wafa/i18n';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { store } from '../store.ts';
import { languageOf } from './settings/kept.ts';

/** Slots as `{name}`; numbers in the digits of the language. (`format` works but is missing in the types.) */
const interpolation = {
  prefix: '{',
  suffix: '}',
  escapeValue: false,
  alwaysFormat: true,
  format: (value: unknown, _format: unknown, language: string | undefined) =>
    typeof value === 'number'
      ? formatNumber(value, language === 'ar' ? 'ar' : 'en', {
          digits: store.getState().settings.digits ?? undefined,
        })
      : String(value),
};

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
    interpolation,
  });
  store.subscribe(() => {
    if (i18next.language !== current()) i18next.changeLanguage(current());
  });
}
