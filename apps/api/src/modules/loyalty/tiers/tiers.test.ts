import { randomUUID } from 'node:crypto';
import { type CallOf, loyaltyTiersContract as contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { type RetierData, retier, review } from './jobs.ts';
import { tier } from './standing.ts';

let app: TestApp;
let programId: string;
beforeAll(async () => {
  app = await testApp();
  const { rows } = await app.db.query('select id from loyalty.programmes where store_id = $1', [
    app.store.id,
  ]);
  programId = rows[0].id;
});
afterAll(() => app?.close());
const start = new Date('2026-03-10T09:00:00Z');
afterEach(async () => {
  app.clock.set(start);
  await edit({ tiers: standardTiers });
  await drainRetier();
});

const name = (text: string) => ({ en: text, ar: text });
const standardTiers = [
  { key: 'bronze', name: name('Bronze'), threshold: 0, multiplierPercent: 100 },
  { key: 'silver', name: name('Silver'), threshold: 1_000, multiplierPercent: 125 },
  { key: 'gold', name: name('Gold'), threshold: 5_000, multiplierPercent: 150 },
  { key: 'platinum', name: name('Platinum'), threshold: 15_000, multiplierPercent: 200 },
];
const standardRules = {
  basis: 'points',
  window: 'rolling',
  windowMonths: 12,
  fall: 'one_step',
  graceDays: 0,
} as const;

type Edit = Omit<CallOf<typeof contract.editLadder>, 'programId'>;
async function edit(change: Edit) {
  const owner = await app.signIn('owner');
  return owner.call(contract.editLadder, { programId, ...standardRules, ...change });
}

async function earn(customer: TestCustomer, points: number, at = app.clock.now()): Promise<void> {
  await app.inStore(async (ctx) => {
    const standing = (await loyalty.standings(ctx, [customer.id])).get(customer.id) as loyalty.Standing;
    await loyalty.earn(ctx, [
      {
        customerId: customer.id,
        accountId: standing.accountId,
        source: 'till',
        sourceId: randomUUID(),
        line: 0,
        kind: 'spend',
        points,
        occurredAt: at,
      },
    ]);
  });
}

const standing = (customer: TestCustomer) => app.inStore((ctx) => tier(ctx, { customerId: customer.id }));
async function reviewAll(limit?: number): Promise<void> {
  while (await app.inStore((ctx) => review(ctx, limit)));
}
async function drainRetier(applyNow = false, limit?: number): Promise<void> {
  let data: RetierData | undefined = { storeId: app.store.id, programmeId: programId, applyNow };
  while (data) {
    const next: RetierData = data;
    data = await app.inStore((ctx) => retier(ctx, next, limit));
  }
}
const historyOf = async (customer: TestCustomer) => {
  const owner = await app.signIn('owner');
  const reply = await owner.call(contract.tierHistory, { customerId: customer.id });
  return reply.data.changes.map(({ from, to, reason }) => `${from} ${to} ${reason}`);
};
const factsTier = async (customer: TestCustomer) => {
  const { rows } = await app.db.query('select tier from customers.facts where customer_id = $1', [
    customer.id,
  ]);
  return rows[0]?.tier;
};

describe('the end of a period', () => {
  test('keeps a tier that the window gives, and lets one fall by a step, with history, event and facts', async () => {
    const [keeps, falls] = [await app.addCustomer(), await app.addCustomer()];
    await earn(keeps, 6_000);
    await earn(falls, 6_000);
    app.clock.set('2026-12-01T09:00:00Z');
    await earn(keeps, 5_500);
    app.clock.set('2027-03-31T20:59:59Z');
    await reviewAll();
    expect((await standing(falls)).current?.key).toBe('gold');
    app.clock.set('2027-03-31T21:00:00Z');
    await reviewAll();
    expect(await standing(keeps)).toMatchObject({
      current: { key: 'gold' },
      heldUntil: '2028-03-31T21:00:00.000Z',
      since: start.toISOString(),
    });
    expect(await standing(falls)).toMatchObject({
      current: { key: 'silver' },
      heldUntil: '2028-03-31T21:00:00.000Z',
    });
    app.clock.set(start);
    expect(await historyOf(keeps)).toEqual(['gold gold period_end', 'bronze gold earned']);
    expect(await historyOf(falls)).toEqual(['gold silver period_end', 'bronze gold earned']);
    expect([await factsTier(keeps), await factsTier(falls)]).toEqual(['gold', 'silver']);
    const { rows } = await app.db.query(
      `select payload->>'from' as "from", payload->>'to' as "to" from platform.outbox
        where name = 'tier.changed' and payload->>'customerId' = $1 order by occurred_at`,
      [falls.id],
    );
    expect(rows).toEqual([
      { from: 'bronze', to: 'gold' },
      { from: 'gold', to: 'silver' },
    ]);
  });

  test('a job that slept for years judges period after period', async () => {
    const customer = await app.addCustomer();
    await earn(customer, 20_000);
    app.clock.set('2030-05-01T00:00:00Z');
    await reviewAll(1);
    expect(await standing(customer)).toMatchObject({ current: { key: 'bronze' }, heldUntil: null });
    app.clock.set(start);
    expect(await historyOf(customer)).toEqual([
      'silver bronze period_end',
      'gold silver period_end',
      'platinum gold period_end',
      'bronze platinum earned',
    ]);
  });

  test('falls directly where the programme says so, and not before the days of grace are over', async () => {
    await edit({ tiers: standardTiers, fall: 'direct', graceDays: 10 });
    const [late, falls] = [await app.addCustomer(), await app.addCustomer()];
    await earn(late, 6_000);
    await earn(falls, 6_000);
    app.clock.set('2027-04-05T09:00:00Z');
    await reviewAll();
    expect((await standing(falls)).current?.key).toBe('gold');
    await earn(late, 5_000);
    app.clock.set('2027-04-10T21:00:00Z');
    await reviewAll();
    expect((await standing(falls)).current?.key).toBe('bronze');
    expect((await standing(late)).current?.key).toBe('gold');
  });

  test('a run that is repeated or broken off ends the same', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => app.addCustomer()));
    for (const person of people) await earn(person, 5_000);
    app.clock.set('2027-05-01T00:00:00Z');
    await expect(
      app.inStore(async (ctx) => {
        await review(ctx, 2);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await app.inStore((ctx) => review(ctx, 2));
    await Promise.all([reviewAll(1), reviewAll(2)]);
    await reviewAll();
    for (const person of people) {
      expect((await standing(person)).current?.key).toBe('silver');
    }
    app.clock.set(start);
    for (const person of people)
      expect(await historyOf(person)).toEqual(['gold silver period_end', 'bronze gold earned']);
  });
});

describe('PUT /loyalty/programs/:programId/tiers', () => {
  test('makes a version, raises at once, and leaves lower tiers to the period’s end', async () => {
    const [rises, stays] = [await app.addCustomer(), await app.addCustomer()];
    await earn(rises, 900);
    await earn(stays, 1_200);
    const owner = await app.signIn('owner');
    const before = (await owner.call(contract.ladder, { programId })).data;
    const reply = await edit({
      ruleVersion: before.ruleVersion,
      tiers: [
        { ...standardTiers[0], key: 'bronze', name: name('Bronze'), threshold: 0 },
        { key: 'copper', name: name('Copper'), threshold: 800, benefits: [{ name: name('Coffee') }] },
        { key: 'silver', name: name('Silver'), threshold: 2_000 },
      ],
    });
    expect(reply.status).toBe(200);
    expect(reply.data).toMatchObject({ ruleVersion: before.ruleVersion + 1, windowMonths: 12 });
    await drainRetier(false, 2);
    expect((await standing(rises)).current).toMatchObject({
      key: 'copper',
      benefits: [{ name: { en: 'Coffee' } }],
    });
    expect((await standing(stays)).current?.key).toBe('silver');
    expect(await historyOf(rises)).toEqual(['bronze copper rules']);
    await drainRetier(true);
    expect((await standing(stays)).current?.key).toBe('copper');
    const stale = await edit({ ruleVersion: before.ruleVersion, tiers: standardTiers });
    expect([stale.status, stale.failure.code]).toEqual([409, 'conflict']);
    const { rows } = await app.db.query(
      `select settings->'tiers'->1->>'key' as key from loyalty.programme_versions where version = $1`,
      [before.ruleVersion + 1],
    );
    expect(rows).toEqual([{ key: 'copper' }]);
    const queued = await app.db.query(
      `select count(*)::int as n from pgboss.job where name = 'loyalty.retier' and data->>'programmeId' = $1`,
      [programId],
    );
    expect(queued.rows[0].n).toBeGreaterThan(0);
  });

  test('who held a tier that is gone gets what they are entitled to', async () => {
    const [rich, given] = [await app.addCustomer(), await app.addCustomer()];
    await earn(rich, 5_500);
    const owner = await app.signIn('owner');
    await owner.call(contract.giveTier, {
      customerId: given.id,
      tier: 'gold',
      until: '2026-12-31',
      reason: 'apology',
    });
    await edit({ tiers: standardTiers.filter(({ key }) => key !== 'gold') });
    await drainRetier();
    expect((await standing(rich)).current?.key).toBe('silver');
    expect((await standing(given)).current?.key).toBe('bronze');
    expect(await factsTier(rich)).toBe('silver');
  });

  test.each([
    ['does not begin at 0', [{ threshold: 10 }], 'tiers.0.threshold'],
    ['does not rise', [{ threshold: 0 }, { threshold: 100 }, { threshold: 100 }], 'tiers.2.threshold'],
    ['falls', [{ threshold: 0 }, { threshold: 100 }, { threshold: 50 }], 'tiers.2.threshold'],
    [
      'has a key twice',
      [
        { threshold: 0, key: 'a' },
        { threshold: 1, key: 'a' },
      ],
      'tiers.1.key',
    ],
    ['has a wrong key', [{ threshold: 0, key: 'A b' }], 'tiers.0.key'],
    ['is empty', [], 'tiers'],
    ['is too long', Array.from({ length: 11 }, (_, threshold) => ({ threshold })), 'tiers'],
  ])('refuses a ladder that %s', async (_, tiers: { threshold: number; key?: string }[], field) => {
    const reply = await edit({
      tiers: tiers.map(({ threshold, key }, at) => ({ key: key ?? `t${at}`, name: name('T'), threshold })),
    });
    expect(reply.status).toBe(400);
    expect(reply.failure.errors.map((error) => error.field)).toEqual([field]);
  });

  test('belongs to the store and to who may edit', async () => {
    const other = await app.addStore();
    const stranger = await app.signIn('owner', other);
    const input = { programId, tiers: standardTiers };
    expect((await stranger.call(contract.editLadder, input)).status).toBe(404);
    expect((await stranger.call(contract.ladder, { programId })).status).toBe(404);
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(contract.editLadder, input)).status).toBe(403);
    const self = await app.signInAs(await app.addCustomer());
    expect((await self.call(contract.ladder, { programId })).status).toBe(403);
  });

  test('counts who holds each tier', async () => {
    const owner = await app.signIn('owner');
    const count = async () =>
      (await owner.call(contract.ladder, { programId })).data.tiers.find(({ key }) => key === 'platinum')
        ?.customers as number;
    const before = await count();
    await earn(await app.addCustomer(), 15_000);
    expect(await count()).toBe(before + 1);
  });
});

