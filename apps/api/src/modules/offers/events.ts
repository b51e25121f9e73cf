/** An offer and who took it; customerId is null for an anonymous sale. */
interface OfferTaken {
  claimId: string;
  offerId: string;
  customerId: string | null;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    /** `expiresAt` is ISO 8601. */
    'offer.claimed': OfferTaken & { expiresAt: string };
    /** Used with an order. Discount in minor units. */
    'offer.redeemed': OfferTaken & { orderId: string; discount: number; currency: string };
    /** A claim's time went by unused. */
    'offer.lapsed': OfferTaken;
  }
}

export {};
