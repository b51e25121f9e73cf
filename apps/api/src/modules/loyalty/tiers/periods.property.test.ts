import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { localDay } from '../liability/rules.ts';
import { review } from './jobs.ts';

/** Tiers over time against a model that knows calendars by counting days and nothing of SQL. */
const thresholds = [0, 1_000, 5_000, 15_000];
const keys = ['bronze', 'silver', 'gold', 'platinum'];
const dayMs = 86_400_000;

interface Rules {
  window: 'rolling' | 'calendar';
  months: number;
  fall: 'one_step' | 'direct';
  grace: number;
}

type Mutation = 'late window' | 'early end' | 'fall twice';

/** Days are numbers since 1970, so that no clock change can touch them. */
const dayNumber = (text: string) => Date.parse(`${text}T00:00:00Z`) / dayMs;
const parts = (day: number) => {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
};
const firstOf = (year: number, month: number) => Date.UTC(year, month, 1) / dayMs;
/** The same date so many months before; the month's last day where it has no such date. */
function monthsBefore(day: number, months: number): number {
  const { year, month, date } = parts(day);
  const first = firstOf(year, month - months);
  const next = firstOf(year, month - months + 1);
  return Math.min(first + date - 1, next - 1);
}

class Model {
  rank = 0;
  /** First day after the period; null on the first tier. */
  until: number | null = null;
  private readonly earned = new Map<number, number>();

  constructor(
    private readonly rules: Rules,
    private readonly mutation?: Mutation,
  ) {}

  earn(today: number, points: number): void {
    this.earned.set(today, (this.earned.get(today) ?? 0) + points);
    const reached = this.reached(this.windowStart(today), today + 1);
    if (reached <= this.rank) return;
    this.rank = reached;
    const { year, month } = parts(today);
    this.until =
      this.rules.window === 'rolling' ? firstOf(year, month + this.rules.months + 1) : firstOf(year + 2, 0);
  }

  review(today: number): void {
    const early = this.mutation === 'early end' ? 1 : 0;
    while (this.until !== null && this.until + this.rules.grace - early <= today) {
      const last = this.until - 1;
      const ended = this.until + this.rules.grace;
      const first =
        this.rules.window === 'rolling'
          ? monthsBefore(this.until, this.rules.months)
          : this.windowStart(last);
      const start = first + (this.mutation === 'late window' ? 40 : 0);
      const now = this.reached(this.windowStart(today), today + 1);
      const judged = Math.max(this.reached(start, ended), now);
      const steps = this.mutation === 'fall twice' ? 2 : 1;
      this.rank = Math.max(judged, this.rules.fall === 'one_step' ? this.rank - steps : 0);
      const { year, month } = parts(last);
      const next =
        this.rules.window === 'rolling' ? firstOf(year, month + 1 + this.rules.months) : firstOf(year + 2, 0);
      const risen = firstOf(parts(today).year + 2, 0);
      if (this.rank === 0) this.until = null;
      else this.until = this.rules.window === 'calendar' && now >= this.rank ? Math.max(next, risen) : next;
    }
  }

  private windowStart(day: number): number {
    const { year } = parts(day);
    return this.rules.window === 'rolling' ? monthsBefore(day, this.rules.months) + 1 : firstOf(year, 0);
  }

  private reached(from: number, before: number): number {
    let sum = 0;
    for (const [day, points] of this.earned) if (day >= from && day < before) sum += points;
    return thresholds.filter((threshold) => threshold <= sum).length - 1;
  }
}

let app: TestApp;
const zones = ['Asia/Riyadh', 'America/New_York', 'Africa/Cairo', 'Pacific/Auckland'];
const stores = new Map<string, TestStore>();
beforeAll(async () => {
  app = await testApp();
  for (const timeZone of zones) stores.set(timeZone, await app.addStore({ timeZone }));
});
afterAll(() => app?.close());

interface Step {
  days: number;
  hours: number;
  points: number;
  review: boolean;
}

