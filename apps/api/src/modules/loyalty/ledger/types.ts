import type { TierProgress } from '@wafa/contract';
import type { ProgrammeRow } from '../programmes/types.ts';

/** A customer's points. `available`, `pending` and `held` never fall below 0; `debt` > 0 means `available` is 0. */
export interface Balance {
  /** Usable now. */
  available: number;
  /** Earned, usable from a later day. */
  pending: number;
  /** Reserved by a checkout that has not ended. */
  held: number;
  /** Owed after refunds; the next points repay it. */
  debt: number;
  /** Everything ever earned, less what refunds took back. */
  lifetime: number;
}

/** A customer in a programme, as it stood when the row was read (and locked). */
export interface ProgrammeStanding {
  customerId: string;
  accountId: string;
  programme: ProgrammeRow;
  /** Someone who left keeps their points and earns none. */
  isEnrolled: boolean;
  balance: Balance;
  tier: string | null;
  /** Of the tier held before the order: 125 earns one and a quarter. */
  multiplierPercent: number;
  progress: TierProgress;
}

/** A customer in the store's default programme. */
export interface Standing extends ProgrammeStanding {
  /** In the store's further active programmes, by their numbers. */
  further: ProgrammeStanding[];
}

/** Why points are credited; decides the entry's wording, never the arithmetic. */
export type EarnKind = 'spend' | 'manual' | 'event' | 'opening' | 'bonus';

export interface EarnItem {
  /**
   * The customer shown at the till, kept on the entry. Facts and events go to the account's owner, who is
   * another after a merge.
   */
  customerId: string;
  accountId: string;
  /**
   * Business key, for ever: the same (source, sourceId, line) is credited once. `line` is 0 or more;
   * of what several programmes give for one thing it is the programme's number.
   */
  source: string;
  sourceId: string;
  line: number;
  kind: EarnKind;
  /** 0 records the order's lines and the key, and writes no entry. */
  points: number;
  orderId?: string;
  /** When it happened in the shop; expiry and tier window count from here. */
  occurredAt: Date;
  /** When the points end; by the programme's rule unless given. A day from when they are usable at least. */
  expiresAt?: Date;
  locationId?: string;
  /** The order's lines with their share of `points`; refunds take back by these. Totals in minor units. */
  lines?: { lineNo: number; total: number; points: number }[];
  /** Rule and inputs, as `quote` gives it. No personal data. */
  reason?: Record<string, unknown>;
  description?: string;
  /** Version of the programme's rules that gave `points`. */
  ruleVersion?: number;
}

export interface EarnResult {
  /** `conflict`: the key is taken by another credit; nothing was written for this item. */
  status: 'credited' | 'duplicate' | 'conflict';
  entryId: string | null;
  points: number;
  /** The points are not usable yet. */
  pending: boolean;
  debtRepaid: number;
  /**
   * What the owner has after this item, over all accounts of the programme. A duplicate answers the figures
   * of the first; of an owner of several accounts, those of this one.
   */
  balance: Balance;
  tierFrom: string | null;
  tierTo: string | null;
  progress: TierProgress;
}

export interface ReverseItem {
  orderId: string;
  refundId: string;
  source: string;
  sourceRefundId: string;
  occurredAt: Date;
  /** `refundedSoFar`: money of the line given back up to and including this refund, in minor units. */
  lines: { lineNo: number; lineTotal: number; refundedSoFar: number }[];
}

export interface ReverseResult {
  status: 'reversed' | 'duplicate' | 'conflict';
  /** Earned points taken back, those counted as taken because they had expired and the debt included. */
  taken: number;
  /** Redeemed points given back. */
  returned: number;
  /** Part of `taken` that could not be taken and is owed now. */
  debt: number;
  /** Null where the order never touched the ledger. */
  balance: Balance | null;
}

export interface SpendItem {
  customerId: string;
  accountId: string;
  source: string;
  sourceId: string;
  line: number;
  /** 1 or more. */
  points: number;
  orderId?: string;
  occurredAt: Date;
  locationId?: string;
  /** The order's lines with their share of `points`; refunds give back by these. Totals in minor units. */
  lines?: { lineNo: number; total: number; points: number }[];
  reason?: Record<string, unknown>;
  description?: string;
  ruleVersion?: number;
}

export interface SpendResult {
  /** `insufficient`: fewer points are usable; nothing was written and the key stays free. */
  status: 'spent' | 'duplicate' | 'conflict' | 'insufficient';
  entryId: string | null;
  points: number;
  balance: Balance;
}
