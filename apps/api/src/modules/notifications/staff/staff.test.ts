import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import { Client } from '../../../../test/client.ts';
import type { TestStore } from '../../../../test/harness.ts';
import { passwordHash } from '../../../../test/people.ts';
import * as identity from '../../identity/index.ts';
import * as settings from '../../settings/index.ts';
import { MailCatcher } from '../catcher/catcher.ts';
import { type MailApp, mailApp } from '../fixtures.ts';
import { configureEmail, type StaffMailItem, sendToStaff } from '../index.ts';
import { carry } from './carry.ts';

const mailFrom = 'hello@wafa.example';
let count = 0;

/** A member of the staff with an account, in a language of their own. */
async function addMember(app: MailApp, store: TestStore, role: string, language: 'ar' | 'en' = 'en') {
  const email = `${role}-${language}-${++count}@staff.example`;
  const hash = await passwordHash;
  return app.inStore(async (ctx) => {
    const account = { email, passwordHash: hash, name: 'Salma', nameAr: 'سلمى', language };
    const accountId = await identity.createStaffAccount(ctx, account);
    const { id } = await settings.addMember(ctx, { accountId, email, name: 'Salma', role });
    return { id, accountId, email };
  }, store);
}

const carryAll = async (app: MailApp, store: TestStore) => {
  while (await carry((work) => app.inStore(work, store)));
};
const mailsTo = (app: MailApp, email: string) => app.catcher.mails.filter(({ to }) => to.includes(email));