async function play(zone: string, rules: Rules, steps: readonly Step[], mutation?: Mutation): Promise<void> {
  const store = stores.get(zone) as TestStore;
  await app.db.query(
    `update loyalty.programmes set tier_window = $2, tier_window_months = $3, tier_fall = $4, tier_grace_days = $5
      where store_id = $1`,
    [store.id, rules.window, rules.months, rules.fall, rules.grace],
  );
  app.clock.set('2026-01-05T09:00:00Z');
  const customer = await app.addCustomer({}, store);
  const model = new Model(rules, mutation);
  const open = () =>
    app.inStore(
      async (ctx) => (await loyalty.standings(ctx, [customer.id])).get(customer.id) as loyalty.Standing,
      store,
    );
  const { accountId } = await open();
  for (const step of [...steps, { days: 0, hours: 0, points: 0, review: true }]) {
    app.clock.advance({ days: step.days, hours: step.hours });
    const today = dayNumber(localDay(app.clock.now(), zone));
    if (step.points > 0) {
      await app.inStore(
        (ctx) =>
          loyalty.earn(ctx, [
            {
              customerId: customer.id,
              accountId,
              source: 'till',
              sourceId: randomUUID(),
              line: 0,
              kind: 'spend',
              points: step.points,
              occurredAt: ctx.now,
            },
          ]),
        store,
      );
      model.earn(today, step.points);
    }
    if (step.review) {
      while (await app.inStore((ctx) => review(ctx, 3), store));
      model.review(today);
    }
    const { rows } = await app.db.query<{ tier: string; until: Date | null }>(
      'select tier_key as tier, tier_held_until as until from loyalty.accounts where id = $1',
      [accountId],
    );
    const until = rows[0]?.until ? localDay(new Date(rows[0].until), zone) : null;
    const expected = model.until === null ? null : new Date(model.until * dayMs).toISOString().slice(0, 10);
    expect([rows[0]?.tier, until]).toEqual([keys[model.rank], expected]);
  }
}

const rules = fc.record({
  window: fc.constantFrom('rolling' as const, 'calendar' as const),
  months: fc.constantFrom(1, 3, 12),
  fall: fc.constantFrom('one_step' as const, 'direct' as const),
  grace: fc.constantFrom(0, 0, 14),
});
const steps = fc.array(
  fc.record({
    days: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 90, max: 420 })),
    hours: fc.integer({ min: 0, max: 23 }),
    points: fc.constantFrom(0, 200, 990, 1_000, 4_900, 6_000, 15_000),
    review: fc.boolean(),
  }),
  { minLength: 2, maxLength: 12 },
);

describe('tiers as time passes', () => {
  test('are what the model says, in every zone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zones), rules, steps, (zone, given, taken) =>
        play(zone, given, taken),
      ),
      { numRuns: Number(process.env.WAFA_TIER_SEQUENCES ?? 25) },
    );
  }, 120_000);

  test.each<Mutation>(['late window', 'early end', 'fall twice'])(
    'a rule with %s is found',
    async (mutation) => {
      await expect(
        fc.assert(
          fc.asyncProperty(fc.constantFrom(...zones), rules, steps, (zone, given, taken) =>
            play(zone, given, taken, mutation),
          ),
          { numRuns: 200, endOnFailure: true, seed: 7 },
        ),
      ).rejects.toThrow();
    },
    120_000,
  );
});

describe('fixed dates', () => {
  const rolling: Rules = { window: 'rolling', months: 12, fall: 'direct', grace: 0 };
  const at = async (zone: string, given: Rules, earned: string, ends: string) => {
    const store = stores.get(zone) as TestStore;
    await app.db.query(
      `update loyalty.programmes set tier_window = $2, tier_window_months = $3, tier_fall = $4, tier_grace_days = 0
        where store_id = $1`,
      [store.id, given.window, given.months, given.fall],
    );
    app.clock.set(earned);
    const customer = await app.addCustomer({}, store);
    await app.inStore(async (ctx) => {
      const { accountId } = (await loyalty.standings(ctx, [customer.id])).get(
        customer.id,
      ) as loyalty.Standing;
      const common = { customerId: customer.id, accountId, source: 'till', sourceId: randomUUID(), line: 0 };
      await loyalty.earn(ctx, [{ ...common, kind: 'spend', points: 1_000, occurredAt: ctx.now }]);
    }, store);
    const tierAt = async (time: Date) => {
      app.clock.set(time);
      while (await app.inStore((ctx) => review(ctx), store));
      const { rows } = await app.db.query(
        'select tier_key as tier from loyalty.accounts where owner_id = $1',
        [customer.id],
      );
      return rows[0].tier;
    };
    const end = new Date(ends);
    expect([await tierAt(new Date(end.getTime() - 1_000)), await tierAt(end)]).toEqual(['silver', 'bronze']);
  };

  test('earned on a leap day, a tier is held to the end of the next February', () =>
    at('Asia/Riyadh', rolling, '2028-02-29T12:00:00Z', '2029-02-28T21:00:00Z'));
  test('earned in the last second of the year, to the end of the next', () =>
    at('Asia/Riyadh', { ...rolling, window: 'calendar' }, '2026-12-31T20:59:59Z', '2027-12-31T21:00:00Z'));
  test('a second later, to the end of the year after', () =>
    at('Asia/Riyadh', { ...rolling, window: 'calendar' }, '2026-12-31T21:00:00Z', '2028-12-31T21:00:00Z'));
  test('over a change to summer time, to local midnight', () =>
    at('America/New_York', { ...rolling, months: 1 }, '2026-02-10T12:00:00Z', '2026-04-01T04:00:00Z'));
  test('over a change to winter time, to local midnight', () =>
    at('America/New_York', { ...rolling, months: 1 }, '2026-10-10T12:00:00Z', '2026-12-01T05:00:00Z'));
});
