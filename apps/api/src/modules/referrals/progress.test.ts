import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import {
  codeOf,
  friendOf,
  hear,
  orderOf,
  pointsOf,
  referralOf,
  refundOf,
  staffOf,
  work,
} from './fixtures.ts';
import { referralsModule } from './index.ts';

let app: TestApp;
let staff: Client;
beforeAll(async () => {
  app = await testApp();
  staff = await staffOf(app);
});
afterAll(() => app?.close());

let referrer: TestCustomer;
let friend: TestCustomer;
beforeEach(async () => {
  referrer = await app.addCustomer();
  friend = await friendOf(app, referrer);
});

const points = async () => [await pointsOf(app, referrer), await pointsOf(app, friend)];
const stage = async () => (await referralOf(app, friend)).stage;
const pass = async (days: number) => {
  app.clock.advance({ days });
  await work(app);
};
const eventsOf = async (name: string) => {
  const { rows } = await app.db.query(
    `select payload from platform.outbox where name = $1 and payload->>'friendId' = $2`,
    [name, friend.id],
  );
  return rows.map(({ payload }) => payload);
};

describe('a friend’s first order', () => {
  it('brings both sides their points after 14 days, once', async () => {
    const orderId = await orderOf(app, friend);
    expect(await stage()).toBe('qualified');
    expect(await eventsOf('referral.qualified')).toMatchObject([{ orderId, held: false, capped: false }]);
    await pass(13);
    expect([await stage(), await points()]).toEqual(['qualified', [0, 0]]);
    await pass(1);
    expect([await stage(), await points()]).toEqual(['rewarded', [500, 250]]);
    await pass(1);
    await hear(app, 'order.delivered', delivered(orderId));
    expect(await points()).toEqual([500, 250]);
    expect(await eventsOf('referral.rewarded')).toMatchObject([{ referrerPoints: 500, friendPoints: 250 }]);
  });

  it('below the minimum does not count; the next one that reaches it does', async () => {
    await orderOf(app, friend, 999);
    expect(await stage()).toBe('joined');
    await orderOf(app, friend, 1000);
    expect(await stage()).toBe('qualified');
  });

  it('refunded within the holding period brings nothing, and a later order may count in its place', async () => {
    const first = await orderOf(app, friend);
    app.clock.advance({ days: 5 });
    await refundOf(app, first, friend);
    expect(await stage()).toBe('joined');
    await pass(10);
    expect(await points()).toEqual([0, 0]);
    await orderOf(app, friend);
    expect(await stage()).toBe('qualified');
    await pass(14);
    expect(await points()).toEqual([500, 250]);
  });

  it('refunded in part counts while it reaches the minimum', async () => {
    const order = await orderOf(app, friend, 3000);
    await refundOf(app, order, friend, 2000);
    expect(await stage()).toBe('qualified');
  });

  it('whose refund was not heard of is looked at again before points are given', async () => {
    const order = await orderOf(app, friend);
    await app.db.query(`update orders.orders set status = 'refunded', refunded_total = total where id = $1`, [
      order,
    ]);
    await pass(14);
    expect([await stage(), await points()]).toEqual(['joined', [0, 0]]);
  });

  it('refunded after the reward leaves the points where they are', async () => {
    const order = await orderOf(app, friend);
    await pass(14);
    await refundOf(app, order, friend);
    await work(app);
    expect([await stage(), await points()]).toEqual(['rewarded', [500, 250]]);
  });

  it('that nobody told of is found by the job', async () => {
    await staff.call(contract.sales.record, app.order({ customerId: friend.id }));
    expect(await stage()).toBe('joined');
    await work(app);
    expect(await stage()).toBe('qualified');
  });

  it('that does not come in time ends the referral', async () => {
    await pass(91);
    expect(await referralOf(app, friend)).toMatchObject({ stage: 'rejected', rejection: 'no_order_in_time' });
    await orderOf(app, friend);
    expect(await stage()).toBe('rejected');
    expect(await eventsOf('referral.rejected')).toMatchObject([{ rejection: 'no_order_in_time' }]);
  });
});

