import { randomUUID } from 'node:crypto';
import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { record, list } = contract.activity;
type Event = CallOf<typeof record>['events'][number];

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const send = async (events: Event[]) => (await app.signIn('cashier')).call(record, { events });
const eventsOf = async (customerId: string) =>
  (await (await app.signIn('agent')).call(list, { customerId })).data.events;
const minutes = (n: number) => new Date(app.clock.now().getTime() + n * 60_000).toISOString();

describe('recording events', () => {
  it('records each once by source and id, also within one call and at the same time', async () => {
    const { id, cardNumber } = await app.addCustomer();
    const review = {
      customerId: id,
      event: 'review',
      source: 'shop',
      sourceId: randomUUID(),
      sku: 'COFFEE',
      properties: { stars: 5, words: 'طيب' },
    };
    const [first, ...others] = await Promise.all(
      Array.from({ length: 8 }, () => send([review, { ...review, customerId: cardNumber }])),
    );
    const all = [first, ...others].flatMap((reply) => reply?.data.results ?? []);
    expect(all.filter(({ status }) => status === 'recorded')).toHaveLength(1);
    expect(all.filter(({ status }) => status === 'duplicate')).toHaveLength(15);
    expect(new Set(all.map((result) => result.id)).size).toBe(1);
    expect(await eventsOf(id)).toMatchObject([
      { id: all[0]?.id, event: 'review', sku: 'COFFEE', properties: { stars: 5, words: 'طيب' } },
    ]);
  });

  it('takes 1,000 in a call, and those without an id of their own as often as they come', async () => {
    const { id } = await app.addCustomer();
    const view = { customerId: id, event: 'product_view', sku: 'TEA' };
    const { data } = await send(Array.from({ length: 1000 }, () => view));
    expect(data).toMatchObject({ recorded: 1000, duplicates: 0, refused: 0 });
    const tooMany = await send(Array.from({ length: 1001 }, () => view));
    expect([tooMany.status, tooMany.failure.errors[0]?.field]).toEqual([400, 'events']);
  });

  it('says at its place what is wrong with an event, and records the others', async () => {
    const { id } = await app.addCustomer();
    const gone = await app.addCustomer();
    const stranger = await app.addCustomer({}, await app.addStore());
    await (await app.signIn('admin')).call(contract.customers.update, {
      customerId: gone.id,
      status: 'closed',
    });
    const event = 'visit';
    const { data } = await send([
      { customerId: id, event },
      { customerId: stranger.id, event },
      { customerId: 'me', event },
      { customerId: gone.id, event },
      { customerId: id, event, locationId: randomUUID() },
      { customerId: id, event, occurredAt: minutes(10) },
      { customerId: id, event, occurredAt: '1899-01-01T00:00:00Z' },
      { customerId: id, event, source: 'wafa', sourceId: '1' },
    ]);
    expect(data).toMatchObject({ recorded: 1, refused: 7 });
    expect(data.results.map(({ error }) => error && [error.code, error.field])).toEqual([
      null,
      ['not_found', 'customerId'],
      ['not_found', 'customerId'],
      ['customer_closed', 'customerId'],
      ['location_unknown', 'locationId'],
      ['date_in_future', 'occurredAt'],
      ['date_too_old', 'occurredAt'],
      ['validation', 'source'],
    ]);
  });

  it.each([
    [{ event: 'dance' }, 'events.0.event'],
    [{ event: 'custom:Not This' }, 'events.0.event'],
    [{ event: 'review', sourceId: '1' }, 'events.0.source'],
    [{ event: 'review', value: 1.5 }, 'events.0.value'],
    [{ event: 'review', properties: { a: { b: 1 } } }, 'events.0.properties.a'],
    [{ event: 'review', properties: { a: 'x\u0000' } }, 'events.0.properties.a'],
    [
      {
        event: 'review',
        properties: Object.fromEntries(Array.from({ length: 45 }, (_, n) => [n, 'x'.repeat(100)])),
      },
      'events.0.properties',
    ],
    [{ event: 'review', sku: 'x'.repeat(101) }, 'events.0.sku'],
  ])('refuses %j', async (change, field) => {
    const { id } = await app.addCustomer();
    const cashier = await app.signIn('cashier');
    const reply = await cashier.send('POST', record.path, { events: [{ customerId: id, ...change }] });
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors[0]?.field).toBe(field);
  });

  it('moves the last visit by visits and scans, never back, and by nothing else', async () => {
    const { id } = await app.addCustomer();
    const lastVisit = async () =>
      (await (await app.signIn('agent')).call(contract.customers.get, { customerId: id })).data.lastVisitAt;
    await send([{ customerId: id, event: 'review', occurredAt: minutes(-10) }]);
    expect(await lastVisit()).toBeNull();
    await send([{ customerId: id, event: 'card_scan', occurredAt: minutes(-60) }]);
    expect(await lastVisit()).toBe(minutes(-60));
    await send([
      { customerId: id, event: 'visit', occurredAt: minutes(-30) },
      { customerId: id, event: 'visit', occurredAt: minutes(-9000) },
    ]);
    expect(await lastVisit()).toBe(minutes(-30));
  });

  it('takes from customers only their own views and one install of the app', async () => {
    const customer = await app.addCustomer();
    const other = await app.addCustomer();
    const self = await app.signInAs(customer);
    const { data } = await self.call(record, {
      events: [
        { event: 'product_view', sku: 'TEA', source: 'x', sourceId: '1' },
        { event: 'app_install', source: 'x', sourceId: '1' },
        { event: 'app_install', source: 'x', sourceId: '2' },
        { event: 'review' },
        { event: 'product_view', customerId: other.id },
      ],
    });
    expect(data.results.map(({ status, error }) => error?.code ?? status)).toEqual([
      'recorded',
      'recorded',
      'duplicate',
      'forbidden',
      'not_found',
    ]);
    const again = await (await app.signInAs(other)).call(record, {
      events: [{ event: 'product_view', source: 'x', sourceId: '1' }],
    });
    expect(again.data.recorded).toBe(1);
  });

  it('needs the permission, and keeps stores apart', async () => {
    const { id } = await app.addCustomer();
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(record, { events: [{ customerId: id, event: 'visit' }] })).status).toBe(403);
    expect((await app.anonymous.call(record, { events: [{ event: 'visit' }] })).status).toBe(401);
    const abroad = await app.signIn('admin', await app.addStore());
    expect((await abroad.call(list, { customerId: id })).status).toBe(404);
    expect((await (await app.signIn('cashier')).call(list, { customerId: id })).status).toBe(403);
  });
});

