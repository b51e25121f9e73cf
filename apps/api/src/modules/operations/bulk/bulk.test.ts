import { type CallOf, contract, type OutputOf } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import { work } from './work.ts';

const { previewBulk, startBulk, bulk, bulks, cancelBulk, bulkResult } = contract.operations;
type Input = CallOf<typeof startBulk>;
type Action = Input['action'];
type Audience = Input['audience'];

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

let crowds = 0;
/** Customers with a tag of their own. */
async function crowd(size: number): Promise<{ tag: string; ids: string[] }> {
  const tag = `crowd ${++crowds}`;
  const made = await app.inStore((ctx) =>
    customers.createMany(
      ctx,
      Array.from({ length: size }, (_, at) => ({ firstName: `Nr ${at}`, tags: [tag], source: 'test' })),
    ),
  );
  return { tag, ids: made.map((item) => ('id' in item ? item.id : '')) };
}

async function start(action: Action, audience: Audience, by = admin) {
  const { data } = await by.call(previewBulk, { action, audience });
  return by.call(startBulk, { action, audience, confirmedTotal: data.total });
}

const step = (operationId: string) => app.inStore((ctx) => work(ctx, { operationId }));

/** Does what the job does, to its end. */
async function run(action: Action, audience: Audience): Promise<OutputOf<typeof bulk>> {
  const { data, text } = await start(action, audience);
  if (!data) throw new Error(text);
  while (await step(data.id));
  return (await admin.call(bulk, { operationId: data.id })).data;
}

async function resultOf(operationId: string, by = admin) {
  const reply = await by.send('GET', bulkResult.path.replace(':operationId', operationId));
  return { status: reply.status, lines: reply.text.replace('\ufeff', '').trim().split('\r\n') };
}

const show = async (customerId: string) => (await admin.call(contract.customers.get, { customerId })).data;
const close = (customerId: string) =>
  admin.call(contract.customers.update, { customerId, status: 'closed' as const });
const pointsOf = async (ids: string[]) => {
  const { rows } = await app.db.query<{ points: string }>(
    'select sum(points) as points from customers.facts where customer_id = any($1)',
    [ids],
  );
  return Number(rows[0]?.points);
};