const delivered = (orderId: string) => ({
  orderId,
  customerId: friend.id,
  locationId: null,
  source: 'till',
  sourceId: orderId,
  total: 0,
  currency: 'SAR',
  placedAt: app.clock.now().toISOString(),
});

describe('the terms', () => {
  it('are those of the day of joining', async () => {
    await staff.call(contract.referrals.updateSettings, {
      referrerPoints: 7,
      friendPoints: 3,
      holdingDays: 0,
    });
    await orderOf(app, friend);
    await pass(14);
    expect(await points()).toEqual([500, 250]);
    const next = await friendOf(app, referrer);
    await orderOf(app, next);
    await work(app);
    expect([await pointsOf(app, referrer), await pointsOf(app, next)]).toEqual([507, 3]);
    await staff.call(contract.referrals.updateSettings, {
      referrerPoints: 500,
      friendPoints: 250,
      holdingDays: 14,
    });
  });

  it('give a referrer so many rewards in a period, and friends theirs all the same', async () => {
    await staff.call(contract.referrals.updateSettings, { capRewards: 2, capDays: 30 });
    const friends = [friend, await friendOf(app, referrer), await friendOf(app, referrer)];
    for (const one of friends) await orderOf(app, one);
    const { stats } = contract.referrals;
    expect((await staff.call(stats, { customerId: referrer.id })).data).toMatchObject({
      roomInPeriod: 0,
      pointsExpected: 1000,
    });
    await pass(14);
    expect(await pointsOf(app, referrer)).toBe(1000);
    expect(await Promise.all(friends.map((one) => pointsOf(app, one)))).toEqual([250, 250, 250]);
    app.clock.advance({ days: 20 });
    const later = await friendOf(app, referrer);
    await orderOf(app, later);
    expect((await referralOf(app, later)).capped).toBe(false);
    await staff.call(contract.referrals.updateSettings, { capRewards: 20 });
  });

  it('hold with 64 friends whose orders arrive at once', { timeout: 60_000 }, async () => {
    await staff.call(contract.referrals.updateSettings, { capRewards: 20 });
    const star = await app.addCustomer();
    const friends: TestCustomer[] = [];
    for (let n = 0; n < 64; n++) friends.push(await friendOf(app, star));
    await Promise.all(friends.map((one) => orderOf(app, one)));
    const { rows } = await app.db.query(
      `select count(*)::int as qualified, (count(*) filter (where not capped))::int as counted
         from referrals.referrals where referrer_id = $1 and stage = 'qualified'`,
      [star.id],
    );
    expect(rows).toEqual([{ qualified: 64, counted: 20 }]);
    app.clock.advance({ days: 14 });
    await Promise.all([work(app), work(app), work(app), work(app)]);
    await work(app);
    expect(await pointsOf(app, star)).toBe(20 * 500);
    const given = await Promise.all(friends.map((one) => pointsOf(app, one)));
    expect(given).toEqual(Array(64).fill(250));
  });
});

describe('who is gone', () => {
  const close = (customer: TestCustomer) =>
    staff.call(contract.customers.update, { customerId: customer.id, status: 'closed' });

  it('as a referrer gets nothing, and the friend does', async () => {
    await orderOf(app, friend);
    await close(referrer);
    await pass(14);
    expect([await stage(), await points()]).toEqual(['rewarded', [0, 250]]);
  });

  it('as a friend ends the referral', async () => {
    await orderOf(app, friend);
    await close(friend);
    await pass(14);
    expect(await referralOf(app, friend)).toMatchObject({ stage: 'rejected', rejection: 'closed' });
    expect(await points()).toEqual([0, 0]);
  });

  it('turned out to be one person after a merge gets nothing; taken back, both do', async () => {
    await orderOf(app, friend);
    const merge = async (from: TestCustomer) => {
      const reply = await staff.call(contract.customers.merge, { customerId: referrer.id, from: from.id });
      expect(reply.status, reply.text).toBe(201);
      return reply.data.merge.id;
    };
    const mergeId = await merge(friend);
    const { rows } = await app.db.query(
      'select friend_id, referrer_id from referrals.referrals where friend_presented_id = $1',
      [friend.id],
    );
    expect(rows).toEqual([{ friend_id: referrer.id, referrer_id: referrer.id }]);
    await staff.call(contract.customers.unmerge, { mergeId });
    expect((await referralOf(app, friend)).stage).toBe('qualified');
    await pass(14);
    expect(await points()).toEqual([500, 250]);

    const other = await friendOf(app, referrer);
    await orderOf(app, other);
    await merge(other);
    await pass(14);
    const { rows: ended } = await app.db.query(
      'select stage, rejection from referrals.referrals where friend_presented_id = $1',
      [other.id],
    );
    expect(ended).toEqual([{ stage: 'rejected', rejection: 'same_person' }]);
  });
});

