import { createServer } from 'node:net';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import { MailCatcher } from '../catcher/catcher.ts';
import { type MailApp, mailApp } from '../fixtures.ts';
import { configureEmail, type Outgoing, send } from '../index.ts';

let app: MailApp;
beforeAll(async () => {
  app = await mailApp();
});
afterAll(() => app?.close());

const sendOne = async (item: Outgoing) => {
  const [sent] = await app.inStore((ctx) => send(ctx, [item]));
  if (!sent) throw new Error('nothing was sent');
  return sent;
};
const stored = async (id: string) => {
  const { rows } = await app.db.query(
    `select m.status, m.reason, m.error, m.attempts, c.body, d.due_at,
            (select array_agg(a.outcome || coalesce(' ' || a.error, '') order by a.attempt)
               from notifications.attempts a where a.message_id = m.id) as tries
       from notifications.messages m
       left join notifications.contents c on c.message_id = m.id
       left join notifications.deliveries d on d.message_id = m.id
      where m.id = $1`,
    [id],
  );
  return rows[0];
};

/** A server that answers each step of SMTP as told, for what a real one does on bad days. */
async function answering(answers: { rcpt?: string; data?: string }) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let inData = false;
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (inData) {
          if (line === '.') {
            inData = false;
            socket.write(`${answers.data ?? '250 taken'}\r\n`);
          }
        } else if (/^RCPT/i.test(line)) socket.write(`${answers.rcpt ?? '250 ok'}\r\n`);
        else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, close: () => server.close() };
}

/** Sends through another server while `work` runs. */
async function through(smtpUrl: string, work: () => Promise<void>): Promise<void> {
  const close = configureEmail({ smtpUrl, mailFrom: 'hello@wafa.example' });
  try {
    await work();
  } finally {
    await close();
    configureEmail({ smtpUrl: app.catcher.url, mailFrom: 'hello@wafa.example' });
  }
}

describe('a mail', () => {
  it('arrives in the language of the customer, from right to left, with the headers of a mail', async () => {
    const { id, email, cardNumber } = await app.addCustomer({
      firstName: 'Amal',
      firstNameAr: 'أمل',
      language: 'ar',
    });
    const { id: messageId, status } = await sendOne({
      customerId: cardNumber,
      type: 'EMAIL',
      template: 'welcome',
    });
    expect(status).toBe('QUEUED');
    expect(app.mailTo(email)).toBeUndefined();
    await app.carry();
    const caught = app.mailTo(email);
    expect(caught?.mail).toMatchObject({
      messageId: `<${messageId}@wafa.example>`,
      from: { address: 'hello@wafa.example' },
      to: [{ address: email, name: 'أمل' }],
    });
    expect(caught?.mail.subject).toContain('أهلًا بك في');
    expect(caught?.mail.text).toContain('مرحبًا أمل،');
    expect(caught?.mail.html).toContain('<html lang="ar" dir="rtl">');
    const header = (name: string) => caught?.mail.headers.find(({ key }) => key === name)?.value;
    expect(header('content-language')).toBe('ar');
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(new Date(caught?.mail.date ?? 0)).toEqual(app.clock.now());
    const agent = await app.signIn('agent');
    const { data } = await agent.call(contract.notifications.history, { customerId: id });
    expect(data.communications[0]).toMatchObject({
      status: 'SENT',
      attempts: 1,
      sentAt: app.clock.now().toISOString(),
      template: { key: 'welcome', version: 0 },
      message: expect.stringContaining('مرحبًا أمل،'),
    });
  });

  it('brings HTML, emoji and quotes as they were written, and runs none of it', async () => {
    const { id, email } = await app.addCustomer({ firstName: '"<b>Amal</b>", x@y.z 🎉' });
    const text = `<script>alert(1)</script> '; drop table x; -- 🎉 مرحبًا`;
    await sendOne({
      customerId: id,
      type: 'EMAIL',
      subject: `${text} =?utf-8?q?x?=`,
      message: `${text}\n.\n..`,
    });
    await app.carry();
    const caught = app.mailTo(email);
    expect(caught?.to).toEqual([email]);
    expect(caught?.mail.to).toHaveLength(1);
    expect(caught?.mail.subject).toBe(`${text} =?utf-8?q?x?=`);
    expect(caught?.mail.text?.trim()).toBe(`${text}\n.\n..`);
    expect(caught?.mail.html).toContain('&lt;script&gt;');
    expect(caught?.mail.html).not.toContain('<script>');
  });

  it('can have no header slipped in, not even by code that skips the contract', async () => {
    const { id, email } = await app.addCustomer();
    await sendOne({ customerId: id, type: 'EMAIL', subject: 'Hi\r\nBcc: all@example.com', message: 'Hello' });
    await app.carry();
    expect(app.mailTo(email)?.mail.subject).toBe('Hi Bcc: all@example.com');
    expect(app.mailTo(email)?.mail.bcc).toBeUndefined();
    expect(app.mailTo(email)?.to).toEqual([email]);
  });

  it('of a code is not kept once it has left', async () => {
    const { id, email } = await app.addCustomer();
    const variables = { code: 'SECRET-77', minutes: 15 };
    const { id: messageId } = await sendOne({
      customerId: id,
      type: 'EMAIL',
      template: 'password_code',
      variables,
    });
    const agent = await app.signIn('agent');
    const shown = async () =>
      (await agent.call(contract.notifications.history, { customerId: id })).data.communications[0]?.message;
    expect(await shown()).toBe('');
    await app.carry();
    expect(app.mailTo(email)?.mail.text).toContain('SECRET-77');
    expect(await stored(messageId)).toMatchObject({ status: 'SENT', body: '' });
    expect(await shown()).toBe('');
  });

  it('asks once more, before it leaves, whether the customer still wants it', async () => {
    const { id, email } = await app.addCustomer({ communicationPreferences: { email: true } });
    const { id: messageId } = await sendOne({
      customerId: id,
      type: 'EMAIL',
      topic: 'news',
      message: 'News',
    });
    const admin = await app.signIn('admin');
    await admin.call(contract.customers.update, {
      customerId: id,
      communicationPreferences: { email: false },
    });
    await app.carry();
    expect(await stored(messageId)).toMatchObject({ status: 'SKIPPED', reason: 'preference', due_at: null });
    expect(app.mailTo(email)).toBeUndefined();
  });
});

