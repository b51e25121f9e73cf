import type { EarnRule, Tier } from '@wafa/contract';

/** A programme with its ladder, tiers by rising threshold. */
export interface ProgrammeRow {
  id: string;
  /** Tells the credits of one order in several programmes apart; never changes. */
  number: number;
  nameEn: string;
  nameAr: string;
  description: string | null;
  isDefault: boolean;
  isActive: boolean;
  /** Points per currency unit, in ten-thousandths: 10,000 is one point a unit. */
  pointsPerUnitE4: number;
  /** Orders below this, in minor units, earn nothing. */
  minimumSpend: number;
  /** What counts towards a tier. */
  tierBasis: 'points' | 'spend';
  /** Value of a point in ten-thousandths of a minor unit; null: points have no price. */
  worthE4: number | null;
  /** Local days until earned points are usable. */
  pendingDays: number;
  /** Points end at the end of this many months after the month of earning; null: never. */
  expiryMonths: number | null;
  /** Redeemed points that return to an expired lot live this many days. */
  returnDays: number;
  enrolment: 'automatic' | 'consent';
  /** Whether customers may give points to each other. */
  transfers: boolean;
  rules: EarnRule[];
  ruleVersion: number;
  startsAt: Date | null;
  endsAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  tiers: Tier[];
}