describe('a customer’s tier', () => {
  test('shows progress and what becomes of it, by the documented path too', async () => {
    const customer = await app.addCustomer();
    await earn(customer, 6_000);
    const self = await app.signInAs(customer);
    const { data } = await self.call(contract.tier, { customerId: 'me' });
    expect(data).toMatchObject({
      customerId: customer.id,
      programId,
      basis: 'points',
      current: { key: 'gold', benefits: [] },
      since: start.toISOString(),
      heldUntil: '2027-03-31T21:00:00.000Z',
      qualifyingPoints: 6_000,
      next: { key: 'platinum' },
      missing: 9_000,
      given: null,
      projection: {
        endsAt: '2027-03-31T21:00:00.000Z',
        // Earned on 10 March, before the period's window of 1 April to 31 March begins.
        ifNothing: { tier: { key: 'silver' }, keeps: false, missing: 5_000 },
      },
    });
    const alias = await self.send('GET', '/api/loyalty/tier');
    expect(alias.data).toEqual(data);
    const owner = await app.signIn('owner');
    expect((await owner.send('GET', `/api/loyalty/tier?customerId=${customer.cardNumber}`)).data).toEqual(
      data,
    );
  });

  test('of somebody without an account is the first one', async () => {
    const self = await app.signInAs(await app.addCustomer());
    const { data } = await self.call(contract.tier, { customerId: 'me' });
    expect(data).toMatchObject({
      accountId: null,
      current: { key: 'bronze' },
      missing: 1_000,
      projection: { ifNothing: { keeps: true, missing: 0 }, atPace: { tier: { key: 'bronze' } } },
    });
  });

  test('foretells a tier at the present pace', async () => {
    const customer = await app.addCustomer();
    await earn(customer, 100);
    app.clock.set('2026-06-08T09:00:00Z');
    await earn(customer, 800);
    // 900 points in 90 days, 365 days more: 3,650 and the 800 and 100 that count still.
    const { projection } = await standing(customer);
    expect(projection.atPace.tier?.key).toBe('silver');
    expect(projection.ifNothing).toMatchObject({ tier: { key: 'bronze' }, keeps: true, missing: 0 });
    expect(projection.atPace.qualifyingPoints).toBeGreaterThan(3_000);
    expect(projection.atPace.qualifyingPoints).toBeLessThan(5_000);
  });

  test('is nobody else’s to see', async () => {
    const [customer, other] = [await app.addCustomer(), await app.addCustomer()];
    const self = await app.signInAs(customer);
    for (const endpoint of [contract.tier, contract.tierHistory])
      expect((await self.call(endpoint, { customerId: other.id })).status).toBe(404);
    const owner = await app.signIn('owner');
    const foreign = await owner.call(contract.tier, { customerId: customer.id, programId: randomUUID() });
    expect([foreign.status, foreign.failure.code]).toEqual([404, 'not_found']);
  });

  test('has a history in pages', async () => {
    const customer = await app.addCustomer();
    for (const points of [1_000, 4_000, 10_000]) {
      app.clock.advance({ minutes: 1 });
      await earn(customer, points);
    }
    const owner = await app.signIn('owner');
    const first = (await owner.call(contract.tierHistory, { customerId: customer.id, limit: 2 })).data;
    expect(first).toMatchObject({ total: 3, totalPages: 2 });
    expect(first.changes.map(({ to }) => to)).toEqual(['platinum', 'gold']);
    const cursor = first.nextCursor as string;
    for (const query of [{ cursor }, { page: 2 }]) {
      const second = (await owner.call(contract.tierHistory, { customerId: customer.id, limit: 2, ...query }))
        .data;
      expect([second.changes.map(({ to }) => to), second.nextCursor]).toEqual([['silver'], null]);
    }
    for (const wrong of ['x', Buffer.from('["yesterday","x"]').toString('base64url')]) {
      const reply = await owner.call(contract.tierHistory, { customerId: customer.id, cursor: wrong });
      expect([reply.status, reply.failure.code]).toEqual([400, 'cursor_invalid']);
    }
  });
});