it('tells members what became of it, and only those who agreed to hear', async () => {
  for (const customer of [referrer, friend])
    await staff.call(contract.customers.update, {
      customerId: customer.id,
      communicationPreferences: { inApp: customer === referrer },
    });
  await hear(app, 'referral.joined', {
    referralId: (await referralOf(app, friend)).id,
    referrerId: referrer.id,
    friendId: friend.id,
  });
  await orderOf(app, friend);
  await pass(14);
  const [payload] = await eventsOf('referral.rewarded');
  await hear(app, 'referral.rewarded', payload);
  await hear(app, 'referral.rewarded', payload);
  const { rows } = await app.db.query(
    `select m.source_id, m.status, c.body from notifications.messages m
       join notifications.contents c on c.store_id = m.store_id and c.message_id = m.id
      where m.customer_id = any($1) order by m.id`,
    [[referrer.id, friend.id]],
  );
  const keys = rows.map(({ source_id, status }) => [source_id.split('/')[1], status]);
  expect(keys).toEqual([
    ['joined', 'DELIVERED'],
    ['referrer', 'DELIVERED'],
    ['friend', 'SKIPPED'],
  ]);
  expect(rows[1].body).toContain('Points added: 500');
});

it('keeps no invited address for longer than 90 days', async () => {
  const self = await app.signInAs(referrer);
  await self.call(contract.referrals.refer, { email: 'long-ago@else.example' });
  const kept = async () =>
    (
      await app.db.query(
        'select address_hash, address_mask from referrals.referrals where referrer_id = $1 and stage = $2',
        [referrer.id, 'invited'],
      )
    ).rows;
  expect((await kept())[0].address_mask).toBe('l•••@e•••.example');
  await pass(89);
  expect((await kept())[0].address_mask).not.toBeNull();
  await pass(2);
  expect(await kept()).toEqual([{ address_hash: null, address_mask: null }]);
});

it('is told in the timeline of both', async () => {
  await orderOf(app, friend);
  await pass(14);
  const kinds = async (customer: TestCustomer) => {
    const reply = await staff.call(contract.activity.timeline, { customerId: customer.id });
    return reply.data.entries.map(({ kind }) => kind).filter((kind) => kind.startsWith('referral'));
  };
  expect(await kinds(referrer)).toEqual(['referral.rewarded', 'referral.qualified', 'referral.joined']);
  expect(await kinds(friend)).toEqual(['referral.welcomed', 'referral.came']);
});

it('leaves with the customer’s data, and erased, nothing by which a person can be known', async () => {
  const { participant } = referralsModule;
  const code = await codeOf(app, referrer);
  const told = await app.inStore(async (ctx) => participant?.exportPersonal?.(ctx, referrer.id));
  expect(told).toMatchObject({
    referrals: { codes: [{ code }], referrals: [{ role: 'referrer', stage: 'joined' }] },
  });
  await app.inStore(async (ctx) => participant?.erasePersonal?.(ctx, referrer.id));
  const { rows } = await app.db.query(
    `select (select count(*)::int from referrals.marks where customer_id = $1) as marks,
            (select count(*)::int from referrals.codes where customer_id = $1 and retired_at is null) as codes`,
    [referrer.id],
  );
  expect(rows).toEqual([{ marks: 0, codes: 0 }]);
});
