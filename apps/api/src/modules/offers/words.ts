import type { OfferObstacle } from '@wafa/contract';
import { formatMoney, type Language, translate } from '@wafa/i18n';

/** A sentence in both languages. */
export interface Words {
  en: string;
  ar: string;
}

/** The same sentence in both languages; `params` are made for each. */
export function inBoth(key: string, params: (language: Language) => Record<string, string | number>): Words {
  return { en: translate('en', key, params('en')), ar: translate('ar', key, params('ar')) };
}

/** Why an offer does not count; `missing` is money or items, where something is missing. */
export function obstacleWords(obstacle: OfferObstacle, missing: number, currency: string): Words {
  return inBoth(`offers.obstacle.${obstacle}`, (language): Record<string, string | number> => {
    if (obstacle === 'minimum_basket') return { amount: formatMoney(missing, currency, language) };
    return obstacle === 'minimum_quantity' ? { count: missing } : {};
  });
}

/** Whole days as they are said. */
export const daysText = (days: number, language: Language): string =>
  translate(language, 'offers.days', { count: days });

/** How long ago, in whole days; "today" below one. */
export const agoText = (days: number, language: Language): string =>
  days < 1
    ? translate(language, 'offers.today')
    : translate(language, 'offers.ago', { days: daysText(days, language) });
