import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailApp, mailApp } from '../fixtures.ts';
import { log, notificationsModule, send } from '../index.ts';

let app: MailApp;
beforeAll(async () => {
  app = await mailApp();
});
afterAll(() => app?.close());

const { exportPersonal, erasePersonal } = notificationsModule.participant ?? {};

it('exports what was said, erases it, keeps that it was said, and sends nothing more', async () => {
  const { id, email } = await app.addCustomer();
  await app.inStore((ctx) =>
    log(ctx, [
      {
        customerId: id,
        direction: 'in',
        type: 'PHONE',
        channel: 'phone',
        message: 'SAID-1',
        metadata: { note: 'SAID-2' },
        source: 'phone',
        sourceId: '+966500000001',
      },
    ]),
  );
  await app.inStore((ctx) =>
    send(ctx, [{ customerId: id, type: 'EMAIL', subject: 'SAID-3', message: 'SAID-4' }]),
  );
  const exported = JSON.stringify(
    await app.inStore((ctx) => exportPersonal?.(ctx, id) ?? Promise.resolve({})),
  );
  for (const mark of ['SAID-1', 'SAID-2', 'SAID-3', 'SAID-4']) expect(exported).toContain(mark);

  await app.inStore((ctx) => erasePersonal?.(ctx, id) ?? Promise.resolve());
  await app.carry();
  expect(app.mailTo(email)).toBeUndefined();
  const { rows } = await app.db.query<{ text: string }>(
    `select (select string_agg(m::text, ' ') from notifications.messages m where m.customer_id = $1)
       || coalesce((select string_agg(c::text, ' ') from notifications.contents c), '') as text`,
    [id],
  );
  expect(rows[0]?.text).not.toMatch(/SAID|\+9665/);
  const admin = await app.signIn('admin');
  const { data } = await admin.call(contract.notifications.history, { customerId: id });
  expect(data.communications).toMatchObject([
    { type: 'EMAIL', status: 'SKIPPED', reason: 'erased', message: '' },
    { type: 'PHONE', status: 'DELIVERED', message: '' },
  ]);
});

it('follows a merge, and goes back with it as it was', async () => {
  const one = await app.addCustomer();
  const other = await app.addCustomer();
  const say = (customerId: string, message: string) =>
    app.inStore((ctx) =>
      log(ctx, [{ customerId, direction: 'in', type: 'PHONE', channel: 'phone', message }]),
    );
  await say(one.id, 'one');
  await say(other.id, 'other');
  const admin = await app.signIn('admin');
  const words = async (customerId: string) =>
    (await admin.call(contract.notifications.history, { customerId })).data.communications
      .map(({ message }) => message)
      .sort();
  const merged = await admin.call(contract.customers.merge, {
    customerId: one.id,
    from: other.id,
    reason: 'same',
  });
  expect(await words(other.cardNumber)).toEqual(['one', 'other']);
  await say(other.cardNumber, 'since');
  expect(await words(one.id)).toEqual(['one', 'other', 'since']);
  await admin.call(contract.customers.unmerge, { mergeId: merged.data.merge.id });
  expect(await words(one.id)).toEqual(['one']);
  expect(await words(other.id)).toEqual(['other', 'since']);
});
