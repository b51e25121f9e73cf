import { describe, expect, it } from 'vitest';
import { generateDemo } from './generate.ts';
import { lanesOf, stepsOf } from './history.ts';
import { progressBar, progressLine } from './progress.ts';

const demo = generateDemo({ seed: 3, customers: 80, orders: 900, until: new Date('2026-11-20T12:00:00Z') });
const steps = stepsOf(demo, 50);

describe('steps of the history', () => {
  it('hold everything once, in time order, and lie within a local month', () => {
    const keys = (items: readonly { sourceId: string }[]) => items.map(({ sourceId }) => sourceId);
    expect(steps.flatMap((step) => keys(step.sales))).toEqual(keys(demo.sales));
    expect(steps.flatMap((step) => keys(step.refunds))).toEqual(keys(demo.refunds));
    expect(steps.flatMap((step) => keys(step.customers)).toSorted()).toEqual(keys(demo.customers));
    let before = 0;
    for (const step of steps) {
      const times = [...step.sales, ...step.refunds]
        .map(({ at }) => at.getTime())
        .concat(step.customers.map(({ createdAt }) => createdAt.getTime()));
      expect(times.length).toBeLessThanOrEqual(50);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(before);
      expect(Math.max(...times)).toBe(step.at.getTime());
      before = step.at.getTime();
      if (step.monthEnd) {
        expect(step.monthEnd.toISOString()).toMatch(/T21:00:00\.000Z$/);
        expect(step.monthEnd.getTime()).toBeGreaterThan(before);
        before = step.monthEnd.getTime();
      }
    }
    expect(steps.filter((step) => step.monthEnd).length).toBe(24);
  });

  it('make every customer before their orders, and an order before its refund', () => {
    const seen = new Set<string | number>();
    for (const step of steps) {
      for (const { index } of step.customers) seen.add(index);
      for (const { customer, sourceId } of step.sales) {
        if (customer !== null) expect(seen.has(customer)).toBe(true);
        seen.add(sourceId);
      }
      for (const { order } of step.refunds) expect(seen.has(order)).toBe(true);
    }
  });

  it('keep a customer in one lane, and a refund in the lane of its order', () => {
    const laneOfOrder = new Map<string, number>();
    for (const step of steps) {
      const lanes = lanesOf(step, 2);
      expect(lanes.flatMap((lane) => lane.sales).length).toBe(step.sales.length);
      expect(lanes.flatMap((lane) => lane.customers).length).toBe(step.customers.length);
      expect(lanes.flatMap((lane) => lane.refunds).length).toBe(step.refunds.length);
      for (const [i, lane] of lanes.entries()) {
        for (const { index } of lane.customers) expect(index % 2).toBe(i);
        for (const { customer, sourceId } of lane.sales) {
          if (customer !== null) expect(customer % 2).toBe(i);
          laneOfOrder.set(sourceId, i);
        }
        for (const { order } of lane.refunds) expect(laneOfOrder.get(order)).toBe(i);
      }
    }
  });
});

describe('progress', () => {
  it('says how many, how fast and how long yet', () => {
    expect(progressLine({ part: 'orders', done: 15_000, total: 30_000 }, 6)).toBe(
      'orders     [###############...............] 15,000 of 30,000, 2,500/s, 6 s left',
    );
    expect(progressLine({ part: 'orders', done: 30_000, total: 30_000 }, 12)).toBe(
      'orders     [##############################] 30,000 of 30,000, 2,500/s, 12.0 s',
    );
    expect(progressLine({ part: 'orders', done: 0, total: 30 }, 0)).toContain('? s left');
  });

  it('writes one line a part into a file, and draws over on a terminal', () => {
    const written = (isTTY: boolean) => {
      const texts: string[] = [];
      const draw = progressBar({ isTTY, write: (text) => texts.push(text) });
      for (const done of [1, 2, 3]) draw({ part: 'orders', done, total: 3 });
      return texts;
    };
    expect(written(false).length).toBe(1);
    const terminal = written(true);
    expect(terminal[0]).toMatch(/^\r/);
    expect(terminal.at(-1)).toMatch(/\n$/);
  });
});