describe('an operation on many customers', () => {
  it('gives each of 2,000 their points once, though it dies half-way and its steps are repeated', {
    timeout: 120_000,
  }, async () => {
    const { tag, ids } = await crowd(2000);
    const action = { kind: 'give_points', points: 5, reason: 'Thanks' } as const;
    const { data } = await start(action, { kind: 'tag', tag });
    expect(data).toMatchObject({ status: 'RUNNING', total: 2000, done: 0, left: 2000 });
    await step(data.id);
    await expect(
      app.inStore(async (ctx) => {
        await work(ctx, { operationId: data.id });
        await ctx.flush();
        throw new Error('killed before the commit');
      }),
    ).rejects.toThrow('killed');
    const half = await admin.call(bulk, { operationId: data.id });
    expect(half.data).toMatchObject({ status: 'RUNNING', done: 500, left: 1500 });
    expect(await pointsOf(ids)).toBe(2500);
    // Two workers at once, as after a job was thought dead: they take turns.
    await Promise.all([step(data.id), step(data.id)]);
    while (await step(data.id));
    const whole = await admin.call(bulk, { operationId: data.id });
    expect(whole.data).toMatchObject({ status: 'DONE', done: 2000, refused: 0, left: 0 });
    expect(await pointsOf(ids)).toBe(10_000);
    await step(data.id);
    expect(await pointsOf(ids)).toBe(10_000);
    const { lines } = await resultOf(data.id);
    expect(lines).toHaveLength(2001);
    expect(lines.filter((line) => line.endsWith(',done,'))).toHaveLength(2000);
  });

  it('adds and removes a tag, and sets a status', async () => {
    const { tag, ids } = await crowd(3);
    const audience = { kind: 'customers', customerIds: ids } as const;
    expect(await run({ kind: 'add_tag', tag: 'chosen' }, audience)).toMatchObject({ done: 3, refused: 0 });
    expect((await show(ids[0] ?? '')).tags).toEqual([tag, 'chosen']);
    expect(await run({ kind: 'remove_tag', tag }, { kind: 'tag', tag })).toMatchObject({ done: 3 });
    expect((await show(ids[1] ?? '')).tags).toEqual(['chosen']);
    const suspended = { kind: 'set_status', status: 'suspended' } as const;
    await run(suspended, { kind: 'filter', filter: { tags: ['chosen'] } });
    expect((await show(ids[2] ?? '')).status).toBe('suspended');
    const { rows } = await app.db.query(
      `select count(*) as n from platform.audit where customer_id = $1 and action = 'customers.update'`,
      [ids[0]],
    );
    expect(Number(rows[0].n)).toBe(3);
  });

  it('refuses the closed, the merged since and those without points, each with the reason', async () => {
    const { tag, ids } = await crowd(5);
    const [closed = '', merged = '', survivor = '', poor = '', rich = ''] = ids;
    await close(closed);
    await run(
      { kind: 'give_points', points: 50, reason: 'Start' },
      { kind: 'customers', customerIds: [rich] },
    );
    const action = { kind: 'take_points', points: 20, reason: 'Back' } as const;
    const preview = await admin.call(previewBulk, { action, audience: { kind: 'tag', tag } });
    expect(preview.data).toMatchObject({ total: 5, closed: 1, isTooLarge: false });
    const { data } = await start(action, { kind: 'tag', tag });
    await admin.call(contract.customers.merge, { customerId: survivor, from: merged });
    while (await step(data.id));
    const { lines } = await resultOf(data.id);
    const outcome = (id: string) =>
      lines
        .find((line) => line.startsWith(id))
        ?.split(',')
        .slice(2);
    expect(outcome(closed)).toEqual(['refused', 'customer_closed']);
    expect(outcome(merged)).toEqual(['refused', 'already_merged']);
    expect(outcome(poor)).toEqual(['refused', 'insufficient_points']);
    expect(outcome(rich)).toEqual(['done', '']);
    expect((await show(rich)).loyaltyPoints).toBe(30);
  });

  it('sends each one message, and says whom it may not reach', async () => {
    const agreed = await app.addCustomer({ communicationPreferences: { email: true, inApp: true } });
    const not = await app.addCustomer({ communicationPreferences: { inApp: false } });
    const action = { kind: 'send_message', type: 'IN_APP', message: '<b>Hello</b>' } as const;
    const done = await run(action, { kind: 'customers', customerIds: [agreed.id, not.cardNumber] });
    expect(done).toMatchObject({ status: 'DONE', done: 1, refused: 1 });
    const { lines } = await resultOf(done.id);
    expect(lines.find((line) => line.startsWith(not.id))).toContain('refused,preference');
    const log = await admin.call(contract.notifications.history, { customerId: agreed.id });
    expect(log.data.communications).toMatchObject([{ type: 'IN_APP', message: '<b>Hello</b>' }]);
  });

  it('exports the profiles of a segment, closed customers too, with formulas made harmless', async () => {
    const { ids } = await crowd(2);
    await admin.call(contract.customers.update, { customerId: ids[0] ?? '', firstName: '=1+1' });
    await close(ids[1] ?? '');
    await app.inStore((ctx) =>
      customers.setMemberships(
        ctx,
        ids.map((customerId) => ({ customerId, segment: 'vip', holds: true })),
      ),
    );
    const { id } = await run({ kind: 'export' }, { kind: 'segment', segment: 'vip' });
    const { lines } = await resultOf(id);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^customerId,cardNumber,type,status,firstName/);
    expect(lines.find((line) => line.startsWith(ids[0] ?? '-'))).toContain(",'=1+1,");
    expect((await resultOf(id, await app.signIn('agent'))).status).toBe(403);
  });

  it('is cancelled between two steps: what was done stays, nothing more is', async () => {
    const { tag, ids } = await crowd(600);
    const { data } = await start(
      { kind: 'give_points', points: 1, reason: 'x' },
      { kind: 'customers', customerIds: ids },
    );
    await step(data.id);
    const cancelled = await admin.call(cancelBulk, { operationId: data.id });
    expect(cancelled.data).toMatchObject({ status: 'CANCELLED', done: 500, left: 100, secondsLeft: null });
    expect((await admin.call(cancelBulk, { operationId: data.id })).status).toBe(200);
    expect(await step(data.id)).toBeUndefined();
    expect(await pointsOf(ids)).toBe(500);
    const { lines } = await resultOf(data.id);
    expect(lines.filter((line) => line.endsWith(',waiting,'))).toHaveLength(100);
    const done = await run({ kind: 'export' }, { kind: 'tag', tag });
    const late = await admin.call(cancelBulk, { operationId: done.id });
    expect([late.status, late.failure.code]).toEqual([409, 'operation_finished']);
  });
});

