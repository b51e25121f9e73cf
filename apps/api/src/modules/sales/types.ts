import type { OrderInput } from '@wafa/contract';
import type { EarnResult, OrderQuote, ProgrammeQuote, Standing } from '../loyalty/index.ts';
import type { LockedLine, LockedOrder, NewOrder } from '../orders/index.ts';

/** What points, statistics, events and receipts need to know of an order, new or known. Money in minor units. */
export type Sold = Omit<LockedOrder, 'lines' | 'refundedTotal'> & {
  lines: Pick<LockedLine, 'lineNo' | 'sku' | 'category' | 'quantity' | 'total' | 'points'>[];
};

/** An order that passed its checks; its points come with its customer's standing. */
export interface Draft {
  order: NewOrder;
  fingerprint: Buffer;
  /** Offers that it names. */
  offers: NonNullable<OrderInput['offers']>;
}

/** What an order earned, and from where its customer started. */
export interface Earned {
  standing: Standing;
  /** Absent while the order does not count yet. */
  quote?: OrderQuote;
  result?: EarnResult;
  /** In further programmes, where it earned something there. */
  further?: { quote: ProgrammeQuote; result: EarnResult }[];
}

/** What the checks of an order need to know of its store. */
export interface StoreLimits {
  now: Date;
  currency: string;
  locations: { has(id: string): boolean };
}
