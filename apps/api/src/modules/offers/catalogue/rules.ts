import type { OfferStatus, OfferTerms } from '@wafa/contract';

/** A field of an offer that does not go with the others, and the message of the catalogues. */
export interface Fault {
  field: string;
  message: string;
}

/** The first fault in terms that are sound field by field. */
export function faultOf(terms: OfferTerms): Fault | undefined {
  const { startsAt, endsAt, codeMode, sharedCode, limits } = terms;
  if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt))
    return { field: 'endsAt', message: 'ends_before_start' };
  if (codeMode === 'shared' && !sharedCode) return { field: 'sharedCode', message: 'shared_code_needed' };
  if (codeMode !== 'shared' && sharedCode) return { field: 'sharedCode', message: 'shared_code_unneeded' };
  const { total, perDay, perCustomer, perCustomerPerDay } = limits;
  const above = (limit: number | null | undefined, bound: number | null | undefined) =>
    Boolean(limit && bound && limit > bound);
  if (above(perDay, total)) return { field: 'limits.perDay', message: 'over_limit' };
  if (above(perCustomer, total)) return { field: 'limits.perCustomer', message: 'over_limit' };
  if (above(perCustomerPerDay, perCustomer))
    return { field: 'limits.perCustomerPerDay', message: 'over_limit' };
  return undefined;
}

/** Whether takers of an offer have to go one by one. */
export function isLimited({ limits, budget }: Pick<OfferTerms, 'limits' | 'budget'>): boolean {
  return Boolean(limits.total || limits.perDay || budget.money || budget.points);
}

const moves: Record<OfferStatus, readonly OfferStatus[]> = {
  draft: ['active', 'archived'],
  active: ['paused', 'ended'],
  paused: ['active', 'ended'],
  ended: ['archived'],
  archived: ['draft', 'ended'],
};

/**
 * Whether an offer may go from one state to another. An archived one returns to what it was: to draft where it
 * was never active (`hasRun` false), else to ended.
 */
export function mayBecome(from: OfferStatus, to: OfferStatus, hasRun: boolean): boolean {
  if (from === 'archived') return to === (hasRun ? 'ended' : 'draft');
  return moves[from].includes(to);
}

/** What cannot change once somebody has taken an offer: the control group would no longer be comparable. */
const fixed = ['codeMode', 'sharedCode', 'claimNeeded', 'holdoutPercent'] as const;

/** The first field that a change may not touch any more. */
export function fixedField(before: OfferTerms, after: OfferTerms): string | undefined {
  return fixed.find((field) => (before[field] ?? null) !== (after[field] ?? null));
}

/** What a limit or budget falls below, of what is used. */
export function belowUsed(
  { limits, budget }: Pick<OfferTerms, 'limits' | 'budget'>,
  used: { taken: number; money: number; points: number },
): Fault | undefined {
  const checks = [
    ['limits.total', limits.total, used.taken],
    ['budget.money', budget.money, used.money],
    ['budget.points', budget.points, used.points],
  ] as const;
  const found = checks.find(([, most, now]) => most && most < now);
  return found && { field: found[0], message: 'below_used' };
}

/** A key from a name: Latin letters and digits of it, or `offer`, and a few characters that make it unique. */
export function keyFrom(name: string, unique: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `${word || 'offer'}-${unique}`;
}