describe('starting one', () => {
  it('asks for the number that was confirmed', async () => {
    const { tag } = await crowd(2);
    const input = { action: { kind: 'add_tag', tag: 'x' }, audience: { kind: 'tag', tag } } as const;
    const reply = await admin.call(startBulk, { ...input, confirmedTotal: 3 });
    expect([reply.status, reply.failure.code]).toEqual([409, 'audience_changed']);
    expect(reply.failure.message).toContain('2');
  });

  it.each([
    ['cashier', { kind: 'export' }],
    ['agent', { kind: 'export' }],
    ['agent', { kind: 'send_message', message: 'x' }],
    ['marketer', { kind: 'add_tag', tag: 'x' }],
    ['analyst', { kind: 'give_points', points: 1, reason: 'x' }],
  ] as const)('is not for %s with %j', async (role, action) => {
    const { tag } = await crowd(1);
    const reply = await (await app.signIn(role)).call(startBulk, {
      action,
      audience: { kind: 'tag', tag },
      confirmedTotal: 1,
    });
    expect([reply.status, reply.failure.code]).toEqual([403, 'forbidden']);
  });

  it('keeps an agent within their limit of points', async () => {
    const { tag } = await crowd(1);
    const agent = await app.signIn('agent');
    const give = (points: number) =>
      agent.call(startBulk, {
        action: { kind: 'give_points', points, reason: 'x' },
        audience: { kind: 'tag', tag },
        confirmedTotal: 1,
      });
    const tooMany = await give(1001);
    expect([tooMany.status, tooMany.failure.code, tooMany.failure.errors[0]?.field]).toEqual([
      403,
      'adjust_limit',
      'action.points',
    ]);
    expect((await give(1000)).status).toBe(202);
  });

  it.each([
    [{ action: { kind: 'dance' } }, 'action.kind'],
    [{ action: { kind: 'add_tag', tag: '' } }, 'action.tag'],
    [{ action: { kind: 'add_tag', tag: 'x'.repeat(1000) } }, 'action.tag'],
    [{ action: { kind: 'give_points', points: 0, reason: 'x' } }, 'action.points'],
    [{ action: { kind: 'give_points', points: 1.5, reason: 'x' } }, 'action.points'],
    [{ action: { kind: 'set_status', status: 'closed' } }, 'action.status'],
    [{ audience: { kind: 'everyone' } }, 'audience.kind'],
    [{ audience: { kind: 'filter', filter: {} } }, 'audience.filter'],
    [{ audience: { kind: 'filter', filter: { segment: '' } } }, 'audience.filter'],
    [{ audience: { kind: 'customers', customerIds: [] } }, 'audience.customerIds'],
    [{ confirmedTotal: 0 }, 'confirmedTotal'],
  ])('refuses %j', async (change, field) => {
    const body = {
      action: { kind: 'export' },
      audience: { kind: 'tag', tag: 'x' },
      confirmedTotal: 1,
      ...change,
    };
    const reply = await admin.send('POST', startBulk.path, body);
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors[0]?.field).toBe(field);
  });

  it('names whom the store does not have, and shows another store nothing', async () => {
    const own = await app.addCustomer();
    const stranger = await app.addCustomer({}, await app.addStore());
    const reply = await admin.call(startBulk, {
      action: { kind: 'export' },
      audience: { kind: 'customers', customerIds: [own.id, stranger.id] },
      confirmedTotal: 2,
    });
    expect([reply.status, reply.failure.errors]).toMatchObject([404, [{ field: 'audience.customerIds.1' }]]);
    const { id } = await run({ kind: 'export' }, { kind: 'customers', customerIds: [own.id] });
    const abroad = await app.signIn('admin', await app.addStore());
    expect((await abroad.call(bulk, { operationId: id })).status).toBe(404);
    expect((await abroad.call(cancelBulk, { operationId: id })).status).toBe(404);
    expect((await resultOf(id, abroad)).status).toBe(404);
    expect((await abroad.call(bulks, {})).data.total).toBe(0);
    const newest = await admin.call(bulks, { limit: 1 });
    expect(newest.data).toMatchObject({ operations: [{ id }], nextCursor: '2' });
  });
});
