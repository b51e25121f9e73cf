import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { templates, template, saveTemplate, removeTemplate, preview } = contract.notifications;

let app: TestApp;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  marketer = await app.signIn('marketer');
});
afterAll(() => app?.close());

const welcome = {
  key: 'welcome',
  name: { en: 'Welcome', ar: 'ترحيب' },
  topic: 'account' as const,
  versions: { en: { subject: 'Hi {{ customer.firstName }}', body: 'Hello from {{ store.name }}' }, ar: null },
};

describe('templates', () => {
  it('come ready-made in both languages', async () => {
    const { data } = await marketer.call(templates, {});
    expect(data.templates.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['welcome', 'points_earned', 'reward_code', 'password_code']),
    );
    for (const found of data.templates) {
      expect(found).toMatchObject({ builtIn: true, version: 0 });
      expect(found.versions.ar?.body).toMatch(/\p{Script=Arabic}/u);
      expect(found.versions.en?.body).toBeTruthy();
    }
  });

  it('are reworded version by version, and taken back to how they came', async () => {
    expect((await marketer.call(saveTemplate, welcome)).data.version).toBe(1);
    const body = 'Hello again from {{ store.name }}';
    const second = { ...welcome, versions: { en: { subject: 'Hi', body }, ar: null } };
    expect((await marketer.call(saveTemplate, second)).data.version).toBe(2);
    expect((await marketer.call(template, { key: 'welcome' })).data.versions.en?.body).toBe(body);
    const first = await marketer.call(template, { key: 'welcome', version: 1 });
    expect(first.data.versions.en?.body).toBe('Hello from {{ store.name }}');
    const original = await marketer.call(template, { key: 'welcome', version: 0 });
    expect(original.data.versions.ar?.body).toContain('مرحبًا');

    expect((await marketer.call(removeTemplate, { key: 'welcome' })).data).toEqual({ removed: true });
    expect((await marketer.call(removeTemplate, { key: 'welcome' })).data).toEqual({ removed: false });
    expect((await marketer.call(template, { key: 'welcome' })).data.version).toBe(0);
    expect((await marketer.call(template, { key: 'welcome', version: 3 })).status).toBe(404);
    const unknown = await marketer.call(template, { key: 'no_such' });
    expect([unknown.status, unknown.failure.code]).toEqual([404, 'template_unknown']);
  });

  it('are written once by two who save at one moment, each with an own version', async () => {
    const saved = await Promise.all(
      [1, 2].map(() => marketer.call(saveTemplate, { ...welcome, key: 'together' })),
    );
    const versions = saved.filter(({ status }) => status === 200).map(({ data }) => data.version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(saved.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });

  it('refuse what cannot be read, with its place', async () => {
    const versions = {
      en: { subject: 'a', body: 'one\n{% iff %}' },
      ar: { subject: '', body: '{{ nobody.knows }}' },
    };
    const reply = await marketer.call(saveTemplate, { ...welcome, versions });
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors).toEqual([
      { field: 'versions.en.body', message: 'Line 2, column 1: this cannot be read (tag "iff" not found).' },
      { field: 'versions.ar.body', message: 'Line 1, column 4: there is no variable “nobody.knows”.' },
    ]);
  });

  it('refuse what asks for too much, and what has no words at all', async () => {
    const endless = {
      en: { subject: '', body: '{% for i in (1..99999999) %}{{ i }}{% endfor %}' },
      ar: null,
    };
    const reply = await marketer.call(saveTemplate, { ...welcome, versions: endless });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'versions.en.body']);
    const empty = await marketer.call(saveTemplate, { ...welcome, versions: { en: null, ar: null } });
    expect(empty.status).toBe(400);
  });

  it('belong to their store and to who may edit them', async () => {
    await marketer.call(saveTemplate, { ...welcome, key: 'ours' });
    const other = await app.addStore();
    const stranger = await app.signIn('marketer', other);
    expect((await stranger.call(template, { key: 'ours' })).status).toBe(404);
    const agent = await app.signIn('agent');
    expect((await agent.call(saveTemplate, welcome)).status).toBe(403);
    expect((await agent.call(templates, {})).status).toBe(200);
    expect((await (await app.signIn('cashier')).call(templates, {})).status).toBe(403);
  });
});

describe('a preview', () => {
  it('reads with the sample, with values of its own, and with a customer', async () => {
    const sample = await marketer.call(preview, { key: 'points_earned', language: 'en' });
    expect(sample.data.text).toContain('Points earned: 120');
    const own = await marketer.call(preview, { key: 'points_earned', language: 'en', sample: { points: 7 } });
    expect(own.data.subject).toBe('Points earned: 7');
    const { id } = await app.addCustomer({ firstName: 'Amal', firstNameAr: 'أمل' });
    const real = await marketer.call(preview, { key: 'points_earned', language: 'ar', customerId: id });
    expect(real.data.text).toContain('مرحبًا أمل،');
    expect(real.data.html).toContain('<html lang="ar" dir="rtl">');
  });

  it('reads a text that is being written, and escapes it', async () => {
    const wording = { subject: 'Hi', body: '<script>{{ code }}</script>' };
    const { data } = await marketer.call(preview, { wording, sample: { code: '<b>' }, language: 'en' });
    expect(data.text).toBe('<script><b></script>');
    expect(data.html).toContain('&lt;script&gt;&lt;b&gt;&lt;/script&gt;');
    const unknown = await marketer.call(preview, { wording, language: 'en' });
    expect([unknown.status, unknown.failure.errors[0]?.field]).toEqual([400, 'wording.body']);
  });

  it("shows nobody another store's customer", async () => {
    const stranger = await app.addCustomer({}, await app.addStore());
    const reply = await marketer.call(preview, { key: 'welcome', language: 'en', customerId: stranger.id });
    expect(reply.status).toBe(404);
  });
});
