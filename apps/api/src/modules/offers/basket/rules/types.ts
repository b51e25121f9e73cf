import type { OfferTerms } from '@wafa/contract';

/** A line of a basket as offers see it. Money in minor units. */
export interface BasketLine {
  sku: string;
  category: string | null;
  quantity: number;
  /** Before offers, after the shop's own discount. */
  total: number;
  /** About what it earns; weighs points against each other, never against money. */
  points: number;
}

/** An offer that could count for a basket. */
export interface Candidate {
  offerId: string;
  key: string;
  terms: Pick<
    OfferTerms,
    'benefit' | 'scope' | 'excludedSkus' | 'minimumBasket' | 'minimumQuantity' | 'stacking'
  >;
  /** What the budgets leave; null: no end. */
  moneyLeft: number | null;
  pointsLeft: number | null;
}

/** What an offer does to a basket. */
export interface Effect {
  candidate: Candidate;
  /** For each line, in the order of the basket. */
  shares: number[];
  discount: number;
  points: number;
  gifts: number;
}
