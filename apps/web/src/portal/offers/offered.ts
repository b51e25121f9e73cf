import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';

/** The customer's offers, the best first, and products to buy; one call for every screen that shows them. */
export function usePersonalOffers(skip = false) {
  return useRead(endpoints.offers.personalized, { customerId: 'me' }, { skip });
}
