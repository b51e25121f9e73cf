import { contract } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as notifications from '../../notifications/index.ts';
import { activityModule } from '../index.ts';

const { timeline, record, list } = contract.activity;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const minutes = (n: number) => new Date(app.clock.now().getTime() + n * 60_000).toISOString();

/** A customer with something from every source. */
async function busyCustomer(): Promise<TestCustomer> {
  const customer = await app.addCustomer({ communicationPreferences: { inApp: true } });
  const customerId = customer.id;
  const receipt = await app.record({ customerId, occurredAt: minutes(-50), sourceId: `N-${customerId}` });
  const admin = await app.signIn('admin');
  const refunded = await admin.call(contract.sales.refund, {
    source: 'till',
    refundId: `R-${customerId}`,
    orderId: receipt.orderId,
  });
  if (refunded.status !== 201) throw new Error(refunded.text);
  await admin.call(record, {
    events: [
      { customerId, event: 'product_view', sku: 'TEA', occurredAt: minutes(-40) },
      { customerId, event: 'custom:vip_call', occurredAt: minutes(-30) },
      { customerId, event: 'review', value: 500, occurredAt: minutes(-20) },
    ],
  });
  await app.inStore(async (ctx) => {
    const account = (await loyalty.standings(ctx, [customerId])).get(customerId)?.accountId ?? '';
    const gift = { source: 'test', sourceId: customerId, points: 2000, occurredAt: ctx.now };
    await loyalty.adjust(ctx, [
      { ...gift, customerId, accountId: account, description: 'A gift', reason: { rule: 'adjustment' } },
    ]);
    await notifications.send(ctx, [{ customerId, type: 'IN_APP', topic: 'support', message: 'Hello' }]);
  });
  return customer;
}

const staffEntries = async (customerId: string, more: object = {}) =>
  (await (await app.signIn('admin')).call(timeline, { customerId, limit: 100, ...more })).data.entries;

