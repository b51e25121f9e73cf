import { type CheckedGroup, rulesOf } from './types.ts';

/** Keys of the segments that rules name, once each. */
export function segmentsNamed(tree: CheckedGroup): string[] {
  const named = rulesOf(tree).flatMap(({ field, value }) =>
    field === 'segment' ? (Array.isArray(value) ? value.map(String) : [String(value)]) : [],
  );
  return [...new Set(named)];
}

export interface Dynamic {
  key: string;
  rules: CheckedGroup;
}

/**
 * Dynamic segments so that each comes after those its rules name. References to anything else (built-in, manual,
 * gone) order nothing. A circle, which saving refuses, would leave its members out.
 */
export function inOrder(segments: readonly Dynamic[]): Dynamic[] {
  const waiting = new Map(segments.map((segment) => [segment.key, segment]));
  const ordered: Dynamic[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const segment of [...waiting.values()]) {
      const isReady = segmentsNamed(segment.rules).every((key) => key === segment.key || !waiting.has(key));
      if (!isReady || segmentsNamed(segment.rules).includes(segment.key)) continue;
      waiting.delete(segment.key);
      ordered.push(segment);
      moved = true;
    }
  }
  return ordered;
}

/**
 * Whether `rules` of the segment `key` lead back to it.
 * @returns the key in `rules` from which the way leads back; undefined where none does
 */
export function circleThrough(
  key: string,
  rules: CheckedGroup,
  others: readonly Dynamic[],
): string | undefined {
  const named = new Map(others.map((other) => [other.key, segmentsNamed(other.rules)]));
  const leadsBack = (from: string): boolean => {
    const seen = new Set<string>();
    const open = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === key) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(named.get(next) ?? []));
    }
    return false;
  };
  return segmentsNamed(rules).find(leadsBack);
}
