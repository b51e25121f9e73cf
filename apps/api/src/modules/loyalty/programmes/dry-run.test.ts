import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';

const { loyalty } = contract;
type Quote = CallOf<typeof loyalty.quoteProgram>;

let app: TestApp;
let marketer: Client;
let programId: string;

beforeAll(async () => {
  app = await testApp();
  marketer = await app.signIn('marketer');
  const admin = await app.signIn('admin');
  const { programs } = (await admin.call(loyalty.listPrograms, {})).data;
  programId = programs[0]?.id ?? '';
  const rules = [
    { id: 'dairy', kind: 'multiplier' as const, percent: 200, when: { categories: ['dairy'] } },
    { id: 'gold', kind: 'points' as const, points: 40, when: { tiers: ['gold'] } },
    { id: 'vip', kind: 'points' as const, points: 30, when: { segments: ['vip'] } },
    { id: 'first', kind: 'points' as const, points: 20, when: { firstOrder: true as const } },
    {
      id: 'day',
      kind: 'rate' as const,
      pointsPerUnit: 1,
      caps: { perDay: 250 },
      name: { en: 'Day', ar: 'يوم' },
    },
    { id: 'review', kind: 'event' as const, event: 'review', points: 5 },
  ];
  const saved = await admin.call(loyalty.updateProgram, { programId, version: 1, rules });
  if (saved.status !== 200) throw new Error(saved.text);
});
afterAll(() => app?.close());

const lines = [
  { sku: 'MILK', category: 'dairy', quantity: 2, total: 5_000 },
  { sku: 'BREAD', total: 10_000 },
];
const ask = (input: Partial<Quote> = {}, client = marketer) =>
  client.call(loyalty.quoteProgram, { programId, lines, ...input });
const whyOf = (data: { rules: { id: string; why: string }[] }) =>
  Object.fromEntries(data.rules.map(({ id, why }) => [id, why]));

describe('a dry run', () => {
  it('says for somebody new what each rule gives and why the others give nothing', async () => {
    const { status, data } = await ask();
    expect(status).toBe(200);
    expect(data).toMatchObject({
      points: 350,
      base: 150,
      tier: 'bronze',
      multiplierPercent: 100,
      eligible: 15_000,
      why: 'applied',
      sentence: 'The programme gives points for this order.',
      lines: [
        { lineNo: 1, points: 150 },
        { lineNo: 2, points: 200 },
      ],
    });
    expect(whyOf(data)).toEqual({
      dairy: 'applied',
      gold: 'tiers',
      vip: 'segments',
      first: 'firstOrder',
      day: 'applied',
      review: 'only_events',
    });
    expect(data.rules[0]).toEqual({
      id: 'dairy',
      name: null,
      kind: 'multiplier',
      applied: true,
      points: 50,
      lines: [{ lineNo: 1, points: 50 }],
      why: 'applied',
      sentence: 'The rule holds.',
      inputs: { eligible: 5_000, percent: 200 },
      capsLeft: { day: null, month: null, customer: null },
    });
  });

  it('takes an assumed tier, segments, time and first order', async () => {
    const { data } = await ask({ tier: 'gold', segments: ['vip'], firstOrder: true });
    expect(data).toMatchObject({ tier: 'gold', multiplierPercent: 150, base: 225, points: 515 });
  });

  it('answers for a customer as they stand, what caps leave included, and writes nothing', async () => {
    const { id } = await app.addCustomer();
    await app.record({
      customerId: id,
      lines: [{ sku: 'A', name: 'A', quantity: 1, unitPrice: 20_000, discount: 0 }],
    });
    await app.inStore((ctx) =>
      customers.setMemberships(ctx, [{ customerId: id, segment: 'vip', holds: true }]),
    );
    const before = await app.db.query('select count(*) from loyalty.entries');
    const { data } = await ask({ customerId: id });
    expect(whyOf(data)).toMatchObject({ vip: 'applied', first: 'firstOrder', day: 'capped' });
    const day = data.rules.find((rule) => rule.id === 'day');
    expect(day).toMatchObject({ points: 50, inputs: { beforeCap: 150 }, capsLeft: { day: 50 } });
    expect(await app.db.query('select count(*) from loyalty.entries')).toMatchObject({ rows: before.rows });
    const receipt = await app.record({
      customerId: id,
      lines: [
        { sku: 'MILK', name: 'Milk', category: 'dairy', quantity: 2, unitPrice: 2_500, discount: 0 },
        { sku: 'BREAD', name: 'Bread', quantity: 1, unitPrice: 10_000, discount: 0 },
      ],
    });
    expect(receipt.points.earned).toBe(data.points);
  });

  it('goes by rules and rates that are not saved', async () => {
    const rules = [{ id: 'new', kind: 'points' as const, points: 9 }];
    expect((await ask({ rules, pointsPerUnit: 2 })).data).toMatchObject({ points: 309, base: 300 });
    const bad = await ask({ rules: [{ ...rules[0], when: { tiers: ['tin'] } } as (typeof rules)[0]] });
    expect([bad.status, bad.failure.errors[0]?.field]).toEqual([400, 'rules.0.when.tiers.0']);
  });

  it('speaks Arabic', async () => {
    const admin = await app.signIn('admin');
    const scopes = ['loyalty.read' as const];
    const key = await admin.call(contract.settings.createKey, { name: 'Arabic', scopes });
    const arabic = app.anonymous.with({ 'x-api-key': key.data.key, 'accept-language': 'ar' });
    const { data } = await ask({ minimumSpend: 20_000 }, arabic);
    expect(data).toMatchObject({
      points: 0,
      why: 'below_minimum',
      sentence: 'قيمة الطلب أقل من الحد الأدنى للبرنامج.',
    });
    expect((await ask({}, arabic)).data.rules[1]?.sentence).toBe('القاعدة لفئات أخرى.');
  });

  it('needs a known customer, tier and branch', async () => {
    const nobody = '019a0000-0000-7000-8000-000000000001';
    const refused = [
      await ask({ customerId: nobody }),
      await ask({ tier: 'tin' }),
      await ask({ locationId: nobody }),
    ];
    expect(refused.map(({ status, failure }) => [status, failure.code, failure.errors[0]?.field])).toEqual([
      [404, 'not_found', 'customerId'],
      [400, 'validation', 'tier'],
      [400, 'location_unknown', 'locationId'],
    ]);
  });
});

describe('the status of a member', () => {
  it('shows every programme, rewards and the latest transactions, on both paths', async () => {
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const empty = await self.call(loyalty.status, {});
    expect(empty.data).toMatchObject({
      programs: [
        {
          programId,
          isDefault: true,
          membership: 'none',
          available: 0,
          tier: { current: { key: 'bronze' } },
        },
      ],
      rewards: [],
      transactions: [],
    });
    await app.record({ customerId: customer.id });
    const { data } = await self.send('GET', '/api/customers/loyalty');
    expect(data).toMatchObject({
      programs: [{ programId, membership: 'open', available: 220, lifetime: 220, tier: { missing: 780 } }],
      transactions: [{ type: 'EARNED', points: 220 }],
    });
    expect((await marketer.call(loyalty.status, {})).status).toBe(403);
  });
});
