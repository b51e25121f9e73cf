import type { BasketLine, Matter, RuleOf, Yield } from './types.ts';

type Multiplier = RuleOf<'multiplier'>;

/** What the rule adds to the programme's plain rate: (percent − 100) % of it. */
export function multiplierYield(rule: Multiplier, { programme, lines, currencyExponent }: Matter): Yield {
  const weights = lines.map((line) => BigInt(line.total));
  const eligible = weights.reduce((sum, weight) => sum + weight, 0n);
  const scale = 10_000n * 100n * 10n ** BigInt(currencyExponent);
  const factor = BigInt(programme.pointsPerUnitE4) * BigInt(rule.percent - 100);
  return {
    points: (eligible * factor) / scale,
    weights,
    inputs: { eligible: Number(eligible), percent: rule.percent },
  };
}

/**
 * Which multiplier counts for each line: the highest, of equal ones the one whose id comes first.
 * @param candidates rules that hold, with their lines
 */
export function highestByLine(
  candidates: readonly { rule: Multiplier; lines: readonly BasketLine[] }[],
): Map<BasketLine, Multiplier> {
  const best = new Map<BasketLine, Multiplier>();
  for (const { rule, lines } of candidates) {
    for (const line of lines) {
      const known = best.get(line);
      if (!known || isHigher(rule, known)) best.set(line, rule);
    }
  }
  return best;
}

const isHigher = (a: Multiplier, b: Multiplier) =>
  a.percent === b.percent ? a.id < b.id : a.percent > b.percent;
