import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { type CustomerImportOptions, importCustomers, previewCustomers } from './file.ts';

let app: TestApp;
let store: TestStore;
let folder: string;
beforeAll(async () => {
  app = await testApp();
  folder = await mkdtemp(join(tmpdir(), 'wafa-customers-'));
});
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  store = await app.addStore();
});

const runInStore: CustomerImportOptions['runInStore'] = (id, work) => app.inStore(work, { ...store, id });
const optionsFor = (file: string, more: Partial<CustomerImportOptions> = {}): CustomerImportOptions => ({
  runInStore,
  storeId: store.id,
  file,
  rejectsFile: `${file}.rejects.csv`,
  ...more,
});
const write = async (name: string, text: string) => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};
const names = async () => {
  const admin = await app.signIn('admin', store);
  const { data } = await admin.call(contract.customers.list, { sortBy: 'name', sortOrder: 'asc' });
  return data.customers.map(({ firstName }) => firstName);
};

const csv = `\ufeffCustomer ID,Full name,E-mail,Remark
1,Amal Hassan,amal@x.example,ok
2,"Nora ""N"" Said",nora@x.example,"two
lines"
3,Omar,not an e-mail,ok
4,too few
5,Zaid,amal@x.example,=cmd()
6,Huda,huda@x.example,ok
`;

it('takes a CSV file, says which lines it rejects and why, and goes on where it was killed', async () => {
  const file = await write('people.csv', csv);
  let transactions = 0;
  const dying: typeof runInStore = (id, work) =>
    ++transactions > 3 ? Promise.reject(new Error('killed')) : runInStore(id, work);
  await expect(importCustomers(optionsFor(file, { batchSize: 2, runInStore: dying }))).rejects.toThrow(
    'killed',
  );
  const progress: number[] = [];
  const report = await importCustomers(
    optionsFor(file, { batchSize: 2, onProgress: ({ done }) => progress.push(done) }),
  );
  expect(report).toMatchObject({ resumed: true, alreadyFinished: false });
  expect(report.totals).toEqual({
    lines: 6,
    created: 3,
    known: 0,
    rejects: { 'validation:email': 1, 'validation:line': 1, email_taken: 1 },
  });
  expect(progress.at(-1)).toBe(6);
  expect((await readFile(report.rejectsFile, 'utf8')).trim().split('\r\n')).toEqual([
    'line,reason,raw',
    '5,validation:email,"3,Omar,not an e-mail,ok"',
    '6,validation:line,"4,too few"',
    '7,email_taken,"5,Zaid,amal@x.example,=cmd()"',
  ]);
  expect(await names()).toEqual(['Amal', 'Huda', 'Nora']);
  const again = await importCustomers(optionsFor(file));
  expect(again).toMatchObject({ alreadyFinished: true, totals: report.totals });
  expect(await names()).toEqual(['Amal', 'Huda', 'Nora']);
});

it('with a corrected mapping runs anew, and leaves who is there as they are', async () => {
  const file = await write('mapped.csv', 'Key,Who,Tel\n1,Amal,0501234567\n2,Omar,0507654321\n');
  await expect(importCustomers(optionsFor(file))).rejects.toThrow('--map name=<column>');
  await expect(importCustomers(optionsFor(file, { mapping: { name: 'Whom' } }))).rejects.toThrow(
    'no column "Whom"',
  );
  const first = await importCustomers(optionsFor(file, { mapping: { name: 'Who', sourceId: 'Key' } }));
  expect(first.totals).toMatchObject({ created: 2, known: 0 });
  expect(first.mapping).toEqual({ name: 'Who', sourceId: 'Key', phone: 'Tel' });
  const second = await importCustomers(
    optionsFor(file, { mapping: { name: 'Who', sourceId: 'Key', tags: 'Tel' } }),
  );
  expect(second.totals).toMatchObject({ created: 0, known: 2 });
});

it('takes JSON lines, with lists', async () => {
  const rows = [
    { id: 'j1', name: 'Json', tags: ['a', 'b'] },
    { id: 'j2', name: 'Lines', more: { deep: 1 } },
  ];
  const file = await write('people.jsonl', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n{broken\n`);
  const { totals } = await importCustomers(optionsFor(file));
  expect(totals).toEqual({ lines: 3, created: 2, known: 0, rejects: { 'validation:line': 1 } });
  const admin = await app.signIn('admin', store);
  expect((await admin.call(contract.customers.list, { tags: 'a,b' })).data.total).toBe(1);
});

it('previews a file without writing', async () => {
  const preview = await previewCustomers(optionsFor(await write('preview.csv', csv)));
  expect(preview).toMatchObject({
    mapping: { sourceId: 'Customer ID', name: 'Full name', email: 'E-mail' },
    unused: ['Remark'],
    total: 6,
  });
  expect(preview.rows.map(({ line, reason }) => [line, reason])).toEqual([
    [2, null],
    [3, null],
    [5, 'validation:email'],
    [6, 'validation:line'],
    [7, 'email_taken'],
    [8, null],
  ]);
  expect(await names()).toEqual([]);
});

it('says what is wrong with a file', async () => {
  await expect(importCustomers(optionsFor(join(folder, 'missing.csv')))).rejects.toThrow('cannot be read');
  await expect(importCustomers(optionsFor(await write('empty.csv', '')))).rejects.toThrow('is empty');
});