describe('PUT /loyalty/accounts/:customerId/tier', () => {
  const give = async (customer: TestCustomer, change: Partial<CallOf<typeof contract.giveTier>> = {}) =>
    (await app.signIn('owner')).call(contract.giveTier, {
      customerId: customer.id,
      tier: 'gold',
      until: '2028-06-15',
      reason: 'apology',
      ...change,
    });

  test('gives a tier until a day, and it stays until then whatever is earned', async () => {
    const customer = await app.addCustomer();
    const reply = await give(customer);
    expect(reply.data).toMatchObject({
      current: { key: 'gold' },
      heldUntil: '2028-06-15T21:00:00.000Z',
      given: { tier: 'gold', reason: 'apology', until: '2028-06-15T21:00:00.000Z' },
    });
    await earn(customer, 15_000);
    expect(await standing(customer)).toMatchObject({
      current: { key: 'platinum' },
      heldUntil: '2027-03-31T21:00:00.000Z',
    });
    app.clock.set('2028-05-01T00:00:00Z');
    await reviewAll();
    expect(await standing(customer)).toMatchObject({
      current: { key: 'gold' },
      heldUntil: '2028-06-15T21:00:00.000Z',
    });
    app.clock.set('2028-06-15T21:00:00Z');
    await reviewAll();
    expect(await standing(customer)).toMatchObject({ current: { key: 'silver' }, given: null });
    app.clock.set(start);
    expect((await historyOf(customer)).slice(-2)).toEqual(['gold platinum earned', 'bronze gold manual']);
    expect(await factsTier(customer)).toBe('silver');
    const { rows } = await app.db.query(
      `select a.action, v.after from platform.audit a join platform.audit_values v on v.audit_id = a.id
        where a.customer_id = $1 and a.action = 'loyalty.giveTier'`,
      [customer.id],
    );
    expect(rows).toEqual([
      { action: 'loyalty.giveTier', after: { tier: 'gold', until: '2028-06-15', reason: 'apology' } },
    ]);
  });

  test('refuses what is unknown, past, below what was earned, or not allowed', async () => {
    const customer = await app.addCustomer();
    await earn(customer, 5_000);
    const refused = async (change: Parameters<typeof give>[1], status: number, code: string) => {
      const reply = await give(customer, change);
      expect([reply.status, reply.failure.code]).toEqual([status, code]);
    };
    await refused({ tier: 'jade' }, 400, 'tier_unknown');
    await refused({ until: '2026-03-09' }, 400, 'date_too_old');
    await refused({ tier: 'silver' }, 409, 'tier_below_earned');
    await refused({ reason: ' ' }, 400, 'validation');
    await refused({ customerId: randomUUID() }, 404, 'not_found');
    await refused({ programId: randomUUID() }, 404, 'not_found');
    const cashier = await app.signIn('cashier');
    const input = { customerId: customer.id, tier: 'gold', until: '2027-01-01', reason: 'x' };
    expect((await cashier.call(contract.giveTier, input)).status).toBe(403);
    expect(await historyOf(customer)).toEqual(['bronze gold earned']);
  });
});
