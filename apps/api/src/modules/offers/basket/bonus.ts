import type { EarnReason, OfferTerms } from '@wafa/contract';
import { apportion } from '../../loyalty/index.ts';
import type { OfferRow } from '../types.ts';
import { bonusPoints, placesOf } from './rules/benefits.ts';

/** An offer used by an order, as far as points go. `points` becomes what it gave. */
export interface PointsUse {
  claimId: string;
  /** Its counters are counted on. */
  offer: OfferRow;
  terms: OfferTerms;
  points: number;
}

/** What an order earns, with the lines that were asked about. */
export interface BonusQuote {
  points: number;
  lines: { lineNo: number; points: number }[];
  reason: EarnReason;
  standing: { isEnrolled: boolean };
}

/** A line of an order, for the share it gets. */
export interface BonusLine {
  lineNo: number;
  sku: string;
  category: string | null;
  quantity: number;
  total: number;
}

/**
 * Adds the bonus points of offers to what an order earns, shared out to the lines they are about by what was
 * paid (free lines alike), so that refunds take them back in the same proportion. Multipliers count what the
 * lines earn without offers. Whoever is not enrolled gets none.
 */
export function addBonus<Q extends BonusQuote>(
  uses: readonly PointsUse[],
  quote: Q,
  lines: readonly BonusLine[],
): Q {
  let result = quote;
  for (const use of uses) {
    const { benefit } = use.terms;
    if (benefit.kind !== 'bonus_points' && benefit.kind !== 'points_multiplier') continue;
    const before = use.points;
    const places = placesOf(
      use.terms,
      lines.map((line) => ({ ...line, points: 0 })),
    );
    use.points = quote.standing.isEnrolled
      ? pointsOf(
          use,
          places.map((place) => quote.lines[place]?.points ?? 0),
        )
      : 0;
    use.offer.spentPoints += use.points - before;
    result = withPoints(result, use, places, lines);
  }
  return result;
}

/** A fixed bonus was decided when the offer was taken; a multiplier gives no more than its budget leaves. */
function pointsOf({ terms, offer, points }: PointsUse, earned: readonly number[]): number {
  if (terms.benefit.kind === 'bonus_points') return points;
  const wanted = bonusPoints(terms.benefit, earned);
  const left = offer.pointsBudget === null ? wanted : offer.pointsBudget - offer.spentPoints + points;
  return Math.min(wanted, Math.max(0, left));
}

function withPoints<Q extends BonusQuote>(
  quote: Q,
  { offer, points, terms }: PointsUse,
  places: readonly number[],
  lines: readonly BonusLine[],
): Q {
  if (points === 0) return quote;
  const paid = places.map((place) => BigInt(lines[place]?.total ?? 0));
  const weights = paid.every((total) => total === 0n) ? paid.map(() => 1n) : paid;
  const shares = apportion(BigInt(points), weights);
  const { reason } = quote;
  return {
    ...quote,
    points: quote.points + points,
    lines: quote.lines.map((line, place) => ({
      ...line,
      points: line.points + Number(shares[places.indexOf(place)] ?? 0n),
    })),
    reason: {
      ...reason,
      base: reason.base ?? quote.points,
      rules: [
        ...(reason.rules ?? []),
        { id: offer.key, kind: 'offer', points, inputs: { offer: terms.name.en, version: offer.version } },
      ],
    },
  };
}
