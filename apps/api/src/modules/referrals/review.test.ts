import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { codeOf, friendOf, orderOf, pointsOf, referralOf, staffOf, using, work } from './fixtures.ts';
import { useCode } from './use-code.ts';

const { decide, get, list, undoDecision, updateSettings } = contract.referrals;

let app: TestApp;
let staff: Client;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  staff = await staffOf(app);
  marketer = await using(app, ['referrals.read', 'referrals.edit']);
});
afterAll(() => app?.close());

let house = 0;
const home = () => ({ street1: `${++house} Olaya Street`, city: 'Riyadh', postalCode: '12211' });
const pass = async (days: number) => {
  app.clock.advance({ days });
  await work(app);
};

/** A referral held because both live at one address, at the beginning of its holding period. */
async function heldPair(): Promise<{ referrer: TestCustomer; friend: TestCustomer; referralId: string }> {
  const address = home();
  const referrer = await app.addCustomer({ address });
  const friend = await friendOf(app, referrer, {
    address: { ...address, street1: address.street1.toUpperCase() },
  });
  await orderOf(app, friend);
  return { referrer, friend, referralId: (await referralOf(app, friend)).id };
}
const points = async (pair: { referrer: TestCustomer; friend: TestCustomer }) => [
  await pointsOf(app, pair.referrer),
  await pointsOf(app, pair.friend),
];

/** Writes a means of payment that a customer has used. */
const paid = (customer: TestCustomer, reference: string) =>
  app.db.query(
    `insert into orders.payments (store_id, order_id, payment_no, method, amount, reference)
     select store_id, id, 1, 'card', total, $2 from orders.orders where customer_id = $1 limit 1`,
    [customer.id, reference],
  );

describe('a reward is held', () => {
  it('where both live at one address, however it is written', async () => {
    const pair = await heldPair();
    const { data } = await staff.call(get, { referralId: pair.referralId });
    expect(data).toMatchObject({ stage: 'qualified', review: 'held', concerns: ['shared_address'] });
    expect(data.ring).toMatchObject([
      { from: { id: pair.referrer.id }, to: { id: pair.friend.id }, by: 'address' },
    ]);
    expect(data.reasons[0]?.message).toContain('same address');
    expect(data.history.map(({ what }) => what)).toEqual(['joined', 'qualified', 'held']);
    await pass(30);
    expect(await points(pair)).toEqual([0, 0]);
  });

  it('where codes lead round in a circle', async () => {
    const one = await app.addCustomer();
    const two = await friendOf(app, one);
    const three = await friendOf(app, two);
    const code = await codeOf(app, three);
    await app.inStore((ctx) => useCode(ctx, one.id, code, ctx.now));
    await orderOf(app, one);
    expect(await referralOf(app, one)).toMatchObject({
      stage: 'qualified',
      review: 'held',
      concerns: ['circle'],
    });
  });

  it('where a third hangs together with both', async () => {
    const referrer = await app.addCustomer();
    const third = await friendOf(app, referrer);
    await orderOf(app, third);
    await paid(third, 'card-4711');
    const friend = await friendOf(app, referrer);
    await orderOf(app, friend);
    expect((await referralOf(app, friend)).review).toBe('none');
    // Known only now: the judgement at the end of the holding period finds it.
    await paid(friend, 'card-4711');
    await pass(14);
    const found = await referralOf(app, friend);
    expect(found).toMatchObject({ stage: 'qualified', review: 'held', concerns: ['shared_payment'] });
    const { data } = await staff.call(get, { referralId: found.id });
    expect(data.ring.map(({ by }) => by)).toEqual(['referral', 'payment']);
  });

  it('where three other friends of one referrer come from one network', async () => {
    const referrer = await app.addCustomer();
    const friends: TestCustomer[] = [];
    const code = await codeOf(app, referrer);
    for (let n = 0; n < 4; n++) {
      const friend = await app.addCustomer();
      const key = await app.signInAs(friend);
      expect((await key.call(contract.referrals.refer, { code })).status).toBe(201);
      friends.push(friend);
    }
    for (const friend of friends) await orderOf(app, friend);
    for (const friend of friends) expect((await referralOf(app, friend)).concerns).toEqual(['crowd']);
  });

  it('always, where the store looks at all', async () => {
    await marketer.call(updateSettings, { reviewsAll: true });
    const friend = await friendOf(app, await app.addCustomer());
    await orderOf(app, friend);
    expect((await referralOf(app, friend)).concerns).toEqual(['reviews_all']);
    await marketer.call(updateSettings, { reviewsAll: false });
  });

  it('but not for a mark that a crowd has, as a block of flats', async () => {
    const address = home();
    const referrer = await app.addCustomer({ address });
    const friends: TestCustomer[] = [];
    for (let n = 0; n < 26; n++) friends.push(await friendOf(app, referrer, { address }));
    await orderOf(app, friends[0] as TestCustomer);
    expect((await referralOf(app, friends[0] as TestCustomer)).concerns).toEqual([]);
  });
});

