import { companions, shelves } from './goods.ts';
import { cumulate, type Random } from './random.ts';
import type { Day } from './season.ts';

/** A product on a shelf; amounts in halalas. */
export interface Product {
  sku: string;
  name: string;
  nameAr: string;
  /** Key of its shelf. */
  category: string;
  price: number;
}

/** Products of each shelf, in the order of `shelves`; the first of a shelf sell best. */
export const productsByShelf: readonly (readonly Product[])[] = shelves.map((shelf) =>
  shelf.products.map(([name, nameAr, price], i) => ({
    sku: `${shelf.code}-${String(i + 1).padStart(3, '0')}`,
    name,
    nameAr,
    category: shelf.key,
    price: Math.round(price * 100),
  })),
);
export const products: readonly Product[] = productsByShelf.flat();
const bySku = new Map(products.map((product) => [product.sku, product]));
/** Zipf's law with exponent 0.7 over a shelf's products. */
const popularity = cumulate(Array.from({ length: 12 }, (_, rank) => (rank + 1) ** -0.7));

/** What sets one customer's purchases apart. */
export interface Habits {
  /** Purchases a unit of intensity, before the store's total is scaled to its size; gamma distributed. */
  eagerness: number;
  /** Shape of the gaps between purchases: 1 is chance alone, more is a rhythm. */
  regularity: number;
  /** Days of the window during which they are customers: from joining until they drop out. */
  fromDay: number;
  toDay: number;
  /** Median value of a basket, halalas. */
  basket: number;
  /** Appeal of each shelf to them. */
  tastes: readonly number[];
  /** On each shelf, the product they usually take. */
  usual: readonly Product[];
  /** What they run out of, and after how many days. */
  staples: readonly { product: Product; days: number }[];
  /** Share of purchases made on the web and in the app. */
  online: number;
  usesApp: boolean;
  /** Index of the branch they go to. */
  branch: number;
}

/** Draws the habits of a customer over a window of `dayCount` days. */
export function makeHabits(random: Random, dayCount: number): Habits {
  // The programme opened at the start of the window: a third joined in its first weeks.
  const fromDay = random.chance(0.33)
    ? Math.min(dayCount - 1, Math.floor(random.exponential(35)))
    : random.integer(0, dayCount - 1);
  const stays = random.chance(0.1) ? 3 : random.exponential(700);
  const tastes = shelves.map((shelf) => shelf.appeal * random.gamma(0.7));
  const staples = shelves.flatMap((shelf, i) =>
    shelf.repurchaseDays && random.chance(Math.min(0.8, (tastes[i] ?? 0) / 25))
      ? [{ product: pickPopular(random, i), days: shelf.repurchaseDays * random.logNormal(0.35) }]
      : [],
  );
  return {
    eagerness: random.gamma(0.8),
    regularity: random.chance(0.4) ? random.integer(2, 6) : 1,
    fromDay,
    toDay: Math.min(dayCount, fromDay + 1 + stays),
    basket: 11_500 * random.logNormal(0.55),
    tastes,
    usual: shelves.map((_, i) => pickPopular(random, i)),
    staples,
    online: random.chance(0.35) ? 0 : random.beta(1.2, 2.2),
    usesApp: random.chance(0.5),
    branch: random.chance(0.6) ? 0 : 1,
  };
}

/** Amal: two years of coffee every nine days, with dates, something for the house, oud for the feast. */
export function amalsHabits(dayCount: number): Habits {
  const usual = productsByShelf.map((shelf) => shelf[0] as Product);
  const staple = (sku: string, days: number) => ({ product: bySku.get(sku) as Product, days });
  return {
    eagerness: 0,
    regularity: 6,
    fromDay: Math.min(20, dayCount - 1),
    toDay: dayCount,
    basket: 12_000,
    tastes: [10, 10, 8, 3, 4, 5, 5, 1, 1, 3],
    usual,
    staples: [staple('COF-002', 9), staple('DAT-002', 18), staple('PAN-001', 40)],
    online: 0.3,
    usesApp: true,
    branch: 0,
  };
}

/** Habits of somebody unknown who passes by: small baskets at a till. */
export function passersHabits(random: Random): Habits {
  return {
    ...makeHabits(random, 1),
    basket: 7_500 * random.logNormal(0.5),
    staples: [],
    online: random.chance(0.08) ? 1 : 0,
  };
}

function pickPopular(random: Random, shelf: number): Product {
  return productsByShelf[shelf]?.[random.weighted(popularity)] as Product;
}

export interface BasketLine {
  product: Product;
  quantity: number;
}

const mostLines = 12;

/**
 * Fills a basket: first what has run out (`lastBought` by sku, as day numbers, is kept up to date), then
 * by taste until the budget is nearly used, with what goes along.
 */
export function fillBasket(
  random: Random,
  habits: Habits,
  day: Day,
  dayIndex: number,
  lastBought: Map<string, number>,
): BasketLine[] {
  const budget = habits.basket * random.logNormal(0.4);
  const lines = new Map<string, BasketLine>();
  let value = 0;
  const add = (product: Product, quantity: number) => {
    const line = lines.get(product.sku);
    if (line) line.quantity += quantity;
    else lines.set(product.sku, { product, quantity });
    value += product.price * quantity;
    lastBought.set(product.sku, dayIndex);
  };
  for (const { product, days } of habits.staples) {
    const since = dayIndex - (lastBought.get(product.sku) ?? -days);
    if (since >= days * 0.75) add(product, since > days * 2.5 ? 2 : 1);
  }
  const tastes = cumulate(habits.tastes.map((taste, i) => taste * seasonOf(i, day)));
  for (let tries = 0; tries < 25 && value < budget * 0.85 && lines.size < mostLines; tries++) {
    const shelf = random.weighted(tastes);
    const product = random.chance(0.5) ? (habits.usual[shelf] as Product) : pickPopular(random, shelf);
    if (value + product.price > budget * 1.4) continue;
    const many = product.price < 6_000 && random.chance(0.22);
    add(product, many ? random.integer(2, 3) : 1);
    const along = companions[product.sku];
    if (along && random.chance(0.25)) add(bySku.get(random.pick(along)) as Product, 1);
  }
  if (lines.size === 0) add(productsByShelf[2]?.[random.integer(4, 11)] as Product, 1);
  return [...lines.values()];
}

function seasonOf(shelf: number, day: Day): number {
  const { key, ramadan } = shelves[shelf] as (typeof shelves)[number];
  if (key === 'kids' && day.school) return 2.5;
  return day.mood === 'ramadan' ? ramadan : 1;
}
