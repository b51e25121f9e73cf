import type { Ladder } from '@wafa/contract';
import { inMinor, inUnits } from '../../shared/amounts.ts';

type Values = Record<string, unknown>;

/** A ladder as the form shows it; thresholds of money spent are in units of the currency. */
export function toFields(ladder: Ladder, currency: string): object {
  return {
    ...ladder,
    applyNow: false,
    expiryWarningDays: ladder.expiryWarningDays.map(String),
    tiers: ladder.tiers.map((tier) => ({
      ...tier,
      threshold: ladder.basis === 'spend' ? inUnits(tier.threshold, currency) : tier.threshold,
    })),
  };
}

/** What the contract takes, from what the form holds. */
export function fromFields(
  values: Values,
  { currency, ruleVersion }: { currency: string; ruleVersion: number },
): object {
  const { basis, window, windowMonths, fall, graceDays, tierWarningDays, applyNow } = values;
  const tiers = (values.tiers ?? []) as Values[];
  return {
    basis,
    window,
    // The field is hidden while the calendar year counts; what it said stays.
    ...(windowMonths === undefined ? {} : { windowMonths }),
    fall,
    graceDays,
    tierWarningDays,
    expiryWarningDays: ((values.expiryWarningDays ?? []) as string[]).map(Number),
    applyNow: applyNow ?? false,
    ruleVersion,
    tiers: tiers.map(({ key, name, threshold, multiplierPercent, benefits }) => ({
      key,
      name,
      threshold: basis === 'spend' ? inMinor(threshold, currency) : threshold,
      multiplierPercent,
      benefits: benefits ?? [],
    })),
  };
}
