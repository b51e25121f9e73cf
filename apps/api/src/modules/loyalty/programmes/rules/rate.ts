import { e4Of } from '../rules.ts';
import type { Matter, RuleOf, Yield } from './types.ts';

/** Further points per currency unit. */
export function rateYield(rule: RuleOf<'rate'>, { lines, currencyExponent }: Matter): Yield {
  const weights = lines.map((line) => BigInt(line.total));
  const eligible = weights.reduce((sum, weight) => sum + weight, 0n);
  const scale = 10_000n * 10n ** BigInt(currencyExponent);
  return {
    points: (eligible * BigInt(e4Of(rule.pointsPerUnit))) / scale,
    weights,
    inputs: { eligible: Number(eligible), pointsPerUnit: rule.pointsPerUnit },
  };
}
