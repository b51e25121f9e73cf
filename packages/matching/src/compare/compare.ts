import { compareAddresses } from './address.ts';
import { type Comparison, type Field, fields } from './levels.ts';
import { compareNames } from './names.ts';
import type { Prepared } from './prepare.ts';
import { compareBirthday, compareEmail, comparePhone } from './values.ts';

/** The level of every field of two people; symmetric. */
export function compare(a: Prepared, b: Prepared): Comparison {
  const levels = new Uint8Array(fields.length);
  const [given, family] = compareNames(a.names, b.names);
  levels[0] = given;
  levels[1] = family;
  levels[2] = compareBirthday(a.birthday, b.birthday);
  levels[3] = comparePhone(a.phone, b.phone);
  levels[4] = compareEmail(a.email, b.email);
  levels.set(compareAddresses(a.addresses, b.addresses), 5);
  return levels;
}

/** The comparisons of many pairs, in one block of memory: one byte per field. */
export interface Comparisons {
  count: number;
  at(pair: number): Comparison;
}

/** Compares the people at positions `first[i]` and `second[i]`, for every i. */
export function compareAll(
  people: readonly Prepared[],
  { first, second }: { first: Uint32Array; second: Uint32Array },
): Comparisons {
  const all = new Uint8Array(first.length * fields.length);
  for (let pair = 0; pair < first.length; pair++) {
    const a = people[first[pair] ?? 0];
    const b = people[second[pair] ?? 0];
    if (a && b) all.set(compare(a, b), pair * fields.length);
  }
  return {
    count: first.length,
    at: (pair) => all.subarray(pair * fields.length, (pair + 1) * fields.length),
  };
}

/**
 * The values of a field as its exact level compares them; '' where missing. A person has several where a
 * name or an address stands in several forms.
 */
export function valuesOf(person: Prepared, field: Field): string[] {
  switch (field) {
    case 'given':
    case 'family':
      return person.names.map((name) => name[field].compact);
    case 'birthday':
    case 'phone':
      return [person[field]];
    case 'email':
      return [person.email.local === '' ? '' : `${person.email.local}@${person.email.domain}`];
    default:
      return person.addresses.map((address) => address[field]);
  }
}
