import { AppError } from '../../../platform/errors.ts';
import type { Standing } from '../ledger/types.ts';

/** What a basket earns, and why. `lines` carries every line asked, in that order. */
export interface SpendQuote {
  points: number;
  lines: { lineNo: number; points: number }[];
  /** Rule and inputs, as the receipt shows them and the entry keeps them. */
  reason: {
    programId: string;
    ruleVersion: number;
    /** Decimal, as `1` or `0.5`. */
    pointsPerUnit: string;
    tier: string | null;
    multiplierPercent: number;
    minimumSpend: number;
    /** What counted, in minor units. */
    eligible: number;
  };
}

/**
 * Points of a basket: floor(total × rate × multiplier), 0 under the minimum spend, apportioned to the
 * lines by largest remainder (ties: the earlier line), so that the lines add up to the whole.
 * @param currencyExponent digits of the currency's minor unit
 * @param lines totals in minor units, 0 or more
 * @throws AppError amount_too_large where the points exceed 2^53 − 1
 */
export function quoteSpend(
  standing: Standing,
  currencyExponent: number,
  lines: readonly { lineNo: number; total: number }[],
): SpendQuote {
  const { programme, multiplierPercent, tier } = standing;
  const total = lines.reduce((sum, line) => sum + BigInt(line.total), 0n);
  const enough = total >= BigInt(programme.minimumSpend);
  // Ten-thousandths of points, per cents of the multiplier, minor units per unit.
  const scale = 10_000n * 100n * 10n ** BigInt(currencyExponent);
  const factor = BigInt(programme.pointsPerUnitE4) * BigInt(multiplierPercent);
  const points = enough ? (total * factor) / scale : 0n;
  if (points > BigInt(Number.MAX_SAFE_INTEGER)) throw new AppError('amount_too_large', { field: 'lines' });
  const shares = apportion(
    points,
    lines.map((line) => BigInt(line.total)),
  );
  return {
    points: Number(points),
    lines: lines.map((line, index) => ({ lineNo: line.lineNo, points: Number(shares[index]) })),
    reason: {
      programId: programme.id,
      ruleVersion: programme.ruleVersion,
      pointsPerUnit: decimal(programme.pointsPerUnitE4),
      tier,
      multiplierPercent,
      minimumSpend: programme.minimumSpend,
      eligible: Number(total),
    },
  };
}

/** Splits `whole` in proportion to `weights` by largest remainder; the parts add up to `whole`. */
export function apportion(whole: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (whole * weight) / sum);
  const rest = Number(whole - parts.reduce((total, part) => total + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, rest)) parts[index] = (parts[index] as bigint) + 1n;
  return parts;
}

/** Ten-thousandths as a decimal without trailing zeros. */
export function decimal(e4: number): string {
  const digits = String(e4).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}

/** Value of points in minor units, rounded down; null where points have no price. */
export function worthOf(points: number, worthE4: number | null): number | null {
  return worthE4 === null ? null : Number((BigInt(points) * BigInt(worthE4)) / 10_000n);
}
