import type { ClaimStatus, OfferCodeMode, OfferStatus, OfferTerms } from '@wafa/contract';

/** An offer with the terms that hold now. Money in minor units. */
export interface OfferRow {
  id: string;
  key: string;
  status: OfferStatus;
  version: number;
  codeMode: OfferCodeMode;
  totalLimit: number | null;
  moneyBudget: number | null;
  pointsBudget: number | null;
  /** Takers go one by one, and the three counters are kept; those of other offers stay 0. */
  isLimited: boolean;
  taken: number;
  spentMoney: number;
  spentPoints: number;
  /** Key of the hash that keeps the control group apart. */
  seed: Buffer;
  holdoutPercent: number;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  terms: OfferTerms;
}

/** An offer taken by a customer. */
export interface ClaimRow {
  id: string;
  offerId: string;
  version: number;
  customerId: string | null;
  code: string | null;
  status: ClaimStatus;
  claimedAt: Date;
  expiresAt: Date | null;
  redeemedAt: Date | null;
  endedAt: Date | null;
  orderId: string | null;
  discount: number;
  points: number;
  /** Of its version. */
  terms: OfferTerms;
}

export type CodeKind = 'shared' | 'single' | 'personal';

/** A code that was named, and what stands behind it. */
export interface CodeRow {
  /** Folded, as codes are compared. */
  code: string;
  shown: string;
  offerId: string;
  kind: CodeKind;
  claimId: string | null;
  claimStatus: ClaimStatus | null;
  claimCustomerId: string | null;
  claimExpiresAt: Date | null;
}
