import type { ApiFailure } from '@wafa/client';
import {
  type DateStyle,
  formatDate,
  formatHijri,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPoints,
  formatRelative,
  type HijriStyle,
  type Language,
} from '@wafa/i18n/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelector } from 'react-redux';
import type { RootState } from '../store.ts';
import { api } from './api/api.ts';
import { languageOf } from './settings/kept.ts';

/** The sentence of a key; numbers in params are written in the digits of the language. */
export type Translate = (key: string, params?: Record<string, string | number>) => string;

export function useText(): Translate {
  const { t } = useTranslation();
  const language = useLanguage();
  const digits = useSelector((state: RootState) => state.settings.digits) ?? undefined;
  return useCallback(
    (key, params = {}) => {
      const replace = Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'number' ? formatNumber(value, language, { digits }) : value,
        ]),
      );
      return t(key, { count: typeof params.count === 'number' ? params.count : undefined, replace });
    },
    [t, language, digits],
  );
}

export function useLanguage(): Language {
  return useSelector((state: RootState) => languageOf(state.settings));
}

/** Formatters bound to the language, the chosen digits and the store's time zone. */
export function useFormat() {
  const language = useLanguage();
  const digits = useSelector((state: RootState) => state.settings.digits) ?? undefined;
  const { data: me } = api.useMeQuery(undefined, { skip: !useSignedInAs() });
  const timeZone = me?.store.timeZone;
  return useMemo(
    () => ({
      language,
      number: (value: number) => formatNumber(value, language, { digits }),
      /** A share, 0 to 1. */
      percent: (share: number, options: { decimals?: number; signed?: boolean } = {}) =>
        formatPercent(share, language, digits, options),
      hijri: (day: string, style?: HijriStyle) => formatHijri(day, language, style, digits),
      points: (value: number, options: { display?: boolean; signed?: boolean } = {}) =>
        formatPoints(value, language, { digits, ...options }),
      money: (minor: number, currency: string, options: { whole?: boolean } = {}) =>
        formatMoney(minor, currency, language, { digits, ...options }),
      date: (value: string, style: DateStyle = 'date') =>
        formatDate(value, language, style, { timeZone, digits }),
      ago: (value: string) => formatRelative(value, new Date(), language, digits),
    }),
    [language, digits, timeZone],
  );
}

export function useSignedInAs(): 'customer' | 'staff' | null {
  return useSelector((state: RootState) => state.session.as);
}

/** The sentence for a failed call: the API's own, or ours where no answer came. */
export function failureText(text: Translate, failure: ApiFailure): string {
  return failure.message || text(`state.${failure.code}`);
}

/** The reason of a failed call: what the API says of the first wrong field, else of the whole. */
export function reasonText(text: Translate, failure: ApiFailure): string {
  return failure.errors[0]?.message ?? failureText(text, failure);
}

/** RTK Query also gives errors of its own making; only ours carry a code. */
export function asFailure(error: unknown): ApiFailure | null {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error
    ? (error as ApiFailure)
    : null;
}
