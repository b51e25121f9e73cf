import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { importRows, tidyImportsJob } from './import.ts';

const { previewImport, startImport, imports, importRejects, list, addField, create, consents } =
  contract.customers;
const importOf = contract.customers.import;

let app: TestApp;
let store: TestStore;
let admin: Client;
beforeAll(async () => {
  app = await testApp({ works: true });
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set('2026-03-10T09:00:00Z');
  store = await app.addStore();
  admin = await app.signIn('admin', store);
});

type Rows = CallOf<typeof startImport>['rows'];

const people: Rows = [
  {
    'رقم العميل': '1',
    الاسم: 'محمد العتيبي',
    'رقم الجوال': '٠٥٠١٢٣٤٥٦٧',
    'تاريخ الميلاد': '٠١/٠٢/١٩٩٠',
    المدينة: 'الرياض',
    العنوان: 'طريق الملك ١',
  },
  { 'رقم العميل': '2', الاسم: 'Sara Nasser', 'رقم الجوال': '0551234567', 'تاريخ الميلاد': '31/02/1990' },
  { 'رقم العميل': '3', الاسم: 'Omar', 'رقم الجوال': '123' },
];

async function finished(importId: string) {
  return until(async () => {
    const { data } = await admin.call(importOf, { importId });
    return data.status === 'DONE' && data;
  });
}

const everybody = async () => (await admin.call(list, { sortBy: 'name', sortOrder: 'asc' })).data.customers;

describe('the preview', () => {
  it('recognises columns in either language, shows what would be stored, and writes nothing', async () => {
    const { data } = await admin.call(previewImport, { rows: people }, { language: 'ar' });
    expect(data.mapping).toEqual({
      sourceId: 'رقم العميل',
      name: 'الاسم',
      phone: 'رقم الجوال',
      birthday: 'تاريخ الميلاد',
      city: 'المدينة',
      street1: 'العنوان',
    });
    expect(data).toMatchObject({ total: 3, valid: 1, known: 0, rejected: 2, unused: [] });
    expect(data.problems).toEqual([
      { reason: 'phone_invalid', count: 1 },
      { reason: 'validation:birthday', count: 1 },
    ]);
    expect(data.rows[0]).toMatchObject({
      line: 1,
      result: 'new',
      customer: {
        firstName: 'محمد',
        lastName: 'العتيبي',
        firstNameAr: 'محمد',
        phone: '+966501234567',
        birthday: '1990-02-01',
        sourceId: '1',
        address: { street1: 'طريق الملك ١', city: 'الرياض' },
      },
    });
    expect(data.rows[1]).toMatchObject({ line: 2, result: 'rejected', field: 'birthday' });
    expect(await everybody()).toEqual([]);
  });

  it('takes a mapping over its guess, names what it does not use, and sees doubles in the file', async () => {
    const rows = [
      { Contact: 'Amal H', 'E-mail': 'a@x.example', Remark: 'r' },
      { Contact: 'Amal Again', 'E-mail': 'A@x.example', Remark: 's' },
    ];
    const guessed = await admin.call(previewImport, { rows });
    expect(guessed.data).toMatchObject({ mapping: { email: 'E-mail' }, unused: ['Contact', 'Remark'] });
    expect(guessed.data.problems).toEqual([{ reason: 'validation:firstName', count: 2 }]);
    const { data } = await admin.call(previewImport, {
      rows,
      mapping: { name: 'Contact', sourceId: 'Remark' },
    });
    expect(data.rows.map(({ result, reason }) => [result, reason])).toEqual([
      ['new', null],
      ['rejected', 'email_taken'],
    ]);
  });
});

