import type { EarnRule, EarnRuleKind } from '@wafa/contract';
import type { ProgrammeRow } from '../types.ts';
import type { Given } from './given.ts';

/** A line of a basket; total in minor units, 0 or more. */
export interface BasketLine {
  lineNo: number;
  sku: string;
  category: string | null;
  quantity: number;
  total: number;
}

/** What rules may ask about, as it stood before the order or event. */
export interface Circumstances {
  at: Date;
  /** IANA name of the store's time zone. */
  timeZone: string;
  /** Digits of the currency's minor unit. */
  currencyExponent: number;
  locationId: string | null;
  tier: string | null;
  segments: ReadonlySet<string>;
  /** The customer has no order that counts. */
  isFirstOrder: boolean;
  /** What rules with a cap over time gave this account so far. */
  given: Given;
}

/** What a rule is reckoned from. */
export interface Matter {
  programme: Pick<ProgrammeRow, 'pointsPerUnitE4'>;
  /** Lines that the rule counts. */
  lines: readonly BasketLine[];
  currencyExponent: number;
}

/** Points of a rule before caps, and in which proportion its lines share them. */
export interface Yield {
  points: bigint;
  weights: bigint[];
  inputs: Record<string, string | number>;
}

/** A rule of one kind. */
export type RuleOf<K extends EarnRuleKind> = Extract<EarnRule, { kind: K }>;

/** Why a rule or a programme gave points or none; a sentence stands for each as `earning.<why>`. */
export type Why =
  | 'applied'
  | 'capped'
  | 'cap_used_up'
  | 'excluded'
  | 'inactive'
  | 'not_yet'
  | 'over'
  | 'not_enrolled'
  | 'below_minimum'
  | 'only_events'
  | 'no_line'
  | 'outdone'
  | 'too_little'
  | 'locations'
  | 'weekdays'
  | 'hours'
  | 'tiers'
  | 'segments'
  | 'firstOrder'
  | 'minimumBasket';

/** What became of a rule. */
export interface Outcome {
  rule: EarnRule;
  why: Why;
  points: number;
  /** Shares of the lines that got points. */
  lines: { lineNo: number; points: number }[];
  inputs: Record<string, string | number>;
}
