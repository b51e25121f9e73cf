import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { codeFrom } from './codes.ts';
import { codeOf, friendOf, hear, orderOf, referralOf, staffOf } from './fixtures.ts';

const { code, generate, lookUp, refer, renewCode, withdraw, history, updateSettings, refusals } =
  contract.referrals;

let app: TestApp;
let staff: Client;
beforeAll(async () => {
  app = await testApp();
  staff = await staffOf(app);
});
afterAll(() => app?.close());

/** A customer with a phone of their own clientele. */
const member = async (fields: Parameters<TestApp['addCustomer']>[0] = {}) => {
  const customer = await app.addCustomer(fields);
  return { customer, client: await app.signInAs(customer) };
};
const refusalsOf = async (customer: TestCustomer) =>
  (await staff.call(refusals, { customerId: customer.id })).data.refusals.map(({ act, reason }) => [
    act,
    reason,
  ]);

describe('a code of one’s own', () => {
  it('is made at the first look and stays, with a link and ways to share it', async () => {
    const { customer, client } = await member();
    const first = await client.call(code, { customerId: 'me' });
    expect(first.status, first.text).toBe(200);
    expect(first.data.code).toMatch(/^[2-9CDFGHJKMNPRTVWXY]{4}-[2-9CDFGHJKMNPRTVWXY]{4}$/);
    expect(first.data.link).toMatch(new RegExp(`/r/${first.data.code.replace('-', '')}$`));
    expect(first.data.message).toContain(first.data.link);
    expect(first.data.share.map(({ channel }) => channel)).toEqual([
      'whatsapp',
      'x',
      'facebook',
      'telegram',
      'email',
    ]);
    expect(first.data.terms).toMatchObject({
      isOpen: true,
      referrerPoints: 500,
      friendPoints: 250,
      minimumOrder: 1000,
    });
    const again = await client.call(generate, { device: 'a random device id' });
    const byStaff = await staff.send('GET', `/api/referral/code/${customer.cardNumber}`);
    expect([again.data.code, (byStaff.data as { code: string }).code]).toEqual([
      first.data.code,
      first.data.code,
    ]);
    const arabic = await staff.call(code, { customerId: customer.id }, { language: 'ar' });
    expect(arabic.data.message).toContain('الرمز');
  });

  it('is one, however often it is asked for at once', async () => {
    const { client } = await member();
    const replies = await Promise.all(
      Array.from({ length: 16 }, () => client.call(code, { customerId: 'me' })),
    );
    expect(new Set(replies.map(({ data }) => data.code)).size).toBe(1);
  });

  it('is nobody else’s to see', async () => {
    const { client } = await member();
    const other = await app.addCustomer();
    expect((await client.call(code, { customerId: other.id })).failure.code).toBe('not_found');
    expect((await (await app.signIn('cashier')).call(code, { customerId: other.id })).status).toBe(403);
  });

  it('that was renewed is not taken any more; who came by it stays', async () => {
    const { customer } = await member();
    const old = await codeOf(app, customer);
    const friend = await friendOf(app, customer);
    const renewed = await staff.call(renewCode, { customerId: customer.id, note: 'leaked' });
    expect(renewed.data.code.replace('-', '')).not.toBe(old);
    const { client } = await member();
    expect((await client.call(refer, { code: old })).failure.code).toBe('referral_code_unknown');
    expect((await client.call(refer, { code: renewed.data.code })).status).toBe(201);
    expect((await referralOf(app, friend)).stage).toBe('joined');
  });
});

