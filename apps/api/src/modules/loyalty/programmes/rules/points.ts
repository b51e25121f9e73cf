import type { Matter, RuleOf, Yield } from './types.ts';

/** A fixed number of points per order, per line or per item. */
export function pointsYield(rule: RuleOf<'points'>, { lines }: Matter): Yield {
  const quantity = lines.reduce((sum, line) => sum + BigInt(line.quantity), 0n);
  const each = BigInt(rule.points);
  if (rule.per === 'item') {
    return {
      points: each * quantity,
      weights: lines.map((line) => BigInt(line.quantity)),
      inputs: { points: rule.points, per: rule.per, quantity: Number(quantity) },
    };
  }
  if (rule.per === 'line') {
    return {
      points: each * BigInt(lines.length),
      weights: lines.map(() => 1n),
      inputs: { points: rule.points, per: rule.per, lines: lines.length },
    };
  }
  const totals = lines.map((line) => BigInt(line.total));
  // A basket of free things only: the lines share alike.
  const isFree = totals.every((total) => total === 0n);
  return {
    points: each,
    weights: isFree ? totals.map(() => 1n) : totals,
    inputs: { points: rule.points, per: rule.per },
  };
}
