/**
 * Which offers a basket gets. Offers act one after the other by priority, then key, each on what those before
 * it left of a line. An exclusive offer goes with no other, and of a stacking group at most one counts. Of all
 * combinations the best is the one with the most discount; then the most bonus points, the most gifts, the
 * fewest offers, and at last the one that comes first by priority and key. Up to `exhaustiveUpTo` offers every
 * combination is tried; above, offers are added one by one up to ten, each time the one that improves most.
 */
import { effectOf } from './benefits.ts';
import type { BasketLine, Candidate, Effect } from './types.ts';

/** 2^8 combinations of a basket of 500 lines take about 0.1 s; carts with more usable offers are rare. */
export const exhaustiveUpTo = 8;

/** An order names no more; it also bounds the work for a basket with many offers. */
const mostOffers = 10;

/** The order in which offers act. */
export function actingOrder(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort(
    (a, b) =>
      a.terms.stacking.priority - b.terms.stacking.priority || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
}

/** Whether two offers may count for the same basket. */
export function mayMeet(a: Candidate, b: Candidate): boolean {
  const [one, other] = [a.terms.stacking, b.terms.stacking];
  if (one.exclusive || other.exclusive) return false;
  return !one.group || one.group !== other.group;
}

/** Whether all of these may count for one basket. */
export function mayStand(candidates: readonly Candidate[]): boolean {
  return candidates.every((a, n) => candidates.slice(n + 1).every((b) => mayMeet(a, b)));
}

/** What offers do together, in the order given; lines are taken as they stand. */
function actTogether(candidates: readonly Candidate[], lines: readonly BasketLine[]): Effect[] {
  const left = lines.map((line) => line.total);
  return candidates.map((candidate) => {
    const effect = effectOf(candidate, lines, left);
    for (const [place, share] of effect.shares.entries()) left[place] = (left[place] ?? 0) - share;
    return effect;
  });
}

/** The best combination for a basket, in acting order, with each offer's share of every line. */
export function bestOf(candidates: readonly Candidate[], lines: readonly BasketLine[]): Effect[] {
  const ordered = actingOrder(candidates);
  return inCanonicalOrder(lines, (sorted) =>
    ordered.length <= exhaustiveUpTo ? tryAll(ordered, sorted) : addOneByOne(ordered, sorted),
  );
}

/** What offers that may stand together do to a basket, in acting order. */
export function effectsOf(candidates: readonly Candidate[], lines: readonly BasketLine[]): Effect[] {
  return inCanonicalOrder(lines, (sorted) => actTogether(actingOrder(candidates), sorted));
}

/** Remainders go by the place of a line; this makes it depend on the line alone, not on how it was sent. */
function inCanonicalOrder(
  lines: readonly BasketLine[],
  work: (sorted: readonly BasketLine[]) => Effect[],
): Effect[] {
  const places = canonicalOrder(lines);
  return work(places.map((place) => lines[place] as BasketLine)).map((effect) => {
    const shares = lines.map(() => 0);
    for (const [n, place] of places.entries()) shares[place] = effect.shares[n] ?? 0;
    return { ...effect, shares };
  });
}

function canonicalOrder(lines: readonly BasketLine[]): number[] {
  const keyOf = (line: BasketLine) =>
    JSON.stringify([line.sku, line.category, line.total, line.quantity, line.points]);
  return lines
    .map((line, place) => ({ place, key: keyOf(line) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place))
    .map(({ place }) => place);
}

function tryAll(ordered: readonly Candidate[], lines: readonly BasketLine[]): Effect[] {
  let best: Effect[] = [];
  const visit = (from: number, chosen: readonly Candidate[]): void => {
    for (let n = from; n < ordered.length; n++) {
      const next = ordered[n] as Candidate;
      if (!chosen.every((other) => mayMeet(other, next))) continue;
      const together = [...chosen, next];
      const effects = actTogether(together, lines);
      if (isBetter(effects, best)) best = effects;
      visit(n + 1, together);
    }
  };
  visit(0, []);
  return best;
}

function addOneByOne(ordered: readonly Candidate[], lines: readonly BasketLine[]): Effect[] {
  let best: Effect[] = [];
  for (const alone of ordered.filter(({ terms }) => terms.stacking.exclusive)) {
    const effects = actTogether([alone], lines);
    if (isBetter(effects, best)) best = effects;
  }
  let chosen: Effect[] = [];
  for (;;) {
    let improved: Effect[] | undefined;
    for (const next of ordered) {
      const now = chosen.map(({ candidate }) => candidate);
      if (now.includes(next) || next.terms.stacking.exclusive || !now.every((other) => mayMeet(other, next)))
        continue;
      const effects = actTogether(actingOrder([...now, next]), lines);
      if (isBetter(effects, improved ?? chosen)) improved = effects;
    }
    if (improved) chosen = improved;
    if (!improved || chosen.length === mostOffers) return isBetter(chosen, best) ? chosen : best;
  }
}

/** Strictly better; of equals the one found first stays. */
function isBetter(effects: readonly Effect[], than: readonly Effect[]): boolean {
  const [a, b] = [worthOf(effects), worthOf(than)];
  for (const [n, value] of a.entries()) if (value !== b[n]) return value > (b[n] as number);
  return false;
}

function worthOf(effects: readonly Effect[]): number[] {
  const sum = (of: (effect: Effect) => number) => effects.reduce((total, effect) => total + of(effect), 0);
  return [
    sum(({ discount }) => discount),
    sum(({ points }) => points),
    sum(({ gifts }) => gifts),
    -effects.length,
  ];
}
