import { origins, type Word } from '../../../demo/names.ts';
import { cumulate, type Random } from '../../../demo/random.ts';
import type { NewCustomer } from '../profile/bulk.ts';

/** A made-up customer; `sourceId` names them in the test. */
export type CrowdCustomer = NewCustomer & { sourceId: string };

/** Customers of whom some stand twice: `copies` and `relatives` are pairs of source ids. */
export interface Crowd {
  customers: CrowdCustomer[];
  copies: [string, string][];
  relatives: [string, string][];
}

interface Base {
  first: Word;
  last: Word;
  customer: CrowdCustomer;
}

const originSums = cumulate(origins.map((origin) => origin.share));
const streets =
  'King Fahd,Olaya,Tahlia,Prince Sultan,Palestine,Al Madinah,Corniche,Takhassusi,Hira,Sari'.split(',');
const cities = ['Riyadh', 'Jeddah', 'Dammam', 'Mecca'];

/**
 * `size` customers with names in Latin script, in Arabic or in both. Every eleventh stands once more as people
 * come to stand twice: written in the other script, with another phone number or none, another mailbox or
 * none, now and then a digit of the birthday wrong or the street shortened. Every thirteenth has somebody of
 * the family beside them: same family name and address, and the next phone number.
 */
export function makeCrowd(random: Random, size: number, mark: string): Crowd {
  const crowd: Crowd = { customers: [], copies: [], relatives: [] };
  const add = (customer: CrowdCustomer) => crowd.customers.push(customer);
  for (let index = 0; index < size; index++) {
    const copied = index % 11 === 3;
    const base = makeBase(random, `${mark}-${index}`, index, copied);
    add(base.customer);
    if (copied) {
      const copy = copyOf(random, base);
      add(copy);
      crowd.copies.push([base.customer.sourceId, copy.sourceId]);
    } else if (index % 13 === 5) {
      const relative = relativeOf(random, base);
      add(relative);
      crowd.relatives.push([base.customer.sourceId, relative.sourceId]);
    }
  }
  return crowd;
}

type Script = 'latin' | 'arabic' | 'both';

function named(script: Script, first: Word, last: Word) {
  if (script === 'arabic') return { firstName: first[1], lastName: last[1] };
  const latin = { firstName: first[0], lastName: last[0] };
  return script === 'latin' ? latin : { ...latin, firstNameAr: first[1], lastNameAr: last[1] };
}

function makeBase(random: Random, sourceId: string, index: number, copied: boolean): Base {
  const origin = origins[random.weighted(originSums)] ?? origins[0];
  if (!origin) throw new Error('no origins');
  const first = random.pick(random.chance(0.5) ? origin.men : origin.women);
  const last = random.pick(origin.families);
  const script = random.pick(['latin', 'latin', 'arabic', 'both'] as const);
  const birthday = `${random.integer(1955, 2006)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
  const hasAddress = random.chance(0.75);
  const mailbox = `${first[0]}.${last[0]}${random.integer(1, 999)}`.toLowerCase().replace(/[^a-z0-9.]/g, '');
  const customer: CrowdCustomer = {
    source: 'crowd',
    sourceId,
    ...named(script, first, last),
    // Whoever stands twice has to be known by something.
    birthday: copied || random.chance(0.8) ? birthday : null,
    phone: random.chance(0.9) ? phoneOf(index * 2) : null,
    email: random.chance(0.7) ? `${mailbox}.${index}@example.com` : null,
    ...(hasAddress || copied ? { address: addressOf(random) } : {}),
  };
  return { first, last, customer };
}

function copyOf(random: Random, { first, last, customer }: Base): CrowdCustomer {
  const wasArabic = customer.firstName === first[1];
  const other: Script = wasArabic ? 'latin' : 'arabic';
  const { birthday, address, email, phone } = customer;
  return {
    source: 'crowd',
    sourceId: `${customer.sourceId}-again`,
    ...named(other, first, last),
    birthday: random.chance(0.15) ? birthday?.replace(/\d(?=-)/, nextDigit) : birthday,
    phone: phone && random.chance(0.4) ? phone.replace('+96655', '+96656') : null,
    email: email && random.chance(0.4) ? email.replace('example.com', 'example.org') : null,
    ...(address && random.chance(0.7)
      ? {
          address: {
            ...address,
            street1: address.street1.replace(' Street', random.chance(0.5) ? ' St' : ''),
          },
        }
      : {}),
  };
}

function relativeOf(random: Random, { first, last, customer }: Base): CrowdCustomer {
  const origin = origins.find(({ families }) => families.includes(last)) ?? origins[0];
  const others = [...(origin?.men ?? []), ...(origin?.women ?? [])].filter(([latin]) => latin !== first[0]);
  const isArabic = customer.firstName === first[1];
  return {
    source: 'crowd',
    sourceId: `${customer.sourceId}-relative`,
    ...named(isArabic ? 'arabic' : 'latin', random.pick(others), last),
    birthday: `${random.integer(1955, 2006)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`,
    phone: customer.phone?.replace(/.$/, nextDigit),
    ...(customer.address ? { address: customer.address } : {}),
  };
}

function addressOf(random: Random): NonNullable<NewCustomer['address']> {
  return {
    street1: `${random.integer(1, 400)} ${random.pick(streets)} Street`,
    city: random.pick(cities),
    postalCode: String(random.integer(11_000, 11_900)),
  };
}

/** Even numbers, so that the next one is free for a relative; the digits are spread as those of a region are. */
function phoneOf(number: number): string {
  return `+96655${String((number * 7_919 * 2) % 10_000_000).padStart(7, '0')}`;
}

const nextDigit = (digit: string) => String((Number(digit) + 1) % 10);
const two = (value: number) => String(value).padStart(2, '0');
