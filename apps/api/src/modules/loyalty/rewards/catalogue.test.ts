import { randomUUID } from 'node:crypto';
import { type CallOf, loyaltyRewardsContract as contract, settingsContract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

let app: TestApp;
let owner: Client;
/** A program that asks for Arabic; who is signed in gets their own language. */
let arabic: Client;
beforeAll(async () => {
  app = await testApp();
  owner = await app.signIn('owner');
  const key = await owner.call(settingsContract.createKey, { name: 'till', scopes: ['loyalty.edit'] });
  arabic = app.anonymous.with({ 'x-api-key': key.data.key });
});
afterAll(() => app?.close());

type NewReward = CallOf<typeof contract.createReward>;

const coffee: NewReward = {
  name: { en: 'Free coffee', ar: 'قهوة مجانية' },
  pointsCost: 100,
  rewardType: 'free_product',
  sku: 'COFFEE',
};

async function create(change: Partial<NewReward> = {}) {
  const reply = await owner.call(contract.createReward, { ...coffee, ...change });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

describe('creating', () => {
  test('gives defaults, and puts the reward behind all others', async () => {
    const first = await create();
    const second = await create({ name: { en: 'Second', ar: 'الثانية' } });
    expect(first).toMatchObject({
      ...coffee,
      description: null,
      stock: null,
      left: null,
      redeemed: 0,
      codeDays: 30,
      cancelHours: 24,
      returnsPoints: false,
      tiers: [],
      isActive: true,
      archivedAt: null,
      currency: 'SAR',
    });
    expect(second.position).toBe(first.position + 1);
    expect((await owner.call(contract.getReward, { rewardId: first.id })).data).toEqual(first);
  });

  test('takes the documented body at the documented path', async () => {
    const reply = await owner.send('POST', '/api/customers/loyalty/rewards', {
      name: 'Ten riyals off',
      description: 'On any basket',
      pointsCost: 500,
      rewardType: 'discount_fixed',
      rewardValue: 1_000,
      isActive: true,
      validUntil: '2030-01-01T00:00:00Z',
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.data).toMatchObject({
      name: { en: 'Ten riyals off', ar: 'Ten riyals off' },
      description: { en: 'On any basket' },
      validUntil: '2030-01-01T00:00:00.000Z',
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a cost of 0', { pointsCost: 0 }, 'pointsCost'],
    ['a negative cost', { pointsCost: -5 }, 'pointsCost'],
    ['half a point', { pointsCost: 0.5 }, 'pointsCost'],
    ['an enormous cost', { pointsCost: 1e15 }, 'pointsCost'],
    ['no Arabic name', { name: { en: 'Coffee', ar: ' ' } }, 'name.ar'],
    ['marks that turn the writing', { name: { en: 'a\u202eb', ar: 'ب' } }, 'name.en'],
    ['a product without a sku', { sku: null }, 'sku'],
    ['a sku on free shipping', { rewardType: 'free_shipping' }, 'sku'],
    ['a value on free shipping', { rewardType: 'free_shipping', sku: null, rewardValue: 5 }, 'rewardValue'],
    ['a discount without a value', { rewardType: 'discount_fixed', sku: null }, 'rewardValue'],
    ['101 percent', { rewardType: 'discount_percent', sku: null, rewardValue: 101 }, 'rewardValue'],
    ['a stock of partner codes', { rewardType: 'partner_code', sku: null, stock: 5 }, 'stock'],
    ['a script as picture', { imageUrl: 'javascript:alert(1)' }, 'imageUrl'],
    [
      'an end before the start',
      { validFrom: '2027-01-02T00:00:00Z', validUntil: '2027-01-01T00:00:00Z' },
      'validUntil',
    ],
  ])('refuses %s, naming the field in both languages', async (_, change, field) => {
    const sent = { ...coffee, ...change } as NewReward;
    const replies = [
      await owner.call(contract.createReward, sent),
      await arabic.call(contract.createReward, sent, { language: 'ar' }),
    ];
    for (const reply of replies) {
      expect([reply.status, reply.failure.code], reply.text).toEqual([400, 'validation']);
      expect(reply.failure.errors[0]?.field).toBe(field);
    }
    const [english, translated] = replies.map((reply) => reply.failure.errors[0]?.message);
    expect(english).toMatch(/^[\w ,.:’]+$/);
    expect(translated).toMatch(/[\u0600-\u06ff]/);
  });

  test('needs the right, and a programme of the store', async () => {
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(contract.createReward, coffee)).status).toBe(403);
    const reply = await owner.call(contract.createReward, { ...coffee, programId: randomUUID() });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([404, 'programId']);
  });
});

describe('changing', () => {
  test('changes what is given, leaves the rest, and writes it to the audit', async () => {
    const before = await create({ stock: 5, description: { en: 'Hot', ar: 'ساخنة' } });
    const reply = await owner.call(contract.updateReward, {
      rewardId: before.id,
      pointsCost: 120,
      description: null,
    });
    expect(reply.data).toEqual({
      ...before,
      pointsCost: 120,
      description: null,
      updatedAt: reply.data.updatedAt,
    });
    const { rows } = await app.db.query(
      `select action, fields from platform.audit where entity_id = $1 order by at, id`,
      [before.id],
    );
    expect(rows).toEqual([
      { action: 'loyalty.createReward', fields: [] },
      { action: 'loyalty.updateReward', fields: ['descriptionEn', 'descriptionAr', 'pointsCost'] },
    ]);
  });

  test('checks the reward as a whole, and never touches another store’s', async () => {
    const reward = await create();
    const bad = await owner.call(contract.updateReward, { rewardId: reward.id, sku: null });
    expect([bad.status, bad.failure.errors[0]?.field]).toEqual([400, 'sku']);
    const turned = await owner.call(contract.updateReward, {
      rewardId: reward.id,
      rewardType: 'partner_code',
      sku: null,
    });
    expect([turned.status, turned.failure.errors[0]?.field]).toEqual([400, 'rewardType']);
    const other = await app.signIn('owner', await app.addStore());
    for (const reply of [
      await other.call(contract.updateReward, { rewardId: reward.id, pointsCost: 1 }),
      await other.call(contract.getReward, { rewardId: reward.id }),
      await other.call(contract.archiveReward, { rewardId: reward.id }),
      await other.call(contract.addPartnerCodes, { rewardId: reward.id, codes: ['A'] }),
      await other.call(contract.rewardStatistics, { rewardId: reward.id }),
      await other.call(contract.orderRewards, { rewardIds: [reward.id] }),
    ])
      expect([reply.status, reply.failure.code]).toEqual([404, 'not_found']);
    expect((await owner.call(contract.getReward, { rewardId: reward.id })).data).toEqual(reward);
  });

  test('archives and brings back; an archived reward is not changed', async () => {
    const { id: rewardId } = await create();
    expect((await owner.call(contract.archiveReward, { rewardId })).data.archivedAt).not.toBeNull();
    const again = await owner.call(contract.archiveReward, { rewardId });
    expect(again.status).toBe(200);
    const refused = await owner.call(contract.updateReward, { rewardId, pointsCost: 1 });
    expect([refused.status, refused.failure.code]).toEqual([409, 'reward_ended']);
    const listed = await owner.call(contract.rewards, { archived: 'true' });
    expect(listed.data.rewards.map(({ id }) => id)).toContain(rewardId);
    expect(
      (await owner.call(contract.rewards, { limit: 100 })).data.rewards.map(({ id }) => id),
    ).not.toContain(rewardId);
    const back = await owner.call(contract.archiveReward, { rewardId, archived: false });
    expect(back.data.archivedAt).toBeNull();
  });
});

describe('listing', () => {
  test('pages, filters, sorts, and puts in order', async () => {
    const store = await app.addStore();
    const boss = await app.signIn('owner', store);
    const made = [];
    for (const [en, ar, pointsCost] of [
      ['Tea', 'شاي', 30],
      ['Bread_1', 'خبز', 20],
      ['Cake', 'كعك', 10],
    ] as const)
      made.push((await boss.call(contract.createReward, { ...coffee, name: { en, ar }, pointsCost })).data);
    const names = async (query: CallOf<typeof contract.rewards>) =>
      (await boss.call(contract.rewards, query)).data.rewards.map(({ name }) => name.en);
    expect(await names({})).toEqual(['Tea', 'Bread_1', 'Cake']);
    expect(await names({ limit: 2, page: 2 })).toEqual(['Cake']);
    expect(await names({ limit: 2, cursor: '2' })).toEqual(['Cake']);
    expect(await names({ sortBy: 'pointsCost' })).toEqual(['Cake', 'Bread_1', 'Tea']);
    expect(await names({ sortBy: 'name', sortOrder: 'desc' })).toEqual(['Tea', 'Cake', 'Bread_1']);
    expect(await names({ query: 'كع' })).toEqual(['Cake']);
    expect(await names({ query: '_' })).toEqual(['Bread_1']);
    expect(await names({ rewardType: 'gift_card' })).toEqual([]);
    const [tea, bread, cake] = made.map(({ id }) => id) as [string, string, string];
    const ordered = await boss.call(contract.orderRewards, { rewardIds: [cake] });
    expect(ordered.data.rewardIds).toEqual([cake, tea, bread]);
    expect(await names({})).toEqual(['Cake', 'Tea', 'Bread_1']);
    const invalid = await boss.call(contract.rewards, { cursor: 'x' });
    expect([invalid.status, invalid.failure.code]).toEqual([400, 'cursor_invalid']);
  });

  test('leaves as CSV that a spreadsheet does not run', async () => {
    const store = await app.addStore();
    const boss = await app.signIn('owner', store);
    await boss.call(contract.createReward, { ...coffee, name: { en: '=1+1', ar: 'قهوة، "ساخنة"' } });
    const reply = await boss.send('GET', '/api/v1/loyalty/rewards/export');
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line, end] = reply.text.split('\r\n');
    expect(head).toMatch(/^\ufeff?id,nameEn,nameAr,rewardType/);
    expect(line).toContain(`,'=1+1,"قهوة، ""ساخنة""",free_product,`);
    expect(end).toBe('');
    expect(
      (await (await app.signIn('cashier', store)).send('GET', '/api/v1/loyalty/rewards/export')).status,
    ).toBe(403);
  });
});

test('codes of a partner are counted once, and only for such a reward', async () => {
  const partner = await create({
    rewardType: 'partner_code',
    sku: null,
    name: { en: 'Cinema', ar: 'سينما' },
  });
  expect(partner).toMatchObject({ stock: 0, left: 0 });
  const add = (codes: string[]) => owner.call(contract.addPartnerCodes, { rewardId: partner.id, codes });
  expect((await add(['A1', 'A2', 'A1'])).data).toEqual({ added: 2, known: 1, left: 2 });
  expect((await add(['A2', 'A3'])).data).toEqual({ added: 1, known: 1, left: 3 });
  expect((await add([])).status).toBe(400);
  const stocked = await owner.call(contract.updateReward, { rewardId: partner.id, stock: 50 });
  expect([stocked.status, stocked.failure.errors[0]?.field]).toEqual([400, 'stock']);
  const product = await create();
  const refused = await owner.call(contract.addPartnerCodes, { rewardId: product.id, codes: ['A1'] });
  expect([refused.status, refused.failure.code]).toEqual([409, 'not_of_this_reward']);
});