describe('a link', () => {
  const visitor = () => app.anonymous.with({ 'x-store-id': app.store.id });

  it('says to whoever opens it who invites and what there is to gain', async () => {
    const { customer } = await member({ firstName: 'Amal', lastName: 'Hassan' });
    const shown = await visitor().call(lookUp, { code: await codeOf(app, customer) });
    expect(shown.data).toMatchObject({ referrer: 'Amal H.', terms: { friendPoints: 250 } });
    expect(shown.text).not.toContain('Hassan');
  });

  it('cannot be guessed for long, and every guess leaves a row', async () => {
    const { customer } = await member();
    const right = await codeOf(app, customer);
    const wrong = () => codeFrom(crypto.getRandomValues(new Uint8Array(32)));
    const codes: string[] = [];
    for (let n = 0; n < 22; n++) codes.push((await visitor().call(lookUp, { code: wrong() })).failure.code);
    expect(codes.filter((found) => found === 'referral_code_unknown')).toHaveLength(20);
    expect(codes.slice(20)).toEqual(['rate_limited', 'rate_limited']);
    expect((await visitor().call(lookUp, { code: right })).failure.code).toBe('rate_limited');
    const rows = await staff.call(refusals, { reason: 'rate_limited' });
    expect(rows.data.total).toBe(3);
    app.clock.advance({ minutes: 16 });
    expect((await visitor().call(lookUp, { code: right })).status).toBe(200);
  });

  it('of another store leads nowhere here', async () => {
    const other = await app.addStore();
    const there = await app.addCustomer({}, other);
    const foreign = await codeOf(app, there, other);
    const { client } = await member();
    expect((await client.call(refer, { code: foreign })).failure.code).toBe('referral_code_unknown');
    expect((await visitor().call(lookUp, { code: foreign })).failure.code).toBe('referral_code_unknown');
  });
});

describe('an invitation', () => {
  it('answers with words to send, writes to nobody, and keeps nothing that can be read', async () => {
    const { customer, client } = await member();
    const input = { email: 'friend.of.mine+shop@gmail.com', name: 'Omar' };
    const made = await client.call(refer, input);
    expect(made.status, made.text).toBe(201);
    expect(made.data).toMatchObject({
      outcome: 'invited',
      isNew: true,
      referral: { stage: 'invited', sentTo: 'f•••@g•••.com' },
    });
    expect(made.data.message).toMatch(/^Hello Omar,\n/);
    expect(made.data.share[0]?.url).toMatch(/^mailto:friend/);
    const dump = await app.db.query(
      `select to_jsonb(r)::text || coalesce((
      select string_agg(to_jsonb(m)::text, '') from platform.replies m), '') as text from referrals.referrals r
      where referrer_id = $1`,
      [customer.id],
    );
    expect(dump.rows[0].text).not.toMatch(/friend\.of\.mine|friendofmine|Omar/);
    const sent = await app.db.query('select count(*)::int as sent from notifications.messages');
    expect(sent.rows[0].sent).toBe(0);
  });

  it('of the same friend again answers the first one, also under an alias', async () => {
    const { client } = await member();
    const first = await client.call(refer, { email: 'a.friend@gmail.com' });
    const again = await client.call(refer, { email: 'afriend+x@googlemail.com' });
    expect(again.data).toMatchObject({ isNew: false, referral: { id: first.data.referral.id } });
    const phone = await client.call(refer, { phone: '050 123 4567' });
    expect(phone.data.share.map(({ channel }) => channel)).toEqual(['whatsapp', 'sms']);
    expect((await client.call(refer, { phone: '+966501234567' })).data.isNew).toBe(false);
    expect((await client.call(history, {})).data.total).toBe(2);
  });

  it('becomes the referral of the friend who then joins', async () => {
    const { customer, client } = await member();
    const invited = await client.call(refer, { email: 'to-join@customer.example' });
    const friend = await friendOf(app, customer, {
      email: 'to-join@customer.example',
      firstName: 'Huda',
      lastName: 'Saleh',
    });
    expect((await referralOf(app, friend)).id).toBe(invited.data.referral.id);
    const seen = (await client.call(history, {})).data.referrals;
    expect(seen).toMatchObject([{ stage: 'joined', friend: 'Huda S.', canWithdraw: false, points: 500 }]);
  });

  it.each([
    ['a mail of one’s own', { email: 'Me.Myself+1@gmail.com' }, 409, 'referral_own_code'],
    ['a number that is none', { phone: '12' }, 400, 'phone_invalid'],
    ['nothing', {}, 400, 'validation'],
    ['a friend and a code', { email: 'a@b.example', code: '2345-2345' }, 400, 'validation'],
    ['a mail that is none', { email: 'nobody' }, 400, 'validation'],
  ])('of %s is refused', async (what, input, status, failure) => {
    const email = what === 'a mail of one’s own' ? 'memyself@gmail.com' : undefined;
    const { client } = await member({ ...(email && { email }) });
    const reply = await client.call(refer, input);
    expect([reply.status, reply.failure.code]).toEqual([status, failure]);
  });

  it('is possible so often a day, and each refusal leaves its row', async () => {
    await staff.call(updateSettings, { invitesPerDay: 3 });
    const { customer, client } = await member();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => client.call(refer, { email: `friend-${n}@else.example` })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(5);
    expect(await refusalsOf(customer)).toEqual(Array(5).fill(['invite', 'referral_invites_limit']));
    const known = replies.findIndex(({ status }) => status === 201);
    expect((await client.call(refer, { email: `friend-${known}@else.example` })).status).toBe(201);
    await staff.call(updateSettings, { invitesPerDay: 20 });
  });

  it('can be taken back until somebody follows it, by its sender alone', async () => {
    const { client } = await member();
    const { data } = await client.call(refer, { email: 'withdrawn@else.example' });
    const { client: stranger } = await member();
    const named = { referralId: data.referral.id };
    expect((await stranger.call(withdraw, named)).failure.code).toBe('not_found');
    expect((await client.call(withdraw, named)).data).toEqual({ withdrawn: true });
    expect((await client.call(withdraw, named)).failure.code).toBe('not_found');
    expect((await client.call(history, {})).data.total).toBe(0);
  });
});

