import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';

/** Rewards on a page of the catalogue. */
export const perPage = 24;

/** The rewards that the customer can have now, or cannot yet; a page of them in the store's order. */
export function useOffered(redeemable: boolean, page = 1, limit: number = perPage) {
  return useRead(endpoints.loyalty.offeredRewards, {
    customerId: 'me',
    redeemable: String(redeemable),
    page,
    limit,
  });
}
