import type { Language } from '@wafa/i18n/core';

/** What the card shows; `GET /api/v1/customers/:id/card` answers it. */
export interface CardFacts {
  cardNumber: string;
  qr: string;
  name: string;
  nameAr: string | null;
  status: 'active' | 'inactive' | 'suspended' | 'closed' | 'merged';
  tier: { key: string; name: { en: string; ar: string } } | null;
  store: { name: string; nameAr: string | null };
}

export type Metal = 'bronze' | 'silver' | 'gold' | 'platinum' | 'store';
const metals: readonly string[] = ['bronze', 'silver', 'gold', 'platinum'];

/** The metal of a tier; without one, or for a tier of the store's own naming, the store's colour. */
export function metalOf(tierKey: string | null | undefined): Metal {
  const key = tierKey?.toLowerCase() ?? '';
  return metals.includes(key) ? (key as Metal) : 'store';
}

/** A name in the reader's language, or the one there is. */
export function nameIn(language: Language, name: string, nameAr: string | null): string {
  return language === 'ar' && nameAr ? nameAr : name;
}

/** The name in the other script, or null where there is only one. */
export function otherName(language: Language, name: string, nameAr: string | null): string | null {
  if (!nameAr || nameAr === name) return null;
  return language === 'ar' ? name : nameAr;
}
