/** How far two values of a field agree. The order is that of the numbers in comparison vectors. */
export const levels = ['missing', 'differ', 'distant', 'close', 'exact'] as const;
export type Level = (typeof levels)[number];

export const missing = 0;
export const differ = 1;
export const distant = 2;
export const close = 3;
export const exact = 4;

/** The fields that are compared, in the order of comparison vectors. */
export const fields = [
  'given',
  'family',
  'birthday',
  'phone',
  'email',
  'number',
  'street',
  'extra',
  'suburb',
  'postcode',
  'state',
] as const;
export type Field = (typeof fields)[number];

/** One level per field, by the order of `fields`. */
export type Comparison = Uint8Array;

/**
 * The levels of two fields whose values were exchanged: one less than the crosswise levels, the better one
 * first, so that the result does not depend on which side is compared with which.
 */
export function crosswise(there: number, back: number): [number, number] {
  const better = Math.max(there, back);
  const worse = Math.min(there, back);
  return [weaker(better), weaker(worse)];
}

function weaker(level: number): number {
  return level > differ ? level - 1 : level;
}

/** The comparison in which most agrees; among equals the one whose earlier fields do, whatever the order. */
export function better<T extends readonly number[]>(one: T, other: T): T {
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference += (other[at] ?? 0) - (one[at] ?? 0);
  for (let at = 0; at < one.length && difference === 0; at++) difference = (other[at] ?? 0) - (one[at] ?? 0);
  return difference > 0 ? other : one;
}
