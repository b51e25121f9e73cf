import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type MailApp, mailApp } from '../fixtures.ts';
import { log, send } from '../index.ts';

const { history, list, communicate, send: sendOver, markRead } = contract.notifications;

let app: MailApp;
let agent: Client;
beforeAll(async () => {
  app = await mailApp();
  agent = await app.signIn('agent');
});
afterAll(() => app?.close());

const hostile = `<img src=x onerror=alert(1)> '; drop table notifications.messages; -- 🎉 ${'أ'.repeat(20)}`;

describe('logging', () => {
  it('keeps a phone call with who made it, when and what was said', async () => {
    const { id } = await app.addCustomer();
    const reply = await agent.call(communicate, {
      customerId: id,
      type: 'PHONE',
      direction: 'in',
      message: 'Asked about an order',
      sentAt: '2026-03-09T10:00:00Z',
      metadata: { minutes: 4 },
    });
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      customerId: id,
      type: 'PHONE',
      channel: 'phone',
      direction: 'in',
      status: 'DELIVERED',
      message: 'Asked about an order',
      sentAt: '2026-03-09T10:00:00.000Z',
      metadata: { minutes: 4 },
    });
    const call = await agent.call(communicate, { customerId: id, type: 'PHONE', message: 'Called back' });
    expect(call.data.sentBy).toMatch(/^[0-9a-f-]{36}$/);
    const { data } = await agent.call(history, { customerId: id });
    expect(data.communications.map(({ message }) => message)).toEqual([
      'Called back',
      'Asked about an order',
    ]);
  });

  it('answers under the documented paths, to the customer without the notes of the staff', async () => {
    const customer = await app.addCustomer();
    const logged = await agent.send('POST', `/api/customers/${customer.id}/communications`, {
      type: 'PHONE',
      message: 'Hello',
      metadata: { mood: 'kind' },
    });
    expect(logged.status).toBe(201);
    const self = await app.signInAs(customer);
    for (const path of ['/api/customers/communications', '/api/customer-id/notifications/history']) {
      const reply = await self.send('GET', path);
      expect(reply.data).toMatchObject({
        total: 1,
        communications: [{ message: 'Hello', sentBy: null, metadata: {} }],
      });
    }
    const staff = await agent.send('GET', '/api/customers/communications');
    expect(staff.status).toBe(403);
  });

  it('takes set-wise, once for a source id', async () => {
    const { id } = await app.addCustomer();
    const item = {
      customerId: id,
      direction: 'in',
      type: 'IN_APP',
      channel: 'ticket',
      message: 'Reply',
      source: 'ticket',
      sourceId: 'T-1',
    } as const;
    const [first, twin] = await app.inStore((ctx) => log(ctx, [item, item]));
    const [again] = await app.inStore((ctx) => log(ctx, [{ ...item, message: 'Other words' }]));
    expect([first?.isNew, twin?.isNew, again?.isNew]).toEqual([true, false, false]);
    expect(new Set([first?.id, twin?.id, again?.id]).size).toBe(1);
    const { data } = await agent.call(history, { customerId: id });
    expect(data.communications).toMatchObject([{ channel: 'ticket', message: 'Reply' }]);
  });

  it.each([
    [{ sentAt: '2026-03-10T10:00:00Z' }, 'date_in_future', 'sentAt'],
    [{ sentAt: '0001-01-01T00:00:00Z' }, 'date_too_old', 'sentAt'],
    [{ type: 'FAX' }, 'validation', 'type'],
    [{ message: undefined }, 'validation', 'message'],
    [{ template: 'welcome' }, 'validation', 'message'],
    [{ message: 'a\u0000b' }, 'validation', 'message'],
    [{ message: 'a\u202eb' }, 'validation', 'message'],
    [{ message: 'x'.repeat(20_001) }, 'validation', 'message'],
    [{ subject: 'Hi\r\nBcc: all@example.com' }, 'validation', 'subject'],
    [{ subject: 'Hi\nthere' }, 'validation', 'subject'],
    [{ subject: 'Hi\u2028there' }, 'validation', 'subject'],
    [{ channel: 'a\r\nb' }, 'validation', 'channel'],
    [{ metadata: { 'a\u0000': 1 } }, 'validation', 'metadata'],
    [{ metadata: { a: '\u202e' } }, 'validation', 'metadata.a'],
    [{ source: 'x\ny', sourceId: '1' }, 'validation', 'source'],
    [{ send: true }, 'channel_unavailable', 'type'],
  ])('refuses %j', async (change, code, field) => {
    const { id } = await app.addCustomer();
    const body = { type: 'PHONE', message: 'Hello', ...change };
    const reply = await agent.send('POST', `/api/v1/customers/${id}/communications`, body);
    expect(reply.failure.code).toBe(code);
    expect(reply.failure.errors[0]?.field).toMatch(new RegExp(`^${field}`));
    expect((await agent.call(history, { customerId: id })).data.total).toBe(0);
  });

  it('keeps a source without its id out', async () => {
    const { id } = await app.addCustomer();
    const reply = await agent.send('POST', `/api/v1/customers/${id}/communications`, {
      type: 'PHONE',
      message: 'Hello',
      source: 'till',
    });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'sourceId']);
  });

  it('keeps HTML, SQL, emoji and Arabic as they are', async () => {
    const { id } = await app.addCustomer();
    const reply = await agent.call(communicate, {
      customerId: id,
      type: 'EMAIL',
      subject: hostile,
      message: hostile,
      metadata: { [hostile.slice(0, 40)]: hostile },
    });
    expect(reply.data).toMatchObject({ subject: hostile, message: hostile, status: 'SENT' });
    expect(reply.data.metadata).toEqual({ [hostile.slice(0, 40)]: hostile });
  });
});

