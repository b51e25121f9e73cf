import { isValidPhoneNumber } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { type DemoData, generateDemo } from './generate.ts';
import { makeRandom } from './random.ts';
import { totalOf } from './sales.ts';
import { makeDays } from './season.ts';

const until = new Date('2026-11-20T12:00:00Z');
const size = { seed: 7, customers: 600, orders: 6000, until };
const demo = generateDemo(size);
const dayMs = 86_400_000;

const salesOf = (data: DemoData, customer: number) => data.sales.filter((sale) => sale.customer === customer);
const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

describe('random numbers', () => {
  it('follow their distributions', () => {
    const random = makeRandom(1);
    const draw = (one: () => number) => Array.from({ length: 20_000 }, one);
    const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = (numbers: number[]) => mean(numbers.map((x) => x * x)) - mean(numbers) ** 2;
    const normal = draw(() => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(variance(normal)).toBeCloseTo(1, 1);
    for (const shape of [0.5, 3]) {
      const gamma = draw(() => random.gamma(shape));
      expect(mean(gamma) / shape).toBeCloseTo(1, 1);
      expect(variance(gamma) / shape).toBeCloseTo(1, 0);
    }
    expect(mean(draw(() => random.beta(1.2, 2.2)))).toBeCloseTo(1.2 / 3.4, 1);
    expect(mean(draw(() => random.exponential(5)))).toBeCloseTo(5, 0);
    expect(new Set(draw(() => random.integer(3, 5)))).toEqual(new Set([3, 4, 5]));
  });

  it('depend on seed and label alone', () => {
    const first = (seed: number, label?: string) => makeRandom(seed, label).next();
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
    expect(first(1, 'a')).not.toBe(first(1, 'b'));
    const parent = makeRandom(1);
    const before = parent.fork('part').next();
    parent.next();
    expect(parent.fork('part').next()).toBe(before);
  });
});

describe('the demo store', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(generateDemo(size)).toEqual(demo);
    expect(generateDemo({ ...size, seed: 8 }).sales[100]).not.toEqual(demo.sales[100]);
  });

  it('has the size asked for, in time order, within two years', () => {
    for (const [customers, orders] of [
      [1, 40],
      [50, 20],
      [30, 3000],
    ] as const) {
      const data = generateDemo({ seed: 1, customers, orders, until });
      expect([data.customers.length, data.sales.length]).toEqual([customers, orders]);
    }
    const times = demo.sales.map((sale) => sale.at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(until.getTime());
    expect(times[0]).toBeGreaterThan(until.getTime() - 731 * dayMs);
    expect(new Set(demo.sales.map((sale) => sale.sourceId)).size).toBe(demo.sales.length);
  });

  it('holds only amounts that the API takes', () => {
    for (const sale of demo.sales) {
      expect(sale.lines.length).toBeGreaterThan(0);
      for (const line of sale.lines) {
        expect(Number.isInteger(line.unitPrice) && line.unitPrice > 0).toBe(true);
        expect(line.discount).toBeLessThan(line.unitPrice * line.quantity);
      }
    }
    expect(demo.products.length).toBe(120);
    expect(new Set(demo.products.map((product) => product.sku)).size).toBe(120);
  });

  it('names people in both scripts and gives them contacts of their own that are valid', () => {
    const seen = { email: new Set(), phone: new Set(), key: new Set() };
    for (const person of demo.customers) {
      expect(person.firstName).toMatch(/^[A-Z]/);
      expect(person.firstNameAr).toMatch(/^[\u0600-\u06ff ]+$/);
      expect(person.lastNameAr).toMatch(/^[\u0600-\u06ff ]+$/);
      if (person.phone) expect(isValidPhoneNumber(person.phone), person.phone).toBe(true);
      if (person.email) expect(person.email).toMatch(/@(zahra\.example|example\.com)$/);
      for (const [key, value] of [
        ['email', person.email],
        ['phone', person.phone],
        ['key', person.sourceId],
      ] as const) {
        if (value) expect(seen[key].has(value)).toBe(false);
        seen[key].add(value);
      }
    }
    const arabic = demo.customers.filter((person) => person.language === 'ar').length;
    expect(arabic / demo.customers.length).toBeGreaterThan(0.65);
    expect(arabic / demo.customers.length).toBeLessThan(0.9);
  });

  it('lets nobody buy before joining', () => {
    for (const sale of demo.sales)
      if (sale.customer !== null)
        expect(sale.at.getTime()).toBeGreaterThanOrEqual(demo.customers[sale.customer]!.createdAt.getTime());
  });

  it('has customers who differ as real ones do', () => {
    const yearAgo = until.getTime() - 365 * dayMs;
    const counts = new Map<number, number>();
    const spent = new Map<number, number>();
    for (const sale of demo.sales) {
      if (sale.customer === null) continue;
      counts.set(sale.customer, (counts.get(sale.customer) ?? 0) + 1);
      if (sale.at.getTime() > yearAgo)
        spent.set(sale.customer, (spent.get(sale.customer) ?? 0) + totalOf(sale) / 100);
    }
    const known = [...counts.values()];
    const mean = known.reduce((sum, n) => sum + n, 0) / known.length;
    const variance = known.reduce((sum, n) => sum + (n - mean) ** 2, 0) / known.length;
    expect(variance).toBeGreaterThan(mean * 3);
    const anonymous = demo.sales.filter((sale) => sale.customer === null).length / demo.sales.length;
    expect(anonymous).toBeGreaterThan(0.08);
    expect(anonymous).toBeLessThan(0.2);
    // With the default tiers and multipliers, about 900, 4,200 and 11,000 riyals a year.
    const above = (riyals: number) => [...spent.values()].filter((value) => value > riyals).length;
    expect(above(900)).toBeGreaterThan(0.15 * demo.customers.length);
    expect(above(900)).toBeLessThan(0.5 * demo.customers.length);
    expect(above(4_200)).toBeGreaterThan(0.02 * demo.customers.length);
    expect(above(11_000)).toBeGreaterThan(0);
  });

  it('refunds about three orders in a hundred, once, later, and no more than was bought', () => {
    expect(demo.refunds.length / demo.sales.length).toBeGreaterThan(0.02);
    expect(demo.refunds.length / demo.sales.length).toBeLessThan(0.04);
    const byId = new Map(demo.sales.map((sale) => [sale.sourceId, sale]));
    expect(new Set(demo.refunds.map((refund) => refund.order)).size).toBe(demo.refunds.length);
    for (const refund of demo.refunds) {
      const sale = byId.get(refund.order)!;
      expect(refund.at.getTime()).toBeGreaterThan(sale.at.getTime());
      expect(refund.at.getTime()).toBeLessThan(until.getTime());
      for (const { lineNo, quantity } of refund.lines ?? [])
        expect(quantity).toBeLessThanOrEqual(sale.lines[lineNo - 1]!.quantity);
    }
  });

  it('gives Amal coffee every nine days and a Gold year', () => {
    const own = salesOf(demo, 0);
    const coffees = own.filter((sale) => sale.lines.some((line) => line.sku === 'COF-002'));
    const gaps = coffees.slice(1).map((sale, i) => (sale.at.getTime() - coffees[i]!.at.getTime()) / dayMs);
    expect(median(gaps)).toBeGreaterThan(7);
    expect(median(gaps)).toBeLessThan(12);
    const year = own.filter((sale) => sale.at.getTime() > until.getTime() - 365 * dayMs);
    const riyals = year.reduce((sum, sale) => sum + totalOf(sale), 0) / 100;
    // At one and a half points a riyal: the middle of Gold, between 5,000 and 15,000.
    expect(riyals * 1.5).toBeGreaterThan(7_000);
    expect(riyals * 1.5).toBeLessThan(13_000);
  });
});

describe('the calendar', () => {
  it('knows Ramadan and the feast of 1447 (from 18 February and 20 March 2026)', () => {
    const days = makeDays(until, 400);
    const mood = (date: string) =>
      days.find((day) => day.start.getTime() === Date.parse(`${date}T00:00:00+03:00`))?.mood;
    expect(mood('2026-02-17')).toBe('usual');
    expect(mood('2026-02-18')).toBe('ramadan');
    expect(mood('2026-03-19')).toBe('ramadan');
    expect(mood('2026-03-20')).toBe('feast');
    expect(mood('2026-03-23')).toBe('usual');
    expect(days.at(-1)?.start.toISOString()).toBe('2026-11-19T21:00:00.000Z');
  });
});
