import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import type { Client } from '../../../../test/client.ts';
import * as customers from '../../customers/index.ts';
import { type MailApp, mailApp } from '../fixtures.ts';
import { spread } from './spread.ts';

const { startBulk, bulk, bulks, steerBulk, bulkResult, history } = contract.notifications;

let app: MailApp;
let marketer: Client;
beforeAll(async () => {
  app = await mailApp();
  marketer = await app.signIn('marketer');
});
afterAll(() => app?.close());

let crowds = 0;
/** Customers with a tag of their own, who agreed to mail unless `at` says otherwise. */
async function crowd(size: number, agreed: (at: number) => boolean = () => true) {
  const tag = `crowd ${++crowds}`;
  const made = await app.inStore((ctx) =>
    customers.createMany(
      ctx,
      Array.from({ length: size }, (_, at) => ({
        firstName: `Nr ${at}`,
        email: `${at}.${crowds}@crowd.example`,
        tags: [tag],
        communicationPreferences: { email: agreed(at) },
      })),
    ),
  );
  return { tag, ids: made.map((item) => ('id' in item ? item.id : '')) };
}

/** Does what the job does, to its end. */
async function spreadAll(bulkId: string) {
  while (await app.inStore((ctx) => spread(ctx, { bulkId })));
}
const mailsOf = (subject: string) => app.catcher.mails.filter(({ mail }) => mail.subject === subject);
const text = (subject: string) => ({ subject, message: `Hello from ${subject}` });

