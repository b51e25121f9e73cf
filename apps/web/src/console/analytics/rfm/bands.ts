/** The values that give a score: from and to, both counted; null where there is no end. */
export interface Band {
  from: number | null;
  to: number | null;
}

export const scores = [5, 4, 3, 2, 1] as const;
export type Score = (typeof scores)[number];

/**
 * The values of each score by the cuts of the quintiles: `cuts[i]` is the last value of band i. Whole
 * numbers. A band is null where equal cuts leave it nothing.
 */
function bandsOf(cuts: readonly number[]): (Band | null)[] {
  return [...cuts, null].map((to, at) => {
    const before = cuts[at - 1];
    const from = before === undefined ? null : before + 1;
    return from !== null && to !== null && from > to ? null : { from, to };
  });
}

/** Days since the last order: the fewer, the better. */
export function recencyBand(cuts: readonly number[] | null, score: Score): Band | null {
  return (cuts && bandsOf(cuts)[5 - score]) ?? null;
}

/** Orders or spend: the more, the better. */
export function amountBand(cuts: readonly number[] | null, score: Score): Band | null {
  return (cuts && bandsOf(cuts)[score - 1]) ?? null;
}
