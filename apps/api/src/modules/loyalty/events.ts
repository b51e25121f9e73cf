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
    'points.expired': { customerId: string; accountId: string; points: number; available: number };
    'tier.changed': { customerId: string; accountId: string; from: string | null; to: string | null };
  }
}

export type {};
