import type { LoyaltyAccount } from '@wafa/contract';

/** How far from nothing to the next tier's threshold, 0 to 1; at the highest tier the meter is full. */
export function progressOf(tier: LoyaltyAccount['tier']): number {
  if (!tier.next) return tier.current ? 1 : 0;
  if (tier.next.threshold <= 0) return 1;
  return Math.min(1, Math.max(0, tier.qualifyingPoints / tier.next.threshold));
}

/** Points that expire on the first date there is, and that date. */
export function nextExpiry(
  expiring: LoyaltyAccount['expiring'],
): { points: number; expiresAt: string } | null {
  const first = expiring[0];
  if (!first) return null;
  const day = first.expiresAt.slice(0, 10);
  const points = expiring
    .filter(({ expiresAt }) => expiresAt.slice(0, 10) === day)
    .reduce((sum, lot) => sum + lot.points, 0);
  return { points, expiresAt: first.expiresAt };
}

/** What the expiring points are worth, at the rate of the whole balance; null where no rate is known. */
export function worthOf(
  account: LoyaltyAccount,
  points: number,
): { amount: number; currency: string } | null {
  if (!account.worth || account.available <= 0) return null;
  return {
    amount: Math.floor((account.worth.amount * points) / account.available),
    currency: account.worth.currency,
  };
}