describe('the root of a day', () => {
  let app: MailApp;
  beforeAll(async () => {
    app = await mailApp({ works: true });
  });
  afterAll(() => app?.close());

  const seal = (store: TestStore) => app.inStore((ctx) => ctx.enqueue('loyalty.seal', {}), store);

  it('is mailed to each owner once, with its fingerprint and how to check it', async () => {
    const store = await app.addStore({ slug: 'sealed', name: 'Coffee', nameAr: 'قهوة' });
    const other = await app.addStore({ slug: 'other' });
    const english = await addMember(app, store, 'owner', 'en');
    const arabic = await addMember(app, store, 'owner', 'ar');
    const admin = await addMember(app, store, 'admin');
    const stranger = await addMember(app, other, 'owner');
    await Promise.all([seal(store), seal(other)]);
    const mailTo = (email: string) => until(async () => mailsTo(app, email)[0]);
    const elsewhere = await mailTo(stranger.email);
    const [inEnglish, inArabic] = [await mailTo(english.email), await mailTo(arabic.email)];

    const reader = new Client(app.url, { 'x-store-id': store.slug });
    const { data: published } = await reader.call(contract.loyalty.root, { day: '2026-03-09' });
    expect(published.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(inEnglish.mail.subject).toBe('Points ledger sealed: 9 March 2026');
    expect(inArabic.mail.subject).toBe('ختم سجل النقاط: ٩ مارس ٢٠٢٦');
    for (const { mail } of [inEnglish, inArabic]) {
      const lines = mail.text?.split('\n');
      // Bare on a line of its own, so that nothing else is copied with it.
      expect(lines).toContain(published.fingerprint);
      expect(lines).toContain('GET /api/v1/loyalty/roots/2026-03-09');
      expect(lines).toContain('x-store-id: sealed');
      expect(lines).toContain(`npm run wafa -- verify statement.json --root ${published.fingerprint}`);
      expect(mail.from).toMatchObject({ address: mailFrom });
    }
    expect(inArabic.mail.to).toEqual([{ address: arabic.email, name: 'سلمى' }]);
    expect(inArabic.mail.from?.name).toBe('قهوة');
    expect(inArabic.mail.html).toContain('<html lang="ar" dir="rtl">');

    // Sealing again, and the event once more: nobody is told twice.
    await seal(store);
    const { root, fingerprint } = published;
    const { day, count: accounts, keyId } = root;
    await app.inStore((ctx) => {
      ctx.emit('ledger.sealed', { day, count: accounts, fingerprint, keyId });
      return Promise.resolve();
    }, store);
    // The next day comes after them in the same queues, so what they would have brought is there with it.
    app.clock.advance({ days: 1 });
    await seal(store);
    await until(async () => mailsTo(app, english.email)[1] && mailsTo(app, arabic.email)[1]);
    for (const { email } of [english, arabic]) expect(mailsTo(app, email)).toHaveLength(2);
    expect(mailsTo(app, admin.email)).toEqual([]);
    const told = app.catcher.mails.filter(({ mail }) => mail.text?.includes(fingerprint));
    expect(told.flatMap(({ to }) => to).sort()).toEqual([arabic.email, english.email]);
    expect(elsewhere.mail.text).toContain('x-store-id: other');
    const { rows } = await app.db.query(
      `select data from pgboss.job where name like '%notifications.mail%' and data is not null`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  it('of long ago is not mailed when sealing catches up: the newest stands for it', async () => {
    const store = await app.addStore({ slug: 'behind' });
    const owner = await addMember(app, store, 'owner');
    const roots = ['2026-02-01', '2026-02-28', '2026-03-10'];
    await app.inStore((ctx) => {
      for (const day of roots)
        ctx.emit('ledger.sealed', { day, count: 0, fingerprint: 'f'.repeat(64), keyId: 'k' });
      return Promise.resolve();
    }, store);
    const caught = await until(async () => mailsTo(app, owner.email)[0]);
    expect(caught.mail.subject).toBe('Points ledger sealed: 10 March 2026');
    expect(mailsTo(app, owner.email)).toHaveLength(1);
  });

  it('stands beside other mails: a reward that runs out is told to owners and administrators', async () => {
    const store = await app.addStore({ slug: 'short' });
    const owner = await addMember(app, store, 'owner', 'ar');
    const admin = await addMember(app, store, 'admin');
    const agent = await addMember(app, store, 'agent');
    await app.inStore((ctx) => {
      const name = { en: 'Free coffee', ar: 'قهوة مجانية' };
      ctx.emit('reward.low_stock', { rewardId: ctx.newId(), name, left: 3 });
      return Promise.resolve();
    }, store);
    const toAdmin = await until(async () => mailsTo(app, admin.email)[0]);
    const toOwner = await until(async () => mailsTo(app, owner.email)[0]);
    expect(toAdmin.mail.subject).toBe('Reward running out: Free coffee');
    expect(toAdmin.mail.text).toContain('\nLeft: 3\n');
    expect(toOwner.mail.subject).toBe('مكافأة توشك على النفاد: قهوة مجانية');
    expect(toOwner.mail.text).toContain('\nالمتبقي: ٣\n');
    expect(mailsTo(app, agent.email)).toEqual([]);
  });
});

describe('a mail to the staff', () => {
  let app: MailApp;
  let store: TestStore;
  beforeAll(async () => {
    app = await mailApp();
  });
  afterAll(() => app?.close());

  const root = (day: string): StaffMailItem => ({
    template: 'ledger_root',
    params: { day, count: 12, fingerprint: 'ab'.repeat(32), keyId: '0123456789abcdef' },
    source: 'ledger.sealed',
    sourceId: day,
  });
  const send = (...items: StaffMailItem[]) => app.inStore((ctx) => sendToStaff(ctx, items), store);
  const stored = async () => {
    const { rows } = await app.db.query(
      'select id, staff_id, status, reason, error, tries from notifications.staff_mails where store_id = $1 order by id',
      [store.id],
    );
    return rows;
  };
  const openStore = async (slug: string) => {
    store = await app.addStore({ slug });
    return addMember(app, store, 'owner');
  };

  /** Sends through another server while `work` runs. */
  async function through(smtpUrl: string | undefined, work: () => Promise<void>): Promise<void> {
    const close = configureEmail({ smtpUrl, mailFrom });
    try {
      await work();
    } finally {
      await close();
      configureEmail({ smtpUrl: app.catcher.url, mailFrom });
    }
  }

  it('is written once for a source, also where it is asked for twice at once', async () => {
    const owner = await openStore('once');
    await addMember(app, store, 'owner');
    expect(await send(root('2026-03-08'), root('2026-03-09'), root('2026-03-09'))).toBe(4);
    expect(await send(root('2026-03-09'))).toBe(0);
    await carryAll(app, store);
    await carryAll(app, store);
    expect(mailsTo(app, owner.email)).toHaveLength(2);
    expect((await stored()).map(({ status, tries }) => [status, tries])).toEqual(Array(4).fill(['SENT', 1]));
  });

  it('waits while the server is away, and arrives once under its own id when it is back', async () => {
    const owner = await openStore('away');
    const gone = await MailCatcher.start();
    const { url, port } = gone;
    await gone.stop();
    await through(url, async () => {
      await send(root('2026-03-09'));
      await carryAll(app, store);
      expect(await stored()).toMatchObject([
        { status: 'QUEUED', tries: 1, error: expect.stringMatching(/^E/) },
      ]);
      const back = await MailCatcher.start({ port });
      await carryAll(app, store);
      expect(back.mails).toEqual([]);
      app.clock.advance({ minutes: 2 });
      await carryAll(app, store);
      const [mail] = await stored();
      expect(mail).toMatchObject({ status: 'SENT', tries: 2, error: null });
      expect(back.mails.map(({ to, mail: { messageId } }) => [to, messageId])).toEqual([
        [[owner.email], `<${mail?.id}@wafa.example>`],
      ]);
      await back.stop();
    });
  });

  it('of a worker that died with it claimed goes out again under the same id', async () => {
    const owner = await openStore('dying');
    await send(root('2026-03-09'));
    let steps = 0;
    const dying = carry((work) =>
      ++steps === 1 ? app.inStore(work, store) : Promise.reject(new Error('killed')),
    );
    await expect(dying).rejects.toThrow('killed');
    await carryAll(app, store);
    expect(await stored()).toMatchObject([{ status: 'QUEUED' }]);
    const { received } = app.catcher;
    app.clock.advance({ minutes: 3 });
    await carryAll(app, store);
    // Received twice, and one mail to whoever drops repeats of a Message-ID.
    expect(app.catcher.received).toBe(received + 1);
    expect(mailsTo(app, owner.email)).toHaveLength(1);
    expect(await stored()).toMatchObject([{ status: 'SENT' }]);
  });

  it('gives up after its tries', async () => {
    await openStore('never');
    const gone = await MailCatcher.start();
    const { url } = gone;
    await gone.stop();
    await through(url, async () => {
      await send(root('2026-03-09'));
      for (let at = 0; at < 8; at++) {
        await carryAll(app, store);
        app.clock.advance({ days: 1 });
      }
    });
    expect(await stored()).toMatchObject([{ status: 'FAILED', reason: 'unreachable', tries: 7 }]);
  });

  it('is skipped where the store’s setting switches it off, and where no server is named', async () => {
    const owner = await openStore('off');
    const client = await app.signIn('owner', store);
    await client.call(contract.settings.updateStore, { settings: { mailLedgerRoot: false } });
    await send(root('2026-03-08'));
    await carryAll(app, store);
    await client.call(contract.settings.updateStore, { settings: { mailLedgerRoot: null } });
    await through(undefined, async () => {
      await send(root('2026-03-09'));
      await carryAll(app, store);
    });
    const reasons = (await stored()).map(({ status, reason }) => `${status} ${reason}`);
    expect(new Set(reasons)).toEqual(new Set(['SKIPPED switched_off', 'SKIPPED channel_unavailable']));
    expect(mailsTo(app, owner.email)).toEqual([]);
  });

  it('is skipped for who left, changed role or whose account was closed while it waited', async () => {
    await openStore('gone');
    const [left, changed, closed] = [
      await addMember(app, store, 'owner'),
      await addMember(app, store, 'owner'),
      await addMember(app, store, 'owner'),
    ];
    await send(root('2026-03-09'));
    const client = await app.signIn('owner', store);
    await client.call(contract.settings.updateStaff, { staffId: left.id, isActive: false });
    await client.call(contract.settings.updateStaff, { staffId: changed.id, role: 'cashier' });
    await app.db.query('update identity.staff_accounts set is_active = false where id = $1', [
      closed.accountId,
    ]);
    await carryAll(app, store);
    const skipped = (await stored()).filter(({ status }) => status === 'SKIPPED');
    expect(skipped.map(({ reason }) => reason)).toEqual(Array(3).fill('not_addressed'));
    expect(skipped.map(({ staff_id }) => staff_id).sort()).toEqual(
      [left, changed, closed].map(({ id }) => id).sort(),
    );
    for (const { email } of [left, changed, closed]) expect(mailsTo(app, email)).toEqual([]);
  });

  it('is listed for whoever reads the audit log, page by page, and without addresses', async () => {
    const owner = await openStore('listed');
    const days = ['2026-03-07', '2026-03-08', '2026-03-09'];
    await send(...days.map(root));
    await carryAll(app, store);
    const risk = await app.signIn('risk', store);
    const first = await risk.call(contract.notifications.staffMails, { limit: 2 });
    expect(first.data).toMatchObject({ total: 3, totalPages: 2, nextCursor: '2' });
    expect(first.data.mails.map(({ params }) => params.day)).toEqual(['2026-03-09', '2026-03-08']);
    expect(first.data.mails[0]).toMatchObject({
      staff: { id: owner.id, name: 'Salma' },
      template: 'ledger_root',
      subject: 'Points ledger sealed: 9 March 2026',
      status: 'SENT',
      reason: null,
      tries: 1,
      nextTryAt: null,
      sentAt: app.clock.now().toISOString(),
    });
    expect(first.text).not.toContain('@');
    const rest = await risk.call(contract.notifications.staffMails, { limit: 2, cursor: '2' });
    expect(rest.data.mails.map(({ params }) => params.day)).toEqual(['2026-03-07']);
    const none = await risk.call(contract.notifications.staffMails, { status: 'FAILED' });
    expect(none.data).toMatchObject({ mails: [], total: 0, nextCursor: null });
    const bad = await risk.call(contract.notifications.staffMails, { cursor: 'x' });
    expect([bad.status, bad.failure.code]).toEqual([400, 'cursor_invalid']);
    const agent = await app.signIn('agent', store);
    expect((await agent.call(contract.notifications.staffMails, {})).status).toBe(403);
    const elsewhere = await app.signIn('owner');
    expect((await elsewhere.call(contract.notifications.staffMails, {})).data.total).toBe(0);
  });
});
