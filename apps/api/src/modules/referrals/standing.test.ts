import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { friendOf, orderOf, staffOf, using, work } from './fixtures.ts';

const { exportList, history, leaderboard, list, overview, rewards, settings, stats, updateSettings } =
  contract.referrals;

let app: TestApp;
let staff: Client;
let reader: Client;
const referrers: TestCustomer[] = [];
const clients: Client[] = [];
beforeAll(async () => {
  app = await testApp();
  staff = await staffOf(app);
  reader = await using(app, ['referrals.read']);
  await staff.call(updateSettings, { holdingDays: 0 });
  // Amal brings two friends, Basim two, Cyrine one, Dalal one who has not ordered; Cyrine is not shown.
  const names = ['Amal', 'Basim', 'Cyrine', 'Dalal'];
  for (const [n, firstName] of names.entries()) {
    const shows = firstName !== 'Cyrine';
    const customer = await app.addCustomer({
      firstName,
      lastName: 'Hassan',
      privacy: { leaderboard: shows },
    });
    referrers.push(customer);
    clients.push(await app.signInAs(customer));
    for (let m = 0; m < [2, 2, 1, 1][n]!; m++) {
      const friend = await friendOf(app, customer, { firstName: `Friend${m}`, lastName: 'Omar' });
      if (firstName !== 'Dalal') await orderOf(app, friend);
    }
    await work(app);
    app.clock.advance({ seconds: 10 });
  }
});
afterAll(() => app?.close());

it('ranks referrers, equals alike, and shows only who agreed', async () => {
  const { data } = await (clients[2] as Client).call(leaderboard, {});
  expect(data.entries).toEqual([
    { rank: 1, name: 'Amal H.', rewarded: 2, points: 1000, isMe: false },
    { rank: 1, name: 'Basim H.', rewarded: 2, points: 1000, isMe: false },
  ]);
  expect(data).toMatchObject({
    participants: 3,
    onLeaderboard: false,
    me: { rank: 3, rewarded: 1, isMe: true },
  });
  const mine = await (clients[0] as Client).call(leaderboard, { limit: 1, period: 'all' });
  expect(mine.data).toMatchObject({ from: null, entries: [{ isMe: true }], onLeaderboard: true });
  const dalal = await (clients[3] as Client).call(leaderboard, {});
  expect(dalal.data.me).toBeNull();
});

it('begins the month anew, where the store is', async () => {
  const before = app.clock.now();
  // 23:30 on the last of the month in UTC is the first of the next in Riyadh.
  app.clock.set('2026-03-31T20:59:00Z');
  expect((await reader.call(leaderboard, {})).data.entries).toHaveLength(2);
  app.clock.set('2026-03-31T21:00:00Z');
  const { data } = await reader.call(leaderboard, {});
  expect([data.from, data.entries]).toEqual(['2026-03-31T21:00:00.000Z', []]);
  app.clock.set(before);
});

it('tells customers their own figures, and nobody else’s', async () => {
  const [amal, basim] = referrers as [TestCustomer, TestCustomer];
  const own = await (clients[0] as Client).send('GET', '/api/referral/stats');
  expect(own.data).toMatchObject({
    customerId: amal.id,
    sent: 2,
    joined: 2,
    qualified: 2,
    rewarded: 2,
    pointsEarned: 1000,
    rank: 1,
    rankThisMonth: 1,
    roomInPeriod: 18,
    asFriend: null,
  });
  expect((await (clients[0] as Client).call(stats, { customerId: basim.id })).failure.code).toBe('not_found');
  expect((await (clients[0] as Client).call(rewards, { customerId: basim.id })).failure.code).toBe(
    'not_found',
  );
  expect((await (clients[0] as Client).call(history, { customerId: basim.id })).failure.code).toBe(
    'not_found',
  );
  const named = await reader.send('GET', `/api/referral/stats?customerId=${basim.cardNumber}`);
  expect(named.data).toMatchObject({ customerId: basim.id });
});