describe('an import', () => {
  it('takes what is right, keeps what is rejected for reading, and says how it went', async () => {
    const started = await admin.call(startImport, { rows: people, fileName: 'عملاء.csv' });
    expect([started.status, started.data.status, started.data.total]).toEqual([202, 'RUNNING', 3]);
    const done = await finished(started.data.id);
    expect(done).toMatchObject({ processed: 3, created: 1, known: 0, rejected: 2, fileName: 'عملاء.csv' });
    expect(await everybody()).toMatchObject([
      { firstName: 'محمد', phone: '+966501234567', source: 'import' },
    ]);
    const file = await admin.send('GET', importRejects.path.replace(':importId', done.id));
    expect(file.text.replace('\ufeff', '').trim().split('\r\n')).toEqual([
      'line,reason,الاسم,رقم الجوال,رقم العميل,تاريخ الميلاد',
      '2,validation:birthday,Sara Nasser,0551234567,2,31/02/1990',
      '3,phone_invalid,Omar,123,3,',
    ]);
    expect((await admin.call(imports, {})).data).toMatchObject({ total: 1, imports: [{ id: done.id }] });

    app.clock.advance({ days: 8 });
    await app.inStore((ctx) => tidyImportsJob.work(ctx, {}), store);
    const { rows } = await app.db.query('select 1 from customers.import_rows where import_id = $1', [
      done.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('of the same rows is the same import; of other rows with the same ids it changes nothing', async () => {
    const rows: Rows = [{ name: 'One', email: 'one@x.example' }, { name: 'Nameless of ids' }];
    const first = await admin.call(startImport, { rows });
    await finished(first.data.id);
    const again = await admin.call(startImport, { rows });
    expect(again.data.id).toBe(first.data.id);
    const others: Rows = [
      { name: 'Renamed', email: 'ONE@x.example' },
      { name: 'Nameless of ids' },
      { name: 'Three' },
    ];
    const changed = await admin.call(startImport, { rows: others });
    expect(await finished(changed.data.id)).toMatchObject({ created: 1, known: 2, rejected: 0 });
    expect((await everybody()).map(({ firstName }) => firstName)).toEqual(['Nameless', 'One', 'Three']);
  });

  it('reads every kind of field, and the store’s own by their names', async () => {
    await admin.call(addField, {
      key: 'shoe',
      name: { en: 'Shoe size', ar: 'مقاس الحذاء' },
      type: 'number',
      required: true,
    });
    const rows: Rows = [
      {
        firstName: 'Full',
        Surname: 'Person',
        Type: 'شركة',
        Company: 'شركة النور',
        VAT: '300000000000003',
        Language: 'Arabic',
        Tags: 'vip؛ coffee, vip',
        Interests: 'books|tea',
        'Customer since': '2019-05-06',
        'Accepts marketing': 'نعم',
        'Address 1': 'Street 1',
        City: 'Amman',
        Country: 'الأردن',
        ZIP: '١١١٨١',
        'مقاس الحذاء': '٤٢',
      },
      { firstName: 'Lacking', 'مقاس الحذاء': '' },
      { firstName: 'Wrong', 'مقاس الحذاء': 'big' },
      { firstName: 'Homeless', 'مقاس الحذاء': 40, City: 'Amman' },
      { firstName: 'Undecided', 'مقاس الحذاء': 40, 'Accepts marketing': 'perhaps' },
      { firstName: 'Unborn', 'مقاس الحذاء': 40, 'Customer since': '2031-01-01' },
    ];
    const { data } = await admin.call(startImport, { rows, source: 'old-crm' });
    expect(await finished(data.id)).toMatchObject({
      created: 1,
      problems: [
        { reason: 'validation:customFields.shoe', count: 2 },
        { reason: 'date_in_future', count: 1 },
        { reason: 'validation:address.street1', count: 1 },
        { reason: 'validation:communicationPreferences.email', count: 1 },
      ],
    });
    const [made] = await everybody();
    expect(made).toMatchObject({
      type: 'business',
      companyName: 'شركة النور',
      taxNumber: '300000000000003',
      language: 'ar',
      tags: ['vip', 'coffee'],
      preferredCategories: ['books', 'tea'],
      createdAt: '2019-05-06T00:00:00.000Z',
      communicationPreferences: { email: true },
      customFields: { shoe: 42 },
      source: 'old-crm',
    });
    const { addresses } = (await admin.call(contract.customers.listAddresses, { customerId: made?.id ?? '' }))
      .data;
    expect(addresses).toMatchObject([
      { street1: 'Street 1', city: 'Amman', country: 'JO', postalCode: '11181' },
    ]);
    const log = (await admin.call(consents, { customerId: made?.id ?? '' })).data.consents;
    expect(log).toMatchObject([{ what: 'communication.email', to: true, source: 'import' }]);
  });

  it('goes on after a step that was killed, with every row once', async () => {
    const rows = Array.from({ length: 1_200 }, (_, at) => ({
      id: at,
      name: `Nr ${at}`,
      email: `${at}@x.example`,
    }));
    await admin.call(create, { firstName: 'Holder', email: '700@x.example' });
    const { data } = await admin.call(startImport, { rows });
    const killed = app.inStore(async (ctx) => {
      await importRows(ctx, { importId: data.id });
      throw new Error('killed');
    }, store);
    await expect(killed).rejects.toThrow('killed');
    expect(await finished(data.id)).toMatchObject({
      processed: 1_200,
      created: 1_199,
      known: 0,
      problems: [{ reason: 'email_taken', count: 1 }],
    });
    expect((await admin.call(list, { limit: 1 })).data.total).toBe(1_200);
  });

  it.each([
    [{ rows: [] }, 'rows'],
    [{ rows: Array.from({ length: 5_001 }, () => ({})) }, 'rows'],
    [{ rows: [{ a: { b: 1 } }] }, 'rows.0.a'],
    [{ rows: [{ a: 1 }], source: '' }, 'source'],
  ])('refuses wrong bodies with their field', async (body, field) => {
    for (const path of [startImport.path, previewImport.path]) {
      const reply = await admin.send('POST', path, body);
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
    }
  });

  it('is for who may import, in their own store', async () => {
    const agent = await app.signIn('agent', store);
    expect((await agent.call(startImport, { rows: people })).status).toBe(403);
    expect((await agent.call(previewImport, { rows: people })).status).toBe(403);
    const { data } = await admin.call(startImport, { rows: people });
    const other = await app.signIn('admin', await app.addStore());
    expect((await other.call(importOf, { importId: data.id })).status).toBe(404);
    expect((await other.send('GET', importRejects.path.replace(':importId', data.id))).status).toBe(404);
  });
});
