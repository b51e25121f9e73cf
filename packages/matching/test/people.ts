import type { Person } from '../src/index.ts';
import { randomIntegers } from '../src/model/random.ts';

const givenNames = 'أحمد محمد خالد يوسف سمير وليد طارق كريم هشام ناصر ليلى مريم سارة فاطمة نورة هدى'.split(
  ' ',
);
const latin =
  'Ahmed Mohammed Khalid Youssef Samir Walid Tarek Karim Hisham Nasser Layla Maryam Sara Fatima Noura Hoda'.split(
    ' ',
  );
const families = 'Haddad Khoury Darwish Qahtani Mansour Saleh Najjar Shami Masri Bakri Zein Rahal'.split(' ');
const streets = 'Olaya Tahlia Corniche Palm Garden Market Station Harbour Cedar Museum'.split(' ');

/**
 * A made-up file: `size` people, of whom every tenth stands once more with the given name in Arabic, a digit
 * of the birthday wrong and no phone, and every tenth has somebody of their household beside them.
 */
export function file(size: number): Person[] {
  const next = randomIntegers(7);
  return Array.from({ length: size }, (_, at) => {
    const given = next(latin.length);
    const person = personAt(`p${at}`, given, next);
    if (at % 10 === 3) return [person, copyOf(person, given)];
    return at % 10 === 7 ? [person, relativeOf(person, (given + 5) % latin.length, next)] : [person];
  }).flat();
}

type Draw = (limit: number) => number;

function personAt(id: string, given: number, next: Draw): Person {
  return {
    id,
    names: [{ given: latin[given], family: `${families[next(families.length)]}${syllable(next)}` }],
    birthday: birthdayOf(next),
    phone: `+9665${10_000_000 + next(89_999_999)}`,
    email: `${syllable(next)}${syllable(next)}${next(1_000)}@example.com`,
    addresses: [
      {
        street: `${1 + next(90)} ${streets[next(streets.length)]}${syllable(next)} Street`,
        suburb: `${families[next(families.length)]} Quarter`,
        postcode: String(10_000 + next(400)),
      },
    ],
  };
}

function copyOf(person: Person, given: number): Person {
  return {
    ...person,
    id: `${person.id}-again`,
    names: [{ given: givenNames[given], family: person.names?.[0]?.family }],
    birthday: person.birthday?.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)),
    phone: null,
    email: `shop.${person.id}@example.org`,
  };
}

function relativeOf(person: Person, given: number, next: Draw): Person {
  const other = personAt(`${person.id}-relative`, given, next);
  return {
    ...other,
    names: [{ given: latin[given], family: person.names?.[0]?.family }],
    addresses: person.addresses,
  };
}

function birthdayOf(next: Draw): string {
  return `${1950 + next(55)}-${two(1 + next(12))}-${two(1 + next(28))}`;
}

function syllable(next: Draw): string {
  return ['ba', 'di', 'fo', 'ga', 'ki', 'lo', 'mu', 'ne', 'ri', 'so', 'ta', 'zu'][next(12)] ?? '';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