it('lists what referrals brought, in pages and by every documented path', async () => {
  const client = clients[0] as Client;
  const first = await client.call(rewards, { limit: 1 });
  expect(first.data).toMatchObject({
    total: 2,
    pointsTotal: 1000,
    nextCursor: '2',
    rewards: [{ role: 'referrer', points: 500 }],
  });
  expect(first.data.rewards[0]?.friend).toMatch(/^Friend\d O\.$/);
  for (const path of [
    '/api/referral/rewards',
    '/api/customer-id/referral/rewards',
    '/api/customer-id/referral/history',
  ])
    expect((await client.send('GET', path)).data).toMatchObject({ total: 2 });
  expect(
    (await client.call(history, { stage: 'rewarded' })).data.referrals.map(({ points }) => points),
  ).toEqual([500, 500]);
  expect((await client.call(history, { cursor: 'nonsense' })).failure.code).toBe('cursor_invalid');
  const made = await client.send('POST', '/api/customer-id/referral/generate');
  expect(made.status, made.text).toBe(200);
});

it('gives staff the funnel of a period', async () => {
  const { data } = await reader.call(overview, {});
  expect(data).toMatchObject({
    funnel: { invited: 6, joined: 6, qualified: 5, rewarded: 5 },
    conversion: { joined: 1, qualified: 5 / 6, rewarded: 1 },
    points: { referrers: 2500, friends: 1250 },
    revenue: 50_000,
    held: 0,
  });
  expect(data.topReferrers[0]).toMatchObject({ rewarded: 2, points: 1000 });
  expect(data.days.reduce((sum, { joined }) => sum + joined, 0)).toBe(6);
  expect(data.days).toHaveLength(31);
  const now = app.clock.now().toISOString();
  expect((await reader.call(overview, { from: now, to: now })).failure.code).toBe('range_invalid');
  expect((await reader.call(overview, { from: '2020-01-01T00:00:00Z' })).failure.code).toBe(
    'period_too_long',
  );
});

it('lists and exports by filter', async () => {
  const [amal] = referrers as [TestCustomer];
  const total = async (filter: Parameters<typeof reader.call<typeof list>>[1]) =>
    (await reader.call(list, filter)).data.total;
  expect(await total({})).toBe(6);
  expect(await total({ stage: 'joined' })).toBe(1);
  expect(await total({ referrerId: amal.id })).toBe(2);
  expect(await total({ query: amal.cardNumber })).toBe(2);
  expect(await total({ query: 'nobody' })).toBe(0);
  const [row] = (await reader.call(list, { referrerId: amal.id })).data.referrals;
  expect(await total({ query: row?.code?.toLowerCase() })).toBe(2);
  const csv = await reader.send('GET', `${exportList.path}?stage=rewarded`);
  const lines = csv.text.trim().split('\r\n');
  expect(lines[0]).toContain('stage,review,concerns,code,referrerId');
  expect(lines).toHaveLength(6);
  expect((await app.signIn('cashier').then((one) => one.call(list, {}))).status).toBe(403);
});

it('takes only a programme that makes sense, and audits what changed', async () => {
  const wrong = [
    { validFrom: '2026-05-01T00:00:00Z', validUntil: '2026-04-01T00:00:00Z' },
    { referrerPoints: -1 },
    { capDays: 0 },
    { message: { en: '', ar: 'x' } },
  ];
  for (const input of wrong) expect((await staff.call(updateSettings, input)).status).toBe(400);
  expect((await reader.call(updateSettings, { isActive: false })).status).toBe(403);
  const message = { en: 'Come to {store}: {link}', ar: 'تعال إلى {store}: {link}' };
  expect((await staff.call(updateSettings, { message })).data.message).toEqual(message);
  expect((await reader.call(settings, {})).data).toMatchObject({ message, holdingDays: 0, currency: 'SAR' });
  const { rows } = await app.db.query(
    `select fields from platform.audit where action = 'referrals.updateSettings' order by at, id`,
  );
  expect(rows.at(-1)).toEqual({ fields: ['message'] });
});
