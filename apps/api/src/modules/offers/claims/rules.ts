import type { OfferObstacle } from '@wafa/contract';
import type { ErrorCode } from '../../../platform/errors.ts';

const dayMs = 86_400_000;

/** The refusal that goes with an obstacle. */
export function refusalOf(obstacle: OfferObstacle): ErrorCode {
  switch (obstacle) {
    case 'ended':
      return 'offer_ended';
    case 'audience':
      return 'offer_not_for_you';
    case 'limit_reached':
    case 'customer_limit_reached':
      return 'offer_limit_reached';
    case 'budget_used':
      return 'offer_budget_used';
    case 'minimum_basket':
    case 'minimum_quantity':
    case 'nothing_in_scope':
    case 'customer_needed':
      return 'offer_conditions';
    case 'not_stackable':
      return 'offer_not_combinable';
    case 'code_unknown':
      return 'offer_code_unknown';
    case 'code_used':
    case 'code_lapsed':
      return 'offer_code_used';
    default:
      return 'offer_unavailable';
  }
}

/** Until when a claim can be used: so many days from now, and not beyond the end of the offer. */
export function expiryOf(terms: { claimDays: number; endsAt?: string | null | undefined }, now: Date): Date {
  const byDays = now.getTime() + terms.claimDays * dayMs;
  return new Date(terms.endsAt ? Math.min(byDays, Date.parse(terms.endsAt)) : byDays);
}
