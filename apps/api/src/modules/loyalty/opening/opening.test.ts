import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loyaltyTiersContract as contract, loyaltyContract, type OpeningBalance } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { importBalances } from '../index.ts';

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await testApp();
  folder = await mkdtemp(join(tmpdir(), 'wafa-balances-'));
});
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

const send = async (balances: (Partial<OpeningBalance> & { customer: string })[]) =>
  (await app.signIn('owner')).call(contract.openBalances, {
    balances: balances.map((balance) => ({ points: 100, ...balance })),
  });
const account = async (customerId: string) =>
  (await (await app.signIn('owner')).call(loyaltyContract.account, { customerId })).data;

describe('POST /api/v1/loyalty/opening-balances', () => {
  test('finds customers by card, id, e-mail, phone and source id, and credits each once', async () => {
    const [card, byId, mail, phone] = await Promise.all([
      app.addCustomer(),
      app.addCustomer(),
      app.addCustomer(),
      app.addCustomer({ phone: '+966501234567' }),
    ]);
    const sourced = await app.addCustomer({ source: 'shop', sourceId: 'C-7' });
    const balances = [
      { customer: card.cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ') },
      { customer: byId.id },
      { customer: mail.email.toUpperCase() },
      { customer: '0501234567' },
      { customer: 'C-7', customerSource: 'shop' },
      { customer: 'nobody@nowhere.example' },
      { customer: 'C-7' },
    ];
    const first = await send(balances);
    expect(first.data).toMatchObject({ credited: 5, duplicates: 0, rejected: 2, points: 500 });
    expect(first.data.results.map(({ customerId, code }) => customerId ?? code)).toEqual([
      card.id,
      byId.id,
      mail.id,
      phone.id,
      sourced.id,
      'not_found',
      'not_found',
    ]);
    const again = await send(balances);
    expect(again.data).toMatchObject({ credited: 0, duplicates: 5, rejected: 2, points: 0 });
    expect(again.data.results[0]?.entryId).toBe(first.data.results[0]?.entryId);
    const { available, tier } = await account(card.id);
    expect([available, tier.qualifyingPoints]).toEqual([100, 0]);
    const { rows } = await app.db.query(
      `select count(*)::int as n from platform.outbox where name = 'points.earned' and payload->>'customerId' = $1`,
      [card.id],
    );
    expect(rows[0].n).toBe(0);
  });

  test('ends when it is said to, by the instant or the local day, and else by the programme', async () => {
    const customer = await app.addCustomer();
    await send([
      { customer: customer.id, expiresAt: '2026-04-30' },
      { customer: customer.id, expiresAt: '2026-05-15T12:00:00Z' },
      { customer: customer.id },
    ]);
    const { rows } = await app.db.query(
      `select l.expires_at from loyalty.lots l join loyalty.accounts a on a.id = l.account_id
        where a.owner_id = $1 order by 1`,
      [customer.id],
    );
    expect(rows.map((row) => row.expires_at.toISOString())).toEqual([
      '2026-04-30T21:00:00.000Z',
      '2026-05-15T12:00:00.000Z',
      '2027-03-31T21:00:00.000Z',
    ]);
  });

  test('is usable at once although earned points wait', async () => {
    const store = await app.addStore();
    await app.db.query('update loyalty.programmes set pending_days = 14 where store_id = $1', [store.id]);
    const customer = await app.addCustomer({}, store);
    const owner = await app.signIn('owner', store);
    await owner.call(contract.openBalances, { balances: [{ customer: customer.id, points: 30 }] });
    const { data } = await owner.call(loyaltyContract.account, { customerId: customer.id });
    expect([data.available, data.pending]).toEqual([30, 0]);
  });

  test('rejects what has ended, differs from before, or belongs elsewhere, and takes the rest', async () => {
    const [customer, good] = [await app.addCustomer(), await app.addCustomer()];
    await send([{ customer: customer.id, id: 'old-1' }]);
    const other = await app.addStore();
    const { rows } = await app.db.query('select id from loyalty.programmes where store_id = $1', [other.id]);
    const reply = await send([
      { customer: customer.id, expiresAt: '2026-03-09' },
      { customer: customer.id, id: 'old-1', points: 101 },
      { customer: customer.id, programId: rows[0].id },
      { customer: good.id, id: 'old-2' },
    ]);
    expect(reply.data.results.map(({ status, code }) => code ?? status)).toEqual([
      'date_too_old',
      'transaction_conflict',
      'not_found',
      'credited',
    ]);
  });

  test('refuses wrong figures whole, more than 500, and callers without the right', async () => {
    const customer = (await app.addCustomer()).id;
    for (const points of [0, -1, 1.5, 2e9])
      expect((await send([{ customer }, { customer, points }])).status).toBe(400);
    expect((await send([])).status).toBe(400);
    expect((await send(Array.from({ length: 501 }, () => ({ customer })))).status).toBe(400);
    expect((await account(customer)).available).toBe(0);
    const cashier = await app.signIn('cashier');
    const reply = await cashier.call(contract.openBalances, { balances: [{ customer, points: 1 }] });
    expect(reply.status).toBe(403);
  });
});

describe('an import of balances', () => {
  const runInStore: Parameters<typeof importBalances>[0]['runInStore'] = (_, work) => app.inStore(work);
  const run = (file: string, more: Partial<Parameters<typeof importBalances>[0]> = {}) =>
    importBalances({
      runInStore,
      storeId: app.store.id,
      file,
      rejectsFile: `${file}.rejects.csv`,
      ...more,
    });

  test('takes a CSV file, says which lines it rejects and why, and goes on where it was killed', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => app.addCustomer()));
    const file = join(folder, 'balances.csv');
    const lines = people.map(({ cardNumber }, at) => `${cardNumber},${at + 1},2026-12-31`);
    lines.splice(2, 0, '999999999999,5,', '"=cmd",x,', 'only one field');
    await writeFile(file, `customer,points,expiresAt\n${lines.join('\n')}\n`);
    let transactions = 0;
    const dying: typeof runInStore = (id, work) =>
      ++transactions > 3 ? Promise.reject(new Error('killed')) : runInStore(id, work);
    await expect(run(file, { batchSize: 2, runInStore: dying })).rejects.toThrow('killed');
    const progress: number[] = [];
    const report = await run(file, { batchSize: 2, onProgress: ({ done }) => progress.push(done) });
    expect(report).toMatchObject({ resumed: true, alreadyFinished: false });
    expect(report.totals).toEqual({
      lines: 9,
      credited: 6,
      duplicates: 0,
      points: 21,
      rejects: { not_found: 1, 'validation:points': 1, 'validation:line': 1 },
    });
    expect(progress.at(-1)).toBe(9);
    expect((await readFile(report.rejectsFile, 'utf8')).trim().split('\r\n')).toEqual([
      'line,reason,raw',
      '4,not_found,"999999999999,5,"',
      '5,validation:points,"""=cmd"",x,"',
      '6,validation:line,"only one field"',
    ]);
    const again = await run(file);
    expect(again).toMatchObject({ alreadyFinished: true, totals: report.totals });
    for (const [at, person] of people.entries()) expect((await account(person.id)).available).toBe(at + 1);
  });

  test('takes JSON lines, and another file with the same balances changes nothing', async () => {
    const customer = await app.addCustomer();
    const row = JSON.stringify({ customer: customer.email, points: 40 });
    const [first, second] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')];
    await writeFile(first, `${row}\n{broken\n`);
    await writeFile(second, `${row}\n`);
    expect((await run(first)).totals).toMatchObject({ credited: 1, rejects: { 'validation:line': 1 } });
    expect((await run(second)).totals).toMatchObject({ credited: 0, duplicates: 1, points: 0 });
    expect((await account(customer.id)).available).toBe(40);
  });

  test('says what is wrong with a file', async () => {
    const file = join(folder, `${randomUUID()}.csv`);
    await writeFile(file, 'card,points\n1,2\n');
    await expect(run(file)).rejects.toThrow('no column "customer"');
    await expect(run(join(folder, 'missing.csv'))).rejects.toThrow('cannot be read');
  });
});
