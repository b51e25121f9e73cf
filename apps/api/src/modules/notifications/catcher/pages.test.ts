import Fastify, { type FastifyInstance } from 'fastify';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../../../../test/harness.ts';
import { addMailPages, MailCatcher } from '../index.ts';

let catcher: MailCatcher;
let server: FastifyInstance;
const send = (mail: object) =>
  createTransport(catcher.url).sendMail({ from: 'a@example.com', to: 'b@example.com', ...mail });

beforeAll(async () => {
  catcher = await MailCatcher.start({ keep: 3 });
  server = Fastify();
  addMailPages(server, catcher);
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server?.close();
  await catcher?.stop();
});

const page = (path: string) => server.inject(path);

it('lists caught mail and shows one, its HTML locked into a frame', async () => {
  expect((await page('/dev/mail')).body).toContain('No mail has been sent yet');
  const html = '<script>alert(1)</script><p dir="rtl">أهلًا</p>';
  await send({ subject: '<b>Hi</b>', text: '<i>text</i>', html });
  const list = await page('/dev/mail');
  expect(list.body).toContain('b@example.com');
  expect(list.body).toContain('&lt;b&gt;Hi&lt;/b&gt;');
  const shown = await page('/dev/mail/1');
  expect(shown.body).toMatch(/<iframe sandbox [^>]*src="\/dev\/mail\/1\/html"/);
  expect(shown.body).toContain('&lt;i&gt;text&lt;/i&gt;');
  expect(`${list.body}${shown.body}`).not.toMatch(/<script|<b>Hi|<i>/);
  const frame = await page('/dev/mail/1/html');
  expect(frame.body).toContain('<p dir="rtl">أهلًا</p>');
  expect(frame.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect((await page('/dev/mail/1/source')).headers['content-type']).toContain('text/plain');
  expect((await page('/dev/mail/99')).statusCode).toBe(404);
});

it('drops a repeat of a Message-ID, and the oldest past its number', async () => {
  await send({ subject: 'Once', messageId: '<one@example.com>' });
  await send({ subject: 'Once', messageId: '<one@example.com>' });
  expect(catcher.mails.filter(({ mail }) => mail.subject === 'Once')).toHaveLength(1);
  for (const subject of ['3', '4', '5']) await send({ subject });
  expect(catcher.mails.map(({ mail }) => mail.subject)).toEqual(['3', '4', '5']);
});

it('answers nobody on another machine', async () => {
  const foreign = await server.inject({ url: '/dev/mail', remoteAddress: '192.0.2.1' });
  expect(foreign.statusCode).toBe(403);
});

it('is not there in the product itself', async () => {
  const app = await testApp();
  expect((await app.anonymous.send('GET', '/dev/mail')).status).toBe(404);
  await app.close();
});
