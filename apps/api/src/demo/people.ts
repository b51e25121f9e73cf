import type { NewCustomer } from '../modules/customers/index.ts';
import { districts, firms, type Origin, origins, saudiPhone, type Word } from './names.ts';
import { cumulate, type Random } from './random.ts';

/** Name of the source system of everything in the demo store. */
export const demoSource = 'demo';

/** A customer to be made, with the key under which the demo makes them once. */
export type DemoCustomer = NewCustomer & { index: number; sourceId: string; createdAt: Date };

/** The customer with a sign-in and a history worth looking at. */
export const amal = {
  firstName: 'Amal',
  lastName: 'Hassan',
  firstNameAr: 'أمل',
  lastNameAr: 'حسن',
  email: 'amal@zahra.example',
  phone: '+966500000001',
  birthday: '1991-03-14',
  language: 'ar',
  preferredCategories: ['coffee', 'dates'],
  tags: ['family', 'delivery'],
} as const;

const originSums = cumulate(origins.map((origin) => origin.share));
const districtSums = cumulate(districts.map((district) => district.share));
const tagShares = [
  ['family', 0.28],
  ['student', 0.08],
  ['delivery', 0.15],
  ['newsletter', 0.22],
  ['gifts', 0.07],
  ['neighbour', 0.1],
] as const;

export const customerKey = (index: number): string => `C-${String(index + 1).padStart(5, '0')}`;

/**
 * The profile of customer number `index` (0 is Amal): name in both scripts, contact data that reaches
 * nobody (example.com, numbers full of zeros), habits of speech. `favourites` are keys of shelves.
 */
export function makePerson(
  random: Random,
  index: number,
  createdAt: Date,
  favourites: readonly string[],
): DemoCustomer {
  const base = { index, source: demoSource, sourceId: customerKey(index), createdAt };
  const origin = origins[random.weighted(originSums)] as Origin;
  const woman = random.chance(0.56);
  const first = random.pick(woman ? origin.women : origin.men);
  const last = random.pick(origin.families);
  const firm = random.chance(0.03) ? random.pick(firms) : undefined;
  const home = makeAddress(random);
  if (index === 0)
    return {
      ...base,
      ...amal,
      tags: [...amal.tags],
      preferredCategories: [...amal.preferredCategories],
      address: home,
    };
  const visitor = random.chance(0.12);
  return {
    ...base,
    firstName: first[0],
    lastName: last[0],
    firstNameAr: first[1],
    lastNameAr: last[1],
    ...(firm ? companyOf(firm, index) : {}),
    email: random.chance(0.72) ? emailOf(first, last, index) : null,
    phone: random.chance(0.9) ? phoneOf(visitor ? origin.phone : saudiPhone, index) : null,
    birthday: random.chance(0.62) ? birthdayOf(random, createdAt) : null,
    language: random.chance(origin.arabicShare) ? 'ar' : 'en',
    preferredCategories: random.chance(0.4) ? [...favourites] : [],
    tags: tagShares.filter(([, share]) => random.chance(share)).map(([tag]) => tag),
    communicationPreferences: {
      email: random.chance(0.7),
      sms: random.chance(0.6),
      push: random.chance(0.5),
      inApp: true,
    },
    ...(random.chance(0.45) ? { address: home } : {}),
  };
}

function companyOf(
  [name, nameAr]: Word,
  index: number,
): Pick<NewCustomer, 'type' | 'companyName' | 'taxNumber'> {
  // A Saudi VAT number has 15 digits, the first and the last a 3.
  const taxNumber = `3${String(index).padStart(13, '0')}3`;
  return { type: 'business', companyName: `${name} · ${nameAr}`, taxNumber };
}

function emailOf(first: Word, last: Word, index: number): string {
  const plain = (word: Word) => word[0].toLowerCase().replace(/[^a-z]/g, '');
  return `${plain(first)}.${plain(last)}.${index + 1}@example.com`;
}

function phoneOf({ prefix, digits }: Origin['phone'], index: number): string {
  return prefix + String(index + 1).padStart(digits, '0');
}

function birthdayOf(random: Random, createdAt: Date): string {
  const years = Math.min(78, 18 + random.gamma(3) * 6.5);
  return new Date(createdAt.getTime() - years * 365.25 * 86_400_000).toISOString().slice(0, 10);
}

function makeAddress(random: Random): NonNullable<NewCustomer['address']> {
  const { city, district, latitude, longitude } = districts[random.weighted(districtSums)] ?? districts[0];
  const nearby = (degrees: number) => Number((degrees + (random.next() - 0.5) * 0.03).toFixed(5));
  return {
    street1: `${random.integer(2000, 8999)} ${district}`,
    city,
    state: city === 'Jeddah' ? 'Makkah' : city === 'Dammam' ? 'Eastern Province' : 'Riyadh',
    postalCode: String(random.integer(11_000, 34_999)),
    country: 'SA',
    isDefaultBilling: true,
    isDefaultShipping: true,
    coordinates: { latitude: nearby(latitude), longitude: nearby(longitude) },
  };
}
