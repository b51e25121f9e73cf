import { identityContract as contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import { Client } from '../../../test/client.ts';
import {
  inStore,
  makeLogin,
  makeStaff,
  makeStore,
  peopleApp,
  signIn,
  visitor,
} from '../../../test/people.ts';
import { configureSettings } from '../settings/index.ts';
import { jobs } from './jobs.ts';
import { participant } from './logins.ts';

let app: StartedApp;
let storeId: string;
let otherId: string;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app)).id;
  otherId = (await makeStore(app)).id;
});
afterAll(() => app.close());

const customer = async (at = storeId) => {
  const login = await makeLogin(app, at);
  return { ...login, ...(await signIn(app, login.email as string, 'customer', at)) };
};
const exchange = (refreshToken: string, at: string | undefined = storeId) =>
  visitor(app, at).call(contract.refresh, { refreshToken });
const bearer = (accessToken: string) => new Client(app.url, { authorization: `Bearer ${accessToken}` });

describe('refresh', () => {
  it('gives a new pair, again and again', async () => {
    const { tokens, customerId } = await customer();
    let refreshToken = tokens.refreshToken;
    for (let turn = 0; turn < 3; turn++) {
      app.clock.advance({ minutes: 9 });
      const next = await exchange(refreshToken);
      expect(next.status).toBe(200);
      expect(next.data.refreshToken).not.toBe(refreshToken);
      refreshToken = next.data.refreshToken;
      const me = await bearer(next.data.accessToken).call(contract.me, {});
      expect(me.data.customerId).toBe(customerId);
    }
  });

  it('works for staff with no store named', async () => {
    const person = await makeStaff(app, storeId, 'owner');
    const { tokens } = await signIn(app, person.email, 'staff');
    const next = await visitor(app).call(contract.refresh, { refreshToken: tokens.refreshToken });
    expect(next.data.stores).toMatchObject([{ id: storeId }]);
  });

  it('with a used token ends the whole family, and that stays', async () => {
    const { tokens, customerId, client } = await customer();
    const next = await exchange(tokens.refreshToken);
    const replay = await exchange(tokens.refreshToken);
    expect(replay.failure).toMatchObject({ code: 'session_ended' });
    expect(replay.status).toBe(401);
    expect((await exchange(next.data.refreshToken)).failure.code).toBe('session_ended');
    expect((await client.call(contract.me, {})).status).toBe(401);
    expect((await bearer(next.data.accessToken).call(contract.me, {})).status).toBe(401);
    const { rows } = await app.db.query(
      `select s.end_reason from identity.customer_sessions s
         join identity.customer_logins l on l.store_id = s.store_id and l.id = s.account_id
        where l.customer_id = $1`,
      [customerId],
    );
    expect(rows).toEqual([{ end_reason: 'replayed' }]);
    const audit = await app.db.query(
      `select 1 from platform.audit where action = 'identity.session_replayed' and customer_id = $1`,
      [customerId],
    );
    expect(audit.rowCount).toBe(1);
  });

  it('in parallel with one token succeeds at most once and ends the family', async () => {
    const { tokens } = await customer();
    const replies = await Promise.all(Array.from({ length: 20 }, () => exchange(tokens.refreshToken)));
    const good = replies.filter((reply) => reply.status === 200);
    expect(good).toHaveLength(1);
    expect((await exchange(good[0]?.data.refreshToken as string)).status).toBe(401);
  });

  it('of one session leaves the others alone', async () => {
    const { email, tokens } = await customer();
    const other = await signIn(app, email as string, 'customer', storeId);
    await exchange(tokens.refreshToken);
    await exchange(tokens.refreshToken);
    expect((await exchange(other.tokens.refreshToken)).status).toBe(200);
  });

  it('refuses made-up tokens and those of another store, without ending anything', async () => {
    const { tokens } = await customer();
    for (const made of ['x'.repeat(108), `${tokens.refreshToken.slice(0, 107)}~`, 'y'.repeat(20)])
      expect((await exchange(made)).status).toBe(401);
    expect((await exchange(tokens.refreshToken, otherId)).failure.code).toBe('session_ended');
    expect((await exchange(tokens.refreshToken)).status).toBe(200);
    expect((await exchange('short')).status).toBe(400);
  });

  it('is over after thirty days unused', async () => {
    const { tokens } = await customer();
    app.clock.advance({ days: 29 });
    const next = await exchange(tokens.refreshToken);
    expect(next.status).toBe(200);
    app.clock.advance({ days: 31 });
    expect((await exchange(next.data.refreshToken)).failure.code).toBe('session_ended');
  });
});

describe('access tokens', () => {
  it('live ten minutes, also where they were seen before', async () => {
    const { client } = await customer();
    app.clock.advance({ seconds: 599 });
    expect((await client.call(contract.me, {})).status).toBe(200);
    app.clock.advance({ seconds: 1 });
    expect((await client.call(contract.me, {})).status).toBe(401);
  });

  it('are refused when changed, unsigned, or in another form', async () => {
    const { tokens } = await customer();
    const [head, body, signature] = tokens.accessToken.split('.') as [string, string, string];
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), customerId: storeId }),
    ).toString('base64url');
    for (const text of [
      `${none}.${body}.`,
      `${head}.${forged}.${signature}`,
      `${head}.${body}.AAAA`,
      'x.y.z',
      'x',
    ])
      expect((await bearer(text).call(contract.me, {})).status).toBe(401);
    for (const authorization of ['Basic eDp5', 'Bearer', 'Bearer a b', tokens.accessToken])
      expect((await new Client(app.url, { authorization }).call(contract.me, {})).status).toBe(401);
    expect((await visitor(app, storeId).call(contract.me, {})).failure.code).toBe('unauthenticated');
  });
});