describe('the list of a customer’s events', () => {
  it('pages by cursor, filters, and hides the store’s own business from the customer', async () => {
    const customer = await app.addCustomer();
    await send([
      ...Array.from({ length: 5 }, (_, n) => ({
        customerId: customer.id,
        event: 'visit',
        occurredAt: minutes(n % 2 ? -5 : -7),
      })),
      { customerId: customer.id, event: 'custom:vip_call', properties: { mood: 'bad' } },
      { customerId: customer.id, event: 'review', properties: { stars: 1 } },
    ]);
    const agent = await app.signIn('agent');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await agent.call(list, { customerId: customer.id, limit: 2, cursor });
      seen.push(...data.events.map(({ id }) => id));
      cursor = data.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toEqual((await eventsOf(customer.id)).map(({ id }) => id));
    const visits = await agent.call(list, { customerId: customer.id, event: 'visit', from: minutes(-6) });
    expect(visits.data.events).toHaveLength(2);
    const own = await (await app.signInAs(customer)).call(list, { customerId: 'me' });
    expect(own.data.events.map(({ event }) => event)).not.toContain('custom:vip_call');
    expect(own.data.events[0]).toMatchObject({ event: 'review', properties: {} });
    expect((await agent.call(list, { customerId: customer.id, cursor: 'nonsense' })).failure.code).toBe(
      'cursor_invalid',
    );
  });
});

it('keeps an event in the month in which it took place, also a late one', async () => {
  const { id } = await app.addCustomer();
  await app.db.query('select platform.ensure_partitions($1)', [app.clock.now()]);
  await send([
    { customerId: id, event: 'visit' },
    { customerId: id, event: 'visit', occurredAt: '2001-01-01T00:00:00Z' },
  ]);
  const month = app.clock.now().toISOString().slice(0, 7).replace('-', '');
  const { rows } = await app.db.query(
    'select tableoid::regclass::text as part from activity.events where customer_id = $1 order by occurred_at',
    [id],
  );
  expect(rows.map(({ part }) => part)).toEqual(['activity.events_default', `activity.events_${month}`]);
});