describe('a friend’s code', () => {
  let referrer: TestCustomer;
  let given: string;
  beforeEach(async () => {
    referrer = await app.addCustomer();
    given = await codeOf(app, referrer);
  });

  it('makes a new customer the friend, once, and says what it brings', async () => {
    const { customer, client } = await member();
    const first = await client.send('POST', '/api/referral/refer', { code: given.toLowerCase() });
    expect(first.status, first.text).toBe(201);
    expect(first.data).toMatchObject({ outcome: 'joined', isNew: true, friendPoints: 250 });
    expect((await client.call(refer, { code: given })).data).toMatchObject({ isNew: false });
    expect((await client.call(contract.referrals.stats, {})).data.asFriend).toMatchObject({
      stage: 'joined',
      points: 250,
      minimumOrder: 1000,
    });
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'referral.joined' and payload->>'friendId' = $1`,
      [customer.id],
    );
    expect(rows).toHaveLength(1);
  });

  it('of one’s own is refused', async () => {
    const client = await app.signInAs(referrer);
    expect((await client.call(refer, { code: given })).failure.code).toBe('referral_own_code');
    expect(await refusalsOf(referrer)).toEqual([['use_code', 'referral_own_code']]);
  });

  it('is refused to whoever has the same mailbox, or the same device', async () => {
    const one = await app.addCustomer({ email: 'one.person@gmail.com' });
    const other = await member({ email: 'oneperson+2@gmail.com' });
    expect((await other.client.call(refer, { code: await codeOf(app, one) })).failure.code).toBe(
      'referral_own_code',
    );
    const sharing = await app.signInAs(referrer);
    await sharing.call(generate, { device: 'the family tablet' });
    const sister = await member();
    const reply = await sister.client.call(refer, { code: given, device: 'the family tablet' });
    expect(reply.failure.code).toBe('referral_own_code');
    expect(reply.text).not.toMatch(/device|mailbox/);
  });

  it('after the first order comes too late', async () => {
    const { customer, client } = await member();
    await orderOf(app, customer);
    expect((await client.call(refer, { code: given })).failure.code).toBe('referral_not_new');
  });

  it('long after joining comes too late', async () => {
    const { client } = await member({ createdAt: new Date(app.clock.now().getTime() - 31 * 86_400_000) });
    const reply = await client.call(refer, { code: given });
    expect(reply.failure).toMatchObject({ code: 'referral_too_late' });
    expect(reply.failure.message).toContain('30');
  });

  it('beside another friend’s is refused, and the first stays', async () => {
    const { customer, client } = await member();
    await client.call(refer, { code: given });
    const second = await codeOf(app, await app.addCustomer());
    expect((await client.call(refer, { code: second })).failure.code).toBe('referral_already_joined');
    const { rows } = await app.db.query('select referrer_id from referrals.referrals where friend_id = $1', [
      customer.id,
    ]);
    expect(rows).toEqual([{ referrer_id: referrer.id }]);
  });

  it('of a closed or suspended referrer is not known', async () => {
    for (const status of ['suspended', 'closed'] as const) {
      await staff.call(contract.customers.update, { customerId: referrer.id, status });
      const { client } = await member();
      expect((await client.call(refer, { code: given })).failure.code).toBe('referral_code_unknown');
    }
  });

  it('is refused while the programme rests, and a slip of the finger is no guess', async () => {
    const { customer, client } = await member();
    await staff.call(updateSettings, { isActive: false });
    expect((await client.call(refer, { code: given })).failure.code).toBe('referral_closed');
    await staff.call(updateSettings, { isActive: true });
    for (let n = 0; n < 25; n++) await client.call(refer, { code: 'AAAA-AAAA' });
    expect((await client.call(refer, { code: given })).status).toBe(201);
    expect((await refusalsOf(customer)).length).toBe(20);
  });

  it('that comes with a sign-up is used, and a wrong one leaves the sign-up alone', async () => {
    const visitor = app.anonymous.with({ 'x-store-id': app.store.id });
    const signUp = async (referralCode: string, email: string) => {
      const input = { firstName: 'Lina', email, password: 'a long enough passphrase 7', referralCode };
      const { data } = await visitor.call(contract.identity.signUp, input);
      const { rows } = await app.db.query(
        `select payload from platform.outbox where name = 'customer.created' and payload->>'customerId' = $1`,
        [data.customerId],
      );
      expect(rows[0].payload.referral).toEqual({ code: referralCode });
      await hear(app, 'customer.created', rows[0].payload);
      return { id: data.customerId, cardNumber: '', email };
    };
    expect((await referralOf(app, await signUp(given, 'lina@customer.example'))).stage).toBe('joined');
    const wrong = await signUp('no code', 'lina2@customer.example');
    await expect(referralOf(app, wrong)).rejects.toThrow();
    expect(await refusalsOf(wrong)).toEqual([['use_code', 'referral_code_unknown']]);
  });

  it('used 64 times at once by one new customer makes one referral', async () => {
    const { customer, client } = await member();
    const replies = await Promise.all(Array.from({ length: 64 }, () => client.call(refer, { code: given })));
    expect(replies.map(({ status }) => status)).toEqual(Array(64).fill(201));
    expect(replies.filter(({ data }) => data.isNew)).toHaveLength(1);
    const { rows } = await app.db.query(
      `select (select count(*)::int from referrals.referrals where friend_id = $1) as referrals,
              (select count(*)::int from platform.outbox where name = 'referral.joined' and payload->>'friendId' = $2) as events`,
      [customer.id, customer.id],
    );
    expect(rows).toEqual([{ referrals: 1, events: 1 }]);
  });

  it('in two hands at once makes one referral, by either code', async () => {
    const { customer, client } = await member({ email: 'invited-twice@customer.example' });
    const codes = [given];
    for (let n = 0; n < 7; n++) codes.push(await codeOf(app, await app.addCustomer()));
    const replies = await Promise.all(codes.map((one) => client.call(refer, { code: one })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ failure }) => failure.code === 'referral_already_joined')).toHaveLength(7);
    expect((await referralOf(app, customer)).stage).toBe('joined');
  });
});
