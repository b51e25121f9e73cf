import type { Field } from '../compare/levels.ts';
import type { Prepared } from '../compare/prepare.ts';

/**
 * A pass: people with one of its keys in common are compared. `uses` are the fields that the key is made of:
 * they say nothing about the pairs which it finds, so the model is not estimated from them there.
 */
export interface Pass {
  name: string;
  uses: readonly Field[];
  keys(person: Prepared): string[];
}

/** The first letters of a compared text: they survive most typing errors and an abbreviated end. */
const head = 5;

/**
 * The passes. Each is blind to errors in the fields that it does not use, so a pair is lost only when every
 * pass meets an error: with the fields of FEBRL 4 they reach all but a few of 5,000 pairs.
 *
 * Hernández & Stolfo (1995), "The merge/purge problem for large databases": several cheap passes find more
 * than one precise one.
 */
export const passes: readonly Pass[] = [
  { name: 'phone', uses: ['phone'], keys: ({ phone }) => some(phone.slice(-9)) },
  {
    name: 'email',
    uses: ['email'],
    keys: ({ email }) => (email.local.length >= 5 ? [email.local] : some(email.local, email.domain)),
  },
  {
    name: 'names',
    uses: ['given', 'family'],
    keys: (person) => both(person, (given, family) => some(...[given, family].sort())),
  },
  { name: 'birthday', uses: ['birthday'], keys: ({ birthday }) => some(birthday) },
  {
    name: 'family-year',
    uses: ['given', 'family', 'birthday'],
    keys: (person) => parts(person).flatMap((key) => some(key, person.birthday.slice(0, 4))),
  },
  {
    name: 'name-day',
    uses: ['given', 'family', 'birthday'],
    keys: (person) => parts(person).flatMap((key) => some(key, dayOf(person.birthday))),
  },
  {
    name: 'name-postcode',
    uses: ['given', 'family', 'postcode'],
    keys: (person) => pairs(parts(person), of(person, 'postcode')),
  },
  {
    name: 'name-suburb',
    uses: ['given', 'family', 'suburb'],
    keys: (person) => pairs(parts(person), of(person, 'suburb', head)),
  },
  {
    name: 'name-street',
    uses: ['given', 'family', 'street'],
    keys: (person) => pairs(parts(person), of(person, 'street', head)),
  },
  {
    name: 'street-number',
    uses: ['street', 'number'],
    keys: (person) => each(person, ({ street, number }) => some(street.slice(0, head), number)),
  },
  {
    name: 'postcode-number',
    uses: ['postcode', 'number'],
    keys: (person) => each(person, ({ postcode, number }) => some(postcode, number)),
  },
  {
    name: 'postcode-street',
    uses: ['postcode', 'street'],
    keys: (person) => each(person, ({ postcode, street }) => some(postcode, street.slice(0, 3))),
  },
  {
    name: 'street-suburb',
    uses: ['street', 'suburb'],
    keys: (person) =>
      each(person, ({ street, suburb }) => some(street.slice(0, head), suburb.slice(0, head))),
  },
  { name: 'extra', uses: ['extra', 'street'], keys: (person) => of(person, 'extra', 10) },
];

/** Where a block is too large, its people are put in this order, and only neighbours are compared. */
export function sortKey(person: Prepared): string {
  const name = person.names[0];
  return `${name?.family.key ?? ''} ${name?.given.key ?? ''} ${person.birthday}`;
}

/**
 * Every key of a person with its pass's name in front: for an index that finds candidates one at a time, in
 * memory or as rows of a table. At most 4 names and 4 addresses are read, so there are at most about 120.
 */
export function blockingKeys(person: Prepared): string[] {
  const found = new Set<string>();
  for (const pass of passes) for (const key of pass.keys(person)) found.add(`${pass.name}:${key}`);
  return [...found];
}

/** A key of all the parts, or none when one of them is missing. */
function some(...values: string[]): string[] {
  return values.every((value) => value !== '') ? [values.join('|')] : [];
}

function pairs(first: string[], second: string[]): string[] {
  return first.flatMap((a) => second.flatMap((b) => some(a, b)));
}

function both(person: Prepared, keys: (given: string, family: string) => string[]): string[] {
  return distinct(person.names.flatMap(({ given, family }) => keys(given.key, family.key)));
}

/** Given and family name alike, since they are exchanged now and then. */
function parts(person: Prepared): string[] {
  return distinct(
    person.names.flatMap(({ given, family }) => [given.key, family.key]).filter((key) => key !== ''),
  );
}

function each(person: Prepared, keys: (address: Prepared['addresses'][number]) => string[]): string[] {
  return distinct(person.addresses.flatMap(keys));
}

function of(person: Prepared, field: 'street' | 'extra' | 'suburb' | 'postcode', letters = 64): string[] {
  return distinct(
    person.addresses.map((address) => address[field].slice(0, letters)).filter((value) => value !== ''),
  );
}

function distinct(values: string[]): string[] {
  return values.length < 2 ? values : [...new Set(values)];
}

/** Month and day in either order, so that 03-04 and 04-03 meet. */
function dayOf(birthday: string): string {
  if (birthday.length !== 8) return '';
  return [birthday.slice(4, 6), birthday.slice(6)].sort().join('');
}