describe('a sending to many', () => {
  it('reaches everybody with the tag once, skips who did not agree, and tells of each in a file', async () => {
    const { tag, ids } = await crowd(40, (at) => at % 4 !== 0);
    const admin = await app.signIn('admin');
    await admin.call(contract.customers.update, { customerId: ids[1] ?? '', status: 'closed' });
    const started = await marketer.call(startBulk, { tag, ...text('Tagged') });
    expect(started.status).toBe(202);
    expect(started.data).toMatchObject({ status: 'RUNNING', total: 40, processed: 0, topic: 'news' });
    const bulkId = started.data.id;
    await spreadAll(bulkId);
    await spreadAll(bulkId);
    await app.carry();
    const { data } = await marketer.call(bulk, { bulkId });
    expect(data).toMatchObject({ status: 'DONE', processed: 40, counts: { SENT: 29, SKIPPED: 11 } });
    expect(data.finishedAt).not.toBeNull();
    expect(mailsOf('Tagged')).toHaveLength(29);

    const file = await marketer.send('GET', bulkResult.path.replace(':bulkId', bulkId));
    expect(file.headers.get('content-type')).toContain('text/csv');
    const lines = file.text.trim().split('\r\n');
    expect(lines).toHaveLength(41);
    expect(lines.filter((line) => line.includes(',SENT,'))).toHaveLength(29);
    expect(lines.find((line) => line.startsWith(ids[0] ?? ''))).toContain('SKIPPED,preference');
    expect(lines.find((line) => line.startsWith(ids[1] ?? ''))).toContain('SKIPPED,closed');
  });

  it('reaches a selection and a segment, with a template in the language of each', async () => {
    const { ids } = await crowd(3);
    const card = (await marketer.call(contract.customers.get, { customerId: ids[0] ?? '' })).data.cardNumber;
    await (await app.signIn('admin')).call(contract.customers.update, {
      customerId: ids[0] ?? '',
      language: 'ar',
    });
    const selected = await marketer.call(startBulk, {
      customerIds: [ids[0] ?? '', card, ids[1] ?? ''],
      template: 'birthday',
      variables: { points: 50 },
    });
    expect(selected.data).toMatchObject({ total: 2, template: 'birthday', audience: { kind: 'customers' } });
    await spreadAll(selected.data.id);
    const words = async (customerId: string) =>
      (await marketer.call(history, { customerId })).data.communications.map(({ message }) => message);
    expect(await words(ids[0] ?? '')).toEqual([expect.stringContaining('عيد ميلاد سعيد')]);
    expect(await words(ids[1] ?? '')).toEqual([expect.stringContaining('Points: 50')]);

    await app.db.query(
      `insert into customers.memberships (store_id, customer_id, segments, since, causes)
       values ($1, $2, '{vip}', '{now}', '{full}')`,
      [app.store.id, ids[2]],
    );
    const segment = await marketer.call(startBulk, { segment: 'vip', ...text('Segment') });
    await spreadAll(segment.data.id);
    await app.carry();
    expect(mailsOf('Segment').map(({ to }) => to)).toEqual([[`2.${crowds}@crowd.example`]]);
  });

  it('keeps to its words, though the template is reworded meanwhile', async () => {
    const { tag, ids } = await crowd(1);
    const template = {
      key: 'pinned',
      name: { en: 'Pinned', ar: 'مثبّت' },
      topic: 'news' as const,
      versions: { en: { subject: 'Before', body: 'Before' }, ar: null },
    };
    await marketer.call(contract.notifications.saveTemplate, template);
    const { data } = await marketer.call(startBulk, { tag, template: 'pinned' });
    const reworded = { ...template, versions: { en: { subject: 'After', body: 'After' }, ar: null } };
    await marketer.call(contract.notifications.saveTemplate, reworded);
    await spreadAll(data.id);
    const log = (await marketer.call(history, { customerId: ids[0] ?? '' })).data.communications;
    expect(log).toMatchObject([{ subject: 'Before', template: { key: 'pinned', version: 1 } }]);
  });

  it('pauses, goes on and is cancelled; what left stays, what waits does not leave', async () => {
    const { tag } = await crowd(30);
    const { data } = await marketer.call(startBulk, { tag, ...text('Steered') });
    const bulkId = data.id;
    const steer = (step: 'pause' | 'resume' | 'cancel') => marketer.call(steerBulk, { bulkId, step });
    expect((await steer('pause')).data.status).toBe('PAUSED');
    await spreadAll(bulkId);
    expect((await marketer.call(bulk, { bulkId })).data.processed).toBe(0);
    expect((await steer('resume')).data.status).toBe('RUNNING');
    await spreadAll(bulkId);
    await steer('pause');
    await app.carry();
    expect(mailsOf('Steered')).toHaveLength(0);
    expect((await steer('cancel')).data).toMatchObject({ status: 'CANCELLED', counts: { SKIPPED: 30 } });
    expect((await steer('cancel')).status).toBe(200);
    const again = await steer('resume');
    expect([again.status, again.failure.code]).toEqual([409, 'bulk_finished']);
    await app.carry();
    expect(mailsOf('Steered')).toHaveLength(0);
  });

  it.each([
    [{}, 'customerIds'],
    [{ tag: 'x', segment: 'y' }, 'customerIds'],
    [{ customerIds: [] }, 'customerIds'],
    [{ tag: 'x', message: undefined }, 'message'],
    [{ tag: 'x', subject: 'a\r\nBcc: b' }, 'subject'],
    [{ tag: 'x\u0000' }, 'tag'],
    [
      { tag: 'x', message: undefined, template: 'points_earned', variables: { points: 1 } },
      'variables.balance',
    ],
  ])('refuses %j', async (change, field) => {
    const reply = await marketer.send('POST', startBulk.path, { message: 'Hello', ...change });
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors[0]?.field).toBe(field);
  });

  it('refuses strangers, templates of codes, and callers without the right', async () => {
    const stranger = await app.addCustomer({}, await app.addStore());
    const own = await app.addCustomer();
    const reply = await marketer.call(startBulk, { customerIds: [own.id, stranger.id], ...text('x') });
    expect([reply.status, reply.failure.errors]).toMatchObject([404, [{ field: 'customerIds.1' }]]);
    const code = await marketer.call(startBulk, {
      customerIds: [own.id],
      template: 'password_code',
      variables: { code: '1', minutes: 1 },
    });
    expect(code.status).toBe(404);
    const agent = await app.signIn('agent');
    expect((await agent.call(startBulk, { tag: 'x', ...text('x') })).status).toBe(403);
    const other = await app.signIn('marketer', await app.addStore());
    const { data } = await marketer.call(startBulk, { tag: 'nobody has this', ...text('x') });
    expect((await other.call(bulk, { bulkId: data.id })).status).toBe(404);
    expect((await other.call(bulks, {})).data.total).toBe(0);
    expect((await marketer.call(bulks, { limit: 1 })).data).toMatchObject({
      bulks: [{ id: data.id }],
      nextCursor: '2',
    });
  });
});

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** A worker in a process of its own, which can be killed as a machine kills it. */
function worker() {
  const databaseUrl = String(app.runner.pool.options.connectionString);
  return spawn(process.execPath, ['--import', 'tsx', 'apps/api/src/main.ts', 'work'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      SMTP_URL: app.catcher.url,
      MAIL_FROM: 'hello@wafa.example',
      WAFA_DATA_DIR: app.config.wafaDataDir,
      JWT_SECRET: app.config.jwtSecret,
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });
}

it('of 2,000, killed half-way, goes on and gives each of them one mail', { timeout: 120_000 }, async () => {
  const { tag } = await crowd(2_000);
  const { data } = await marketer.call(startBulk, { tag, ...text('Killed') });
  const killed = worker();
  const ended = new Promise((resolve) => killed.once('exit', resolve));
  await until(async () => mailsOf('Killed').length >= 700, 90_000);
  killed.kill('SIGKILL');
  await ended;
  expect(mailsOf('Killed').length).toBeLessThan(2_000);

  await spreadAll(data.id);
  await app.carry();
  // What the dead worker had claimed falls due when its claim is over; its clock was the machine's.
  const before = app.clock.now();
  app.clock.set(new Date(Date.now() + 5 * 60_000));
  await app.carry();
  app.clock.set(before);
  const done = await marketer.call(bulk, { bulkId: data.id });
  expect(done.data).toMatchObject({ status: 'DONE', processed: 2_000, counts: { SENT: 2_000 } });
  const received = mailsOf('Killed').map(({ to }) => to[0]);
  expect(received).toHaveLength(2_000);
  expect(new Set(received).size).toBe(2_000);
});