describe('sessions', () => {
  it('are listed newest first, the own one marked, and nobody else’s', async () => {
    const { email, client } = await customer();
    await customer();
    app.clock.advance({ seconds: 5 });
    await signIn(app, email as string, 'customer', storeId);
    const { data } = await client.call(contract.listSessions, {});
    expect(data.sessions.map((session) => session.current)).toEqual([false, true]);
    expect(data.sessions[0]).toMatchObject({ address: '127.0.0.1' });
  });

  it('end one by one: their tokens stop at once', async () => {
    const { email, client } = await customer();
    const other = await signIn(app, email as string, 'customer', storeId);
    const { data } = await client.call(contract.listSessions, {});
    const sessionId = data.sessions.find((session) => !session.current)?.id as string;
    expect((await client.call(contract.endSession, { sessionId })).data).toEqual({ ended: true });
    expect((await other.client.call(contract.me, {})).status).toBe(401);
    expect((await exchange(other.tokens.refreshToken)).status).toBe(401);
    expect((await client.call(contract.endSession, { sessionId })).status).toBe(404);
    expect((await client.call(contract.me, {})).status).toBe(200);
  });

  it('of other people, or in other stores, cannot be ended', async () => {
    const mine = await customer();
    const theirs = await customer();
    const abroad = await customer(otherId);
    for (const { client } of [theirs, abroad]) {
      const sessionId = (await client.call(contract.listSessions, {})).data.sessions[0]?.id as string;
      expect((await mine.client.call(contract.endSession, { sessionId })).status).toBe(404);
      expect((await client.call(contract.me, {})).status).toBe(200);
    }
  });

  it('ended by another node stop here too, once what is kept of them has aged', async () => {
    const { client, customerId } = await customer();
    expect((await client.call(contract.me, {})).status).toBe(200);
    await app.db.query(
      `update identity.customer_sessions s set ended_at = $1 from identity.customer_logins l
        where l.store_id = s.store_id and l.id = s.account_id and l.customer_id = $2`,
      [app.clock.now(), customerId],
    );
    configureSettings(app.runner);
    expect((await client.call(contract.me, {})).status).toBe(401);
  });

  it('end by signing out', async () => {
    const { client, tokens } = await customer();
    expect((await client.call(contract.signOut, {})).data).toEqual({ ended: true });
    expect((await client.call(contract.me, {})).status).toBe(401);
    expect((await exchange(tokens.refreshToken)).status).toBe(401);
  });

  it('on a device not seen before tell the customer, the first one does not', async () => {
    const { email, customerId } = await makeLogin(app, storeId);
    const on = (device: string) =>
      visitor(app, storeId)
        .with({ 'user-agent': device })
        .call(contract.signIn, { login: email as string, password: 'correct horse battery' });
    for (const device of ['phone', 'phone', 'laptop', 'laptop']) expect((await on(device)).status).toBe(200);
    const { rows } = await app.db.query(
      `select 1 from platform.outbox where name = 'security.new_device' and payload->>'customerId' = $1`,
      [customerId],
    );
    expect(rows).toHaveLength(1);
  });

  it('and the log-in go with the customer’s personal data, and are in its export', async () => {
    const { customerId, email, client } = await customer();
    const exported = await inStore(
      app,
      storeId,
      (ctx) => participant.exportPersonal?.(ctx, customerId) as never,
    );
    expect(exported).toMatchObject({ login: { email, name: 'Sara' }, sessions: [{ address: '127.0.0.1' }] });
    expect(JSON.stringify(exported)).not.toMatch(/hash|secret/i);
    await inStore(app, storeId, (ctx) => participant.erasePersonal?.(ctx, customerId) as never);
    expect((await client.call(contract.me, {})).status).toBe(401);
    const { rows } = await app.db.query('select 1 from identity.customer_logins where customer_id = $1', [
      customerId,
    ]);
    expect(rows).toHaveLength(0);
    const nothing = await inStore(
      app,
      storeId,
      (ctx) => participant.exportPersonal?.(ctx, customerId) as never,
    );
    expect(nothing).toEqual({});
  });

  it('long over, and counters of old failures, are swept away', async () => {
    const { tokens } = await customer();
    await visitor(app, storeId).call(contract.signIn, { login: 'sweep@example.test', password: 'wrong' });
    const count = async (table: string) =>
      (await app.db.query(`select count(*)::int as n from identity.${table} where store_id = $1`, [storeId]))
        .rows[0].n as number;
    const sweep = () =>
      inStore(app, storeId, (ctx) => (jobs[0]?.work(ctx, {}) ?? Promise.resolve()) as never);
    app.clock.advance({ days: 29 });
    await sweep();
    expect(await count('customer_attempts')).toBe(0);
    expect((await exchange(tokens.refreshToken)).status).toBe(200);
    app.clock.advance({ days: 121 });
    await sweep();
    expect(await count('customer_sessions')).toBe(0);
  });
});
