import type { OfferBenefit, OfferTerms } from '@wafa/contract';
import { apportion } from '../../../loyalty/index.ts';
import type { BasketLine, Candidate, Effect } from './types.ts';

const full = 10_000n;

/** Places of the lines that an offer is about. */
export function placesOf(
  { scope, excludedSkus }: Pick<OfferTerms, 'scope' | 'excludedSkus'>,
  lines: readonly BasketLine[],
): number[] {
  const isAbout = (line: BasketLine): boolean => {
    if (excludedSkus.includes(line.sku)) return false;
    if (scope.kind === 'products') return scope.skus.includes(line.sku);
    if (scope.kind === 'categories')
      return line.category !== null && scope.categories.includes(line.category);
    return true;
  };
  return lines.flatMap((line, place) => (isAbout(line) ? [place] : []));
}

/**
 * What an offer does to a basket of which `left` remains to be paid, line by line. No share is more than
 * what is left of its line; the shares add up to the discount; no budget is passed.
 */
export function effectOf(
  candidate: Candidate,
  lines: readonly BasketLine[],
  left: readonly number[],
): Effect {
  const { benefit } = candidate.terms;
  const places = placesOf(candidate.terms, lines);
  const wanted = wantedShares(
    benefit,
    places.map((place) => ({
      quantity: BigInt(lines[place]?.quantity ?? 0),
      left: BigInt(left[place] ?? 0),
    })),
  );
  const within = cut(wanted, candidate.moneyLeft);
  const shares = lines.map(() => 0);
  for (const [n, place] of places.entries()) shares[place] = Number(within[n]);
  const points = bonusPoints(
    benefit,
    places.map((place) => lines[place]?.points ?? 0),
  );
  return {
    candidate,
    shares,
    discount: shares.reduce((sum, share) => sum + share, 0),
    points: candidate.pointsLeft === null ? points : Math.min(points, candidate.pointsLeft),
    gifts: benefit.kind === 'gift' && places.length > 0 ? benefit.quantity : 0,
  };
}

/** Points that a benefit adds to what its lines earn, rounded down once. */
export function bonusPoints(benefit: OfferBenefit, linePoints: readonly number[]): number {
  if (linePoints.length === 0) return 0;
  if (benefit.kind === 'bonus_points') return benefit.points;
  if (benefit.kind !== 'points_multiplier') return 0;
  const earned = linePoints.reduce((sum, points) => sum + BigInt(points), 0n);
  return Number((earned * BigInt(benefit.percent - 100)) / 100n);
}

/** A line that an offer is about: how many items, and what of its price remains. */
interface Part {
  quantity: bigint;
  left: bigint;
}

function wantedShares(benefit: OfferBenefit, parts: readonly Part[]): bigint[] {
  const base = parts.reduce((sum, part) => sum + part.left, 0n);
  const weights = parts.map((part) => part.left);
  switch (benefit.kind) {
    case 'percent': {
      const discount = (base * BigInt(benefit.percentBp)) / full;
      return apportion(least(discount, benefit.cap), weights);
    }
    case 'amount':
      return apportion(least(base, benefit.amount), weights);
    case 'fixed_price':
      return parts.map(({ quantity, left }) => {
        const price = quantity * BigInt(benefit.price);
        return left > price ? left - price : 0n;
      });
    case 'buy_get':
      return cheapestFree(benefit, parts);
    default:
      return parts.map(() => 0n);
  }
}

/** Of every `buy + get` items the cheapest `get` of the basket are discounted; each line rounds down. */
function cheapestFree(benefit: Extract<OfferBenefit, { kind: 'buy_get' }>, parts: readonly Part[]): bigint[] {
  const items = parts.reduce((sum, part) => sum + part.quantity, 0n);
  const groups = least(items / BigInt(benefit.buy + benefit.get), benefit.times);
  let toGive = groups * BigInt(benefit.get);
  const shares = parts.map(() => 0n);
  const cheapestFirst = [...parts.entries()].sort(([, a], [, b]) =>
    compare(a.left * b.quantity, b.left * a.quantity),
  );
  for (const [n, { quantity, left }] of cheapestFirst) {
    const given = quantity < toGive ? quantity : toGive;
    shares[n] = (left * given * BigInt(benefit.percentBp)) / (quantity * full);
    toGive -= given;
  }
  return shares;
}

/** Shares that together pass `most` are cut in proportion. */
function cut(shares: readonly bigint[], most: number | null): readonly bigint[] {
  if (most === null) return shares;
  const sum = shares.reduce((total, share) => total + share, 0n);
  return sum <= BigInt(most) ? shares : apportion(BigInt(most), shares);
}

const least = (value: bigint, most: number | null | undefined): bigint =>
  most !== null && most !== undefined && BigInt(most) < value ? BigInt(most) : value;

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
