/** Points of one credit. */
interface Earned {
  customerId: string;
  accountId: string;
  entryId: string;
  kind: string;
  points: number;
  /** Not usable yet. */
  pending: boolean;
  /** Available points afterwards. */
  available: number;
  orderId: string | null;
}

/** A redemption that changed its state. */
interface Redeemed {
  redemptionId: string;
  customerId: string;
  /** Null: a plain discount. */
  rewardId: string | null;
  rewardType: string;
  points: number;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    'points.earned': Earned;
    'points.reversed': {
      customerId: string;
      accountId: string;
      orderId: string;
      refundId: string;
      taken: number;
      returned: number;
      debt: number;
      available: number;
    };
    'points.spent': {
      customerId: string;
      accountId: string;
      entryId: string;
      points: number;
      available: number;
      orderId: string | null;
    };
    /** Points reserved for a checkout. */
    'points.held': {
      customerId: string;
      accountId: string;
      holdId: string;
      points: number;
      available: number;
      orderId: string | null;
      expiresAt: string;
    };
    /** Held points given free again: released, left over by a final capture, or timed out. */
    'points.released': {
      customerId: string;
      accountId: string;
      holdId: string;
      points: number;
      timedOut: boolean;
      available: number;
      orderId: string | null;
    };
    /** Given (positive) or taken (negative) by hand. */
    'points.adjusted': {
      customerId: string;
      accountId: string;
      entryId: string;
      points: number;
      available: number;
    };
    'points.transferred': {
      customerId: string;
      accountId: string;
      toCustomerId: string;
      toAccountId: string;
      /** The giver's (first) entry. */
      transferId: string;
      points: number;
      available: number;
      toAvailable: number;
    };
    'points.expired': { customerId: string; accountId: string; points: number; available: number };
    /** A day's root was signed: the fingerprint is what to send to whoever keeps it. */
    'ledger.sealed': { day: string; count: number; fingerprint: string; keyId: string };
    'tier.changed': { customerId: string; accountId: string; from: string | null; to: string | null };
    'reward.redeemed': Redeemed & { available: number; expiresAt: string };
    'reward.used': Redeemed & { locationId: string | null; source: string | null; orderId: string | null };
    'reward.cancelled': Redeemed & { available: number };
    'reward.expired': Redeemed & { returned: number };
    /** As many are left as the store wanted to be told of. */
    'reward.low_stock': { rewardId: string; name: { en: string; ar: string }; left: number };
  }
}

export type {};
