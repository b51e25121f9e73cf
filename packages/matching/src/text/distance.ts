/** Longer texts are compared by their beginning, so that a comparison costs a bounded time. */
const lettersAtMost = 64;

/**
 * Jaro-Winkler similarity, 0 to 1, with the prefix bonus of .1 for up to four letters. Symmetric; 1 only for
 * equal texts; 0 where one is empty. By UTF-16 units.
 *
 * Winkler (1990), "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model".
 */
export function jaroWinkler(first: string, second: string): number {
  if (first === second) return first === '' ? 0 : 1;
  const [a, b] = ordered(first, second);
  if (a.length === 0) return 0;
  const reach = Math.max(0, (b.length >> 1) - 1);
  const takenA = new Uint8Array(a.length);
  const takenB = new Uint8Array(b.length);
  let common = 0;
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (takenB[j] === 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      takenA[i] = 1;
      takenB[j] = 1;
      common++;
      break;
    }
  }
  if (common === 0) return 0;
  let crossed = 0;
  for (let i = 0, j = 0; i < a.length; i++) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j++;
    if (a.charCodeAt(i) !== b.charCodeAt(j++)) crossed++;
  }
  const jaro = (common / a.length + common / b.length + (common - crossed / 2) / common) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  return Math.min(jaro + prefix * 0.1 * (1 - jaro), 1);
}

/**
 * How many single-letter edits part two texts (insert, delete, replace, swap neighbours), counted up to
 * `limit`; more answers limit + 1. Symmetric.
 *
 * Damerau (1964), "A technique for computer detection and correction of spelling errors", in the restricted
 * form (no letter is edited twice).
 */
export function editDistance(first: string, second: string, limit = 3): number {
  const [a, b] = ordered(first, second);
  if (a === b) return 0;
  if (b.length - a.length > limit) return limit + 1;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let cost = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + same);
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    // A swap reaches two rows back, so both have to lie above the limit.
    if (least > limit && Math.min(...old) > limit) return limit + 1;
    older = old;
    old = row;
  }
  return Math.min(old[b.length] ?? 0, limit + 1);
}

/** The shorter text first, equal lengths by their letters: both directions are the same computation. */
function ordered(first: string, second: string): [string, string] {
  const a = first.length > lettersAtMost ? first.slice(0, lettersAtMost) : first;
  const b = second.length > lettersAtMost ? second.slice(0, lettersAtMost) : second;
  return a.length < b.length || (a.length === b.length && a <= b) ? [a, b] : [b, a];
}
