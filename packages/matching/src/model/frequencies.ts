import { valuesOf } from '../compare/compare.ts';
import type { Field } from '../compare/levels.ts';
import type { Prepared } from '../compare/prepare.ts';
import type { Frequencies } from './model.ts';

/** Values that are kept by name, per field: beyond the commonest thousand shares differ little. */
const keptAtMost = 1_000;

/** Fields whose values are common or rare enough for their share to matter. */
export const weighted: readonly Field[] = [
  'given',
  'family',
  'street',
  'extra',
  'suburb',
  'postcode',
  'state',
];

/** How often each value of a field is found, as shares of the people who have one. */
export function frequenciesOf(
  people: readonly Prepared[],
  field: Field,
): Frequencies & { coincidence: number } {
  const counts = new Map<string, number>();
  let known = 0;
  for (const person of people) {
    for (const value of valuesOf(person, field)) {
      if (value === '') continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
      known++;
    }
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const kept = sorted.slice(0, keptAtMost);
  const rest = sorted.slice(keptAtMost);
  const remaining = rest.reduce((total, [, count]) => total + count, 0);
  const pairs = known * (known - 1);
  const equal = sorted.reduce((total, [, count]) => total + count * (count - 1), 0);
  return {
    common: Object.fromEntries(kept.map(([value, count]) => [value, count / known])),
    other: rest.length > 0 ? remaining / rest.length / known : 1 / Math.max(known, 2),
    // Chance that two people drawn at random agree: u of the exact level, without drawing them.
    coincidence: pairs > 0 ? equal / pairs : 0,
  };
}
