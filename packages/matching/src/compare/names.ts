import { letterSimilarity, type PreparedName, preparedSimilarity } from '../names/similarity.ts';
import { editDistance } from '../text/distance.ts';
import { better, close, crosswise, differ, distant, exact, missing } from './levels.ts';

/** Given and family name of one script, made ready. */
export interface PreparedFullName {
  given: PreparedName;
  family: PreparedName;
}

/** Names of one script below this Jaro-Winkler similarity are neither a typing error nor a spelling apart. */
const worthAsking = 0.6;

/**
 * Two name parts: exact when they fold to the same, close when they sound the same (in either script) or
 * differ by a typing error, distant when they are alike or one is the other's beginning or initial.
 */
export function compareName(first: PreparedName, second: PreparedName): number {
  const a = first.compact;
  const b = second.compact;
  if (a === '' || b === '') return missing;
  if (a === b) return exact;
  const letters = letterSimilarity(first, second);
  const length = Math.min(a.length, b.length);
  if (letters >= 0.92) return close;
  // Most pairs have nothing in common: what costs more is asked only where the letters leave it open.
  if (letters >= worthAsking || first.arabic !== second.arabic) {
    if (letters > 0 && length >= 4 && editDistance(a, b, 1) <= 1) return close;
    const sounds = preparedSimilarity(first, second);
    if (sounds >= 0.9) return close;
    if (letters >= 0.8 || sounds >= 0.75) return distant;
  }
  if (length === 1 ? a[0] === b[0] : length >= 3 && (a.startsWith(b) || b.startsWith(a))) return distant;
  return differ;
}

/**
 * Levels of given and family name over all scripts in which both are known, as [given, family]. Where given
 * and family name only agree crosswise they were exchanged, and count one level less than they agree.
 */
export function compareNames(
  first: readonly PreparedFullName[],
  second: readonly PreparedFullName[],
): [number, number] {
  let best: [number, number] = [missing, missing];
  for (const a of first) {
    for (const b of second) best = better(best, compareFullName(a, b));
  }
  return best;
}

function compareFullName(a: PreparedFullName, b: PreparedFullName): [number, number] {
  const given = compareName(a.given, b.given);
  const family = compareName(a.family, b.family);
  if (given > distant || family > distant) return [given, family];
  const there = compareName(a.given, b.family);
  const back = compareName(a.family, b.given);
  return Math.max(there, back) >= close ? crosswise(there, back) : [given, family];
}