describe('the timeline', () => {
  it('tells of every source in one stream, newest first, each with a sentence in both languages', async () => {
    const { id } = await busyCustomer();
    const entries = await staffEntries(id);
    expect(entries.map(({ kind }) => kind).sort()).toEqual([
      'activity.custom',
      'activity.product_view',
      'activity.review',
      'customer.created',
      'message.out',
      'order.placed',
      'order.refunded',
      'points.adjusted',
      'points.earned',
      'points.taken_back',
      // New by joining; occasional by the order, until it was refunded.
      'segment.entered',
      'segment.entered',
      'segment.left',
    ]);
    const times = entries.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
    const placed = entries.find(({ kind }) => kind === 'order.placed');
    expect(placed).toMatchObject({ params: { number: `N-${id}` }, amount: 10_000, source: 'orders' });
    expect(entries.find(({ kind }) => kind === 'order.refunded')?.amount).toBe(-10_000);
    expect(entries.find(({ kind }) => kind === 'points.adjusted')?.points).toBe(2000);
    for (const { title, params } of entries)
      for (const language of ['en', 'ar'] as const) {
        const slots = messages[language][title]?.match(/\{\w+\}/g);
        expect(messages[language][title], title).toBeTruthy();
        for (const slot of slots ?? []) expect(params, title).toHaveProperty(slot.slice(1, -1));
      }
  });

  it('gives the same stream page by page as in one piece', async () => {
    const { id } = await busyCustomer();
    const whole = await staffEntries(id);
    const admin = await app.signIn('admin');
    const pages: typeof whole = [];
    let cursor: string | undefined;
    do {
      const { data } = await admin.call(timeline, { customerId: id, limit: 3, cursor });
      expect(data.entries.length).toBeLessThanOrEqual(3);
      pages.push(...data.entries);
      cursor = data.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual(whole);
    const bad = await admin.call(timeline, { customerId: id, cursor: 'AAAA' });
    expect([bad.status, bad.failure.code]).toEqual([400, 'cursor_invalid']);
  });

  it('shows the sources asked for, and those that the caller may see', async () => {
    const { id } = await busyCustomer();
    const orders = await staffEntries(id, { sources: 'orders' });
    expect(new Set(orders.map(({ source }) => source))).toEqual(new Set(['orders']));
    const risk = await app.signIn('risk');
    const { data } = await risk.call(timeline, { customerId: id });
    expect(data.entries.map(({ source }) => source)).not.toContain('notifications');
    expect(data.entries.map(({ source }) => source)).toContain('loyalty');
    expect((await (await app.signIn('cashier')).call(timeline, { customerId: id })).status).toBe(403);
    const abroad = await app.signIn('admin', await app.addStore());
    expect((await abroad.call(timeline, { customerId: id })).status).toBe(404);
  });

  it('shows customers their own, without what is the store’s business', async () => {
    const customer = await busyCustomer();
    const self = await app.signInAs(customer);
    const { data } = await self.call(timeline, { customerId: 'me', limit: 100 });
    const kinds = data.entries.map(({ kind }) => kind);
    expect(kinds).toContain('order.placed');
    expect(kinds).toContain('message.out');
    expect(kinds).not.toContain('activity.custom');
    const other = await app.addCustomer();
    expect((await self.call(timeline, { customerId: other.id })).status).toBe(404);
  });
});

describe('the log of a customer', () => {
  const lastVisit = async (customerId: string) =>
    (await (await app.signIn('admin')).call(contract.customers.get, { customerId })).data.lastVisitAt;

  it('follows a merge with the last visit, and goes back with it', async () => {
    const admin = await app.signIn('admin');
    const [one, other] = [await app.addCustomer(), await app.addCustomer()];
    const scan = (customerId: string, at: number) =>
      admin.call(record, { events: [{ customerId, event: 'card_scan', occurredAt: minutes(at) }] });
    await scan(one.id, -60);
    await scan(other.id, -30);
    const times = async (customerId: string) =>
      (await admin.call(list, { customerId })).data.events.map(({ occurredAt }) => occurredAt);
    const { data } = await admin.call(contract.customers.merge, { customerId: one.id, from: other.id });
    expect(await times(other.cardNumber)).toEqual([minutes(-30), minutes(-60)]);
    expect(await lastVisit(one.id)).toBe(minutes(-30));
    expect((await staffEntries(one.id)).map(({ kind }) => kind)).toContain('customer.merged');
    await scan(other.cardNumber, -10);
    await admin.call(contract.customers.unmerge, { mergeId: data.merge.id });
    expect(await times(one.id)).toEqual([minutes(-60)]);
    expect(await times(other.id)).toEqual([minutes(-10), minutes(-30)]);
    expect([await lastVisit(one.id), await lastVisit(other.id)]).toEqual([minutes(-60), minutes(-10)]);
  });

  it('is exported whole, and emptied of what names a person; its key stays taken', async () => {
    const { id } = await app.addCustomer();
    const admin = await app.signIn('admin');
    const event = { customerId: id, event: 'review', source: 'shop', sourceId: 'SAID-1 amal@x.example' };
    await admin.call(record, { events: [{ ...event, properties: { words: 'SAID-2' } }] });
    const { exportPersonal, erasePersonal } = activityModule.participant ?? {};
    const exported = JSON.stringify(await app.inStore(async (ctx) => exportPersonal?.(ctx, id)));
    expect(exported).toContain('SAID-1');
    expect(exported).toContain('SAID-2');
    await app.inStore(async (ctx) => erasePersonal?.(ctx, id));
    const { rows } = await app.db.query(
      `select (select string_agg(e::text, ' ') from activity.events e where e.customer_id = $1) as events,
              (select string_agg(k::text, ' ') from activity.keys k
                join activity.events e on e.id = k.event_id where e.customer_id = $1) as keys`,
      [id],
    );
    expect(rows[0].events).toContain('review');
    expect(rows[0].keys).toContain('shop');
    expect(`${rows[0].events} ${rows[0].keys}`).not.toContain('SAID');
  });
});