describe('when the server is away', () => {
  it('waits, tries again, and arrives once', async () => {
    const { id, email } = await app.addCustomer();
    const gone = await MailCatcher.start();
    const { url, port } = gone;
    await gone.stop();
    await through(url, async () => {
      const { id: messageId } = await sendOne({ customerId: id, type: 'EMAIL', message: 'Hello' });
      await app.carry();
      expect(await stored(messageId)).toMatchObject({ status: 'QUEUED', attempts: 1 });
      const back = await MailCatcher.start({ port });
      await app.carry();
      expect(back.mails).toHaveLength(0);
      app.clock.advance({ minutes: 2 });
      await app.carry();
      expect(back.mails.map(({ to }) => to)).toEqual([[email]]);
      expect(await stored(messageId)).toMatchObject({
        status: 'SENT',
        attempts: 2,
        tries: [expect.stringMatching(/^retry E/), 'sent'],
      });
      await back.stop();
    });
  });

  it('gives up after its tries, and says so by an event', async () => {
    const { id } = await app.addCustomer();
    const busy = await answering({ data: '451 4.3.2 later' });
    await through(busy.url, async () => {
      const { id: messageId } = await sendOne({ customerId: id, type: 'EMAIL', message: 'Hello' });
      for (let at = 0; at < 8; at++) {
        await app.carry();
        app.clock.advance({ days: 1 });
      }
      expect(await stored(messageId)).toMatchObject({
        status: 'FAILED',
        reason: 'unreachable',
        error: '451 4.3.2',
        attempts: 7,
        due_at: null,
      });
      const { rows } = await app.db.query(
        `select payload from platform.outbox where name = 'message.failed'`,
      );
      expect(rows.map(({ payload }) => payload)).toContainEqual({
        messageId,
        customerId: id,
        type: 'EMAIL',
        reason: 'unreachable',
      });
    });
    busy.close();
  });

  it('takes a refusal of the address as final, and keeps its code without the address', async () => {
    const { id } = await app.addCustomer();
    const strict = await answering({ rcpt: '550 5.1.1 <amal@example.com> unknown' });
    await through(strict.url, async () => {
      const { id: messageId } = await sendOne({ customerId: id, type: 'EMAIL', message: 'Hello' });
      await app.carry();
      expect(await stored(messageId)).toMatchObject({
        status: 'FAILED',
        reason: 'rejected',
        error: '550 5.1.1',
        attempts: 1,
      });
    });
    strict.close();
  });

  it('of a worker that died with messages claimed, another carries them under the same id', async () => {
    const { id, email } = await app.addCustomer();
    const { id: messageId } = await sendOne({ customerId: id, type: 'EMAIL', message: 'Hello' });
    // The first worker gets as far as the server and dies before its commit.
    const { deliver } = await import('./deliver.ts');
    let steps = 0;
    const dying = deliver((work) => {
      steps += 1;
      return steps === 1 ? app.inStore(work) : Promise.reject(new Error('killed'));
    });
    await expect(dying).rejects.toThrow('killed');
    await app.carry();
    expect(await stored(messageId)).toMatchObject({ status: 'QUEUED' });
    const received = app.catcher.received;
    app.clock.advance({ minutes: 3 });
    await app.carry();
    expect(app.catcher.received).toBe(received + 1);
    expect(app.catcher.mails.filter((mail) => mail.to.includes(email))).toHaveLength(1);
    expect(await stored(messageId)).toMatchObject({ status: 'SENT' });
  });

  it('is skipped where no server is named', async () => {
    const close = configureEmail({ smtpUrl: undefined, mailFrom: 'hello@wafa.example' });
    const { id } = await app.addCustomer();
    const sent = await sendOne({ customerId: id, type: 'EMAIL', message: 'Hello' });
    expect([sent.status, sent.reason]).toEqual(['SKIPPED', 'channel_unavailable']);
    await close();
    configureEmail({ smtpUrl: app.catcher.url, mailFrom: 'hello@wafa.example' });
  });
});

it('is carried by the worker, without anyone asking', async () => {
  const working = await mailApp({ works: true });
  const { id, email } = await working.addCustomer();
  const agent = await working.signIn('agent');
  await agent.call(contract.notifications.communicate, {
    customerId: id,
    type: 'EMAIL',
    send: true,
    message: 'Hello',
  });
  const caught = await until(async () => working.mailTo(email));
  expect(caught.mail.text?.trim()).toBe('Hello');
  const { rows } = await working.db.query('select data from pgboss.job where name = $1', [
    'notifications.deliver',
  ]);
  for (const { data } of rows) expect(Object.keys(data)).toEqual(['storeId']);
  await working.close();
});