describe('staff', () => {
  it('approve before its time, and the points come when it has come', async () => {
    const pair = await heldPair();
    const input = { referralId: pair.referralId, decision: 'approve' as const, note: 'a couple' };
    const approved = await staff.call(decide, input);
    expect(approved.data).toMatchObject({ stage: 'qualified', review: 'approved', note: 'a couple' });
    expect((await staff.call(decide, input)).data.decidedAt).toBe(approved.data.decidedAt);
    await pass(14);
    expect(await points(pair)).toEqual([500, 250]);
    expect((await staff.call(undoDecision, { referralId: pair.referralId })).failure.code).toBe(
      'undo_too_late',
    );
  });

  it('approve after its time, and the points come at once, once', async () => {
    const pair = await heldPair();
    await pass(14);
    const input = { referralId: pair.referralId, decision: 'approve' as const, note: 'fine' };
    const replies = await Promise.all(Array.from({ length: 8 }, () => staff.call(decide, input)));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(replies[0]?.data.stage).toBe('rewarded');
    expect(await points(pair)).toEqual([500, 250]);
  });

  it('reject, think better of it within 30 days, and approve', async () => {
    const pair = await heldPair();
    const { referralId } = pair;
    const rejected = await staff.call(decide, { referralId, decision: 'reject', note: 'one household' });
    expect(rejected.data).toMatchObject({ stage: 'rejected', review: 'rejected', rejection: 'review' });
    expect(rejected.data.undoUntil).not.toBeNull();
    await pass(29);
    const undone = await staff.call(undoDecision, { referralId, note: 'two flats' });
    expect(undone.data).toMatchObject({ stage: 'qualified', review: 'held', rejection: null });
    await staff.call(decide, { referralId, decision: 'approve', note: 'two flats' });
    expect(await points(pair)).toEqual([500, 250]);
    const { rows } = await app.db.query(
      `select action from platform.audit where entity_id = $1 and action like 'referrals.%' order by at, id`,
      [referralId],
    );
    expect(rows.map(({ action }) => action).filter((action) => action !== 'referrals.useCode')).toEqual([
      'referrals.decide',
      'referrals.undoDecision',
      'referrals.decide',
    ]);
  });

  it('cannot take a rejection back after 30 days, nor decide what is not held', async () => {
    const { referralId } = await heldPair();
    await staff.call(decide, { referralId, decision: 'reject', note: 'no' });
    app.clock.advance({ days: 31 });
    expect((await staff.call(undoDecision, { referralId })).failure.code).toBe('undo_too_late');
    expect((await staff.call(decide, { referralId, decision: 'approve', note: 'yes' })).failure.code).toBe(
      'referral_not_held',
    );
    const friend = await friendOf(app, await app.addCustomer());
    const open = (await referralOf(app, friend)).id;
    expect(
      (await staff.call(decide, { referralId: open, decision: 'approve', note: 'yes' })).failure.code,
    ).toBe('referral_not_held');
    expect((await staff.call(undoDecision, { referralId: open })).failure.code).toBe('referral_not_held');
  });

  it('need the permission, a note, and a referral of their store', async () => {
    const { referralId } = await heldPair();
    const input = { referralId, decision: 'approve' as const, note: 'x' };
    expect((await marketer.call(decide, input)).status).toBe(403);
    expect((await staff.call(decide, { ...input, note: '' })).status).toBe(400);
    const other = await app.addStore();
    const { rows } = await app.db.query('select id from referrals.referrals where store_id = $1', [other.id]);
    expect(rows).toEqual([]);
    const missing = '00000000-0000-7000-8000-000000000000';
    expect((await staff.call(decide, { ...input, referralId: missing })).failure.code).toBe('not_found');
  });

  it('see the longest waiting first', async () => {
    const first = await heldPair();
    app.clock.advance({ hours: 1 });
    const second = await heldPair();
    const { data } = await staff.call(list, { review: 'held', limit: 100 });
    const ids = data.referrals.map(({ id }) => id);
    expect(ids.indexOf(first.referralId)).toBeLessThan(ids.indexOf(second.referralId));
    expect(ids).toContain(second.referralId);
  });
});
