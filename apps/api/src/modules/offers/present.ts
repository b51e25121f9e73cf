import type { OfferClaim } from '@wafa/contract';
import type { ClaimRow } from './types.ts';

interface Names {
  en: string;
  ar?: string | null | undefined;
}

/** A text in both languages; Arabic that was left out reads as the English. */
export function both(text: Names): { en: string; ar: string } {
  return { en: text.en, ar: text.ar ?? text.en };
}

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A claim; one whose time is over reads as lapsed before the job has come by. */
export function presentClaim(row: ClaimRow, currency: string, now: Date): OfferClaim {
  const isOver = row.status === 'open' && row.expiresAt !== null && row.expiresAt <= now;
  return {
    id: row.id,
    offerId: row.offerId,
    name: both(row.terms.name),
    benefit: row.terms.benefit,
    currency,
    customerId: row.customerId,
    code: row.code,
    status: isOver ? 'lapsed' : row.status,
    claimedAt: row.claimedAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    redeemedAt: row.status === 'redeemed' ? iso(row.redeemedAt) : null,
    endedAt: iso(isOver ? row.expiresAt : row.endedAt),
    orderId: row.orderId,
    discount: row.discount,
    bonusPoints: row.points,
  };
}
