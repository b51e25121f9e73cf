import { shelves } from './goods.ts';
import { amalsHabits, makeHabits, type Product, products } from './habits.ts';
import { type DemoCustomer, makePerson } from './people.ts';
import { makeRandom } from './random.ts';
import { type DemoRefund, makeRefunds } from './refunds.ts';
import { type DemoSale, makeSales } from './sales.ts';
import { makeDays } from './season.ts';

export interface DemoSize {
  seed: number;
  customers: number;
  orders: number;
  /** The last instant of the history. */
  until: Date;
}

/** Everything that happened in the demo store, with keys instead of ids. */
export interface DemoData {
  products: readonly Product[];
  customers: DemoCustomer[];
  /** In time order. */
  sales: DemoSale[];
  /** In time order. */
  refunds: DemoRefund[];
}

/** Two years of days. */
const dayCount = 730;

/** The first instant of the history. */
export function historyStart({ until }: Pick<DemoSize, 'until'>): Date {
  return makeDays(until, dayCount)[0]?.start ?? until;
}

/**
 * Two years of a shop's life up to `until`, the same for the same size and seed. Pure: no clock, no
 * outside randomness. Customer 0 is Amal.
 */
export function generateDemo({ seed, customers, orders, until }: DemoSize): DemoData {
  const random = makeRandom(seed, 'souq-zahra');
  const days = makeDays(until, dayCount);
  const drawn = random.fork('habits');
  const habits = Array.from({ length: customers }, (_, i) =>
    i === 0 ? amalsHabits(dayCount) : makeHabits(drawn, dayCount),
  );
  const people = random.fork('people');
  const sales = makeSales(random.fork('sales'), habits, days, orders, until);
  const firstAt = new Map<number, Date>();
  for (const { customer, at } of sales)
    if (customer !== null && !firstAt.has(customer)) firstAt.set(customer, at);
  const profiles = habits.map(({ fromDay, tastes }, i) => {
    const favourites = [...shelves.keys()]
      .sort((a, b) => (tastes[b] ?? 0) - (tastes[a] ?? 0))
      .slice(0, 2)
      .map((shelf) => shelves[shelf]?.key ?? '');
    const opening = days[fromDay]?.start ?? until;
    const joined = opening.getTime() + Math.floor((10 + 11 * people.next()) * 3_600_000);
    const before = Math.min(firstAt.get(i)?.getTime() ?? joined, until.getTime());
    return makePerson(people, i, new Date(Math.min(joined, before)), favourites);
  });
  const refunds = makeRefunds(random.fork('refunds'), sales, until);
  return { products, customers: profiles, sales, refunds };
}