describe('walls', () => {
  it("another store's customer is not there, nor anyone else's log", async () => {
    const stranger = await app.addCustomer({}, await app.addStore());
    const one = await app.addCustomer();
    const self = await app.signInAs(one);
    const other = await app.addCustomer();
    const body = { type: 'PHONE' as const, message: 'Hello' };
    const replies = [
      await agent.call(history, { customerId: stranger.id }),
      await agent.call(communicate, { customerId: stranger.id, ...body }),
      await agent.call(sendOver, { customerId: stranger.id, message: 'Hello' }),
      await self.call(history, { customerId: other.id }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await self.call(communicate, { customerId: one.id, ...body })).status).toBe(403);
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(communicate, { customerId: one.id, ...body })).status).toBe(403);
    expect((await analyst.call(history, { customerId: one.id })).status).toBe(200);
    expect((await (await app.signIn('cashier')).call(history, { customerId: one.id })).status).toBe(403);
  });
});

describe('the list', () => {
  it('filters, pages by number and by cursor, newest first', async () => {
    const { id } = await app.addCustomer({ communicationPreferences: { inApp: true } });
    await app.inStore((ctx) =>
      log(
        ctx,
        Array.from({ length: 25 }, (_, at) => ({
          customerId: id,
          direction: at % 2 ? ('in' as const) : ('out' as const),
          type: at % 5 ? ('PHONE' as const) : ('SMS' as const),
          channel: at % 5 ? 'phone' : 'sms',
          topic: 'support' as const,
          message: String(at),
          // Pairs share their moment, so that pages part between equals.
          occurredAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 2))),
        })),
      ),
    );
    const ask = async (query: object) =>
      (await agent.call(history, { customerId: id, limit: 100, ...query })).data;
    expect((await ask({ type: 'SMS' })).total).toBe(5);
    expect((await ask({ channel: 'phone' })).total).toBe(20);
    expect((await ask({ direction: 'in' })).total).toBe(12);
    expect((await ask({ status: 'SENT', type: 'SMS' })).total).toBe(3);
    expect((await ask({ topic: 'news' })).total).toBe(0);
    expect((await ask({ from: '2026-01-02T00:00:00Z', to: '2026-01-04T00:00:00Z' })).total).toBe(4);
    const whole = (await ask({})).communications.map(({ id }) => id);
    const walked: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await ask({ limit: 7, cursor });
      walked.push(...page.communications.map(({ id }) => id));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(whole);
    expect((await ask({ limit: 7, page: 4 })).communications.map(({ id }) => id)).toEqual(whole.slice(21));
    expect((await agent.call(list, { type: 'SMS', limit: 1 })).data.total).toBeGreaterThanOrEqual(5);
    for (const cursor of ['nonsense', Buffer.from('1 x').toString('base64url')]) {
      const reply = await agent.call(history, { customerId: id, cursor });
      expect([reply.status, reply.failure.code]).toEqual([400, 'cursor_invalid']);
    }
  });
});

describe('sending', () => {
  it('goes over each channel named, and says why where it does not', async () => {
    const customer = await app.addCustomer({ communicationPreferences: { email: true } });
    const { data } = await agent.call(sendOver, {
      customerId: customer.id,
      channels: ['EMAIL', 'IN_APP', 'SMS'],
      topic: 'offers',
      subject: 'Offer',
      message: 'Two for one',
    });
    expect(data.communications.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['EMAIL', 'QUEUED', null],
      ['IN_APP', 'SKIPPED', 'preference'],
      ['SMS', 'SKIPPED', 'preference'],
    ]);
    const service = await agent.send('POST', '/api/customer-id/notifications/send', {
      customerId: customer.id,
      channels: ['IN_APP', 'SMS'],
      topic: 'orders',
      message: 'Your order is here',
    });
    expect(service.data).toMatchObject({
      communications: [{ status: 'DELIVERED' }, { status: 'SKIPPED', reason: 'channel_unavailable' }],
    });
    const self = await app.signInAs(customer);
    const own = (await self.call(history, { customerId: 'me' })).data.communications;
    expect(own.map(({ type }) => type).sort()).toEqual(['EMAIL', 'IN_APP']);
  });

  it('is skipped to closed accounts and where there is no address', async () => {
    const closed = await app.addCustomer();
    await (await app.signIn('admin')).call(contract.customers.update, {
      customerId: closed.id,
      status: 'closed',
    });
    const bare = await app.addCustomer({ email: null, phone: '0501112223' });
    const sent = await app.inStore((ctx) =>
      send(
        ctx,
        [closed.id, bare.id].map((customerId) => ({ customerId, type: 'EMAIL', message: 'Hello' }) as const),
      ),
    );
    expect(sent.map(({ status, reason }) => [status, reason])).toEqual([
      ['SKIPPED', 'closed'],
      ['SKIPPED', 'no_address'],
    ]);
  });

  it('marks an in-app message as read once, and only its own', async () => {
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const { data } = await agent.call(communicate, {
      customerId: customer.id,
      type: 'IN_APP',
      send: true,
      message: 'Hello',
    });
    const read = await self.call(markRead, { customerId: 'me', communicationId: data.id });
    expect(read.data).toMatchObject({ status: 'READ', readAt: app.clock.now().toISOString() });
    const other = await app.signInAs(await app.addCustomer());
    const foreign = await other.call(markRead, { customerId: 'me', communicationId: data.id });
    expect(foreign.status).toBe(404);
  });

  it('needs every variable of the template, and a template that exists', async () => {
    const { id } = await app.addCustomer();
    const base = { customerId: id, type: 'EMAIL' as const, send: true };
    const missing = await agent.call(communicate, {
      ...base,
      template: 'points_earned',
      variables: { points: 5 },
    });
    expect([missing.status, missing.failure.errors[0]?.field]).toEqual([400, 'variables.balance']);
    const unknown = await agent.call(communicate, { ...base, template: 'no_such' });
    expect([unknown.status, unknown.failure.code]).toEqual([404, 'template_unknown']);
    expect((await agent.call(history, { customerId: id })).data.total).toBe(0);
  });

  it('is repeated by a source id without a second message', async () => {
    const { id, email } = await app.addCustomer();
    const item = { customerId: id, type: 'EMAIL', message: 'Once', source: 'test', sourceId: id } as const;
    const before = app.catcher.mails.length;
    const many = await Promise.all(Array.from({ length: 10 }, () => app.inStore((ctx) => send(ctx, [item]))));
    expect(new Set(many.map(([message]) => message?.id)).size).toBe(1);
    await app.carry();
    expect(app.catcher.mails.slice(before).filter((mail) => mail.to.includes(email))).toHaveLength(1);
  });
});
