import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { countRows } from '../../../../test/recount.ts';
import type { Ctx } from '../../../platform/context.ts';
import { type ImportOptions, importOrders } from './import.ts';

let app: TestApp;
let folder: string;
let files = 0;

beforeAll(async () => {
  app = await testApp();
  folder = await mkdtemp(join(tmpdir(), 'wafa-import-'));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const row = (invoice: string, sku: string, quantity: number, price: string, customer = '7', minute = 0) =>
  `${invoice},${sku},"${sku}, a ""thing""",${quantity},2010-12-01 08:${String(minute).padStart(2, '0')}:00,${price},${customer},France`;

async function save(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, `${++files}-${name}`);
  await writeFile(path, content);
  return path;
}

const addStore = () => app.addStore({ currency: 'GBP', timeZone: 'Europe/London' });

function run(store: TestStore, file: string, options: Partial<ImportOptions> = {}) {
  return importOrders({
    runInStore: (_, work) => app.inStore(work, store),
    storeId: store.id,
    file,
    preset: 'online-retail',
    rejectsFile: `${file}.rejects`,
    ...options,
  });
}

const rejectsOf = async (file: string) =>
  (await readFile(`${file}.rejects`, 'utf8'))
    .trim()
    .split('\r\n')
    .slice(1)
    .map((text) => text.split(',').slice(0, 2).join(' '));

const lots = [
  header,
  row('1', 'A', 10, '1.50'),
  row('1', 'B', 1, '0.001'),
  row('2', 'A', 5, '1.50', '7', 1),
  row('3', 'A', 2, '1.50', '', 1),
  row('1', 'C', 1, '3', '7', 1),
  row('4', 'X', 0, '2.00'),
  row('C5', 'A', -7, '1.50', '7', 2),
  row('6', 'A', 1, '-1.00'),
  row('7', 'A', 1, '1.50', '7', 3),
  row('C8', 'A', -20, '1.50', '7', 4),
  row('C9', 'A', -1, '1.50', '', 4),
  row('C10', 'Z', -1, '1.50', '7', 5),
  'broken,row',
  `11,A,"never closed,1,2010-12-01 09:00:00,1.00,7,France`,
  row('12', 'A', 1, '1.5x'),
  row('13', 'A', 1, '1.50').replace('2010-12-01', '2010-02-30'),
  row('14', 'A', 1, '0.50', '8', 9),
].join('\r\n');

describe('a file', () => {
  it('is brought in with customers, points, refunds newest first, and its rejects', async () => {
    const store = await addStore();
    const file = await save('small.csv.gz', gzipSync(lots));
    const seen: number[] = [];
    const report = await run(store, file, { batchSize: 2, onProgress: ({ done }) => seen.push(done) });
    expect(report).toMatchObject({
      currency: 'GBP',
      alreadyFinished: false,
      resumed: false,
      totals: {
        lines: 17,
        orders: 5,
        anonymousOrders: 1,
        customers: 2,
        gross: 1800 + 750 + 300 + 150 + 50,
        refunds: 4,
        refunded: 16 * 150,
        rejects: {
          quantity_not_positive: 1,
          price_negative: 1,
          refund_partly_without_match: 1,
          refund_without_customer: 1,
          refund_without_match: 1,
          columns: 1,
          broken: 1,
          price: 1,
          date: 1,
        },
      },
    });
    expect(seen.at(-1)).toBe(17);
    const { rows } = await app.db.query(
      `select o.source_id as id, o.total::int, o.refunded_total::int as refunded, o.status,
              to_char(o.placed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at
         from orders.orders o where store_id = $1 order by source_id::int`,
      [store.id],
    );
    expect(rows).toEqual([
      { id: '1', total: 1800, refunded: 1500, status: 'part_refunded', at: '2010-12-01 08:00' },
      { id: '2', total: 750, refunded: 750, status: 'refunded', at: '2010-12-01 08:01' },
      { id: '3', total: 300, refunded: 0, status: 'completed', at: '2010-12-01 08:01' },
      { id: '7', total: 150, refunded: 150, status: 'refunded', at: '2010-12-01 08:03' },
      { id: '14', total: 50, refunded: 0, status: 'completed', at: '2010-12-01 08:09' },
    ]);
    expect(await rejectsOf(file)).toEqual([
      '7 quantity_not_positive',
      '9 price_negative',
      '11 refund_partly_without_match',
      '12 refund_without_customer',
      '13 refund_without_match',
      '14 columns',
      '15 broken',
      '16 price',
      '17 date',
    ]);
    const emitted = await app.db.query('select count(*)::int as n from platform.outbox where store_id = $1', [
      store.id,
    ]);
    expect(emitted.rows[0].n).toBe(0);
  });

  it('run again changes nothing', async () => {
    const store = await addStore();
    const file = await save('again.csv', lots);
    const first = await run(store, file);
    const before = await countRows(app);
    const again = await run(store, file);
    expect(again).toMatchObject({ alreadyFinished: true, totals: first.totals });
    expect(await countRows(app)).toEqual(before);
    // The same lines under another hash: every document is known by its number.
    const longer = await save('longer.csv', `${lots}\r\n`);
    const third = await run(store, longer);
    expect(third.totals).toMatchObject({ orders: 0, knownOrders: 5, refunds: 0, customers: 0 });
    expect(await countRows(app)).toEqual(before);
  });

  it('killed before and after any of its commits goes on to the same end', async () => {
    const whole = await addStore();
    const reference = await save('whole.csv', lots);
    const expected = await run(whole, reference, { batchSize: 2 });
    for (let fatal = 1; ; fatal++) {
      const store = await addStore();
      const file = await save('killed.csv', lots);
      let calls = 0;
      const dying: ImportOptions['runInStore'] = async (_, work) => {
        calls++;
        // Odd: dies inside the transaction, which rolls back. Even: dies once it has committed.
        const dies = calls === Math.ceil(fatal / 2);
        const result = await app.inStore(async (ctx: Ctx) => {
          const done = await work(ctx);
          if (dies && fatal % 2 === 1) throw new Error('killed');
          return done;
        }, store);
        if (dies) throw new Error('killed');
        return result;
      };
      const died = await run(store, file, { batchSize: 2, runInStore: dying }).then(
        () => false,
        () => true,
      );
      const report = await run(store, file, { batchSize: 2 });
      expect(report.totals).toEqual(expected.totals);
      expect((await readFile(`${file}.rejects`, 'utf8')).trim()).toBe(
        (await readFile(`${reference}.rejects`, 'utf8')).trim(),
      );
      if (!died) {
        expect(fatal).toBeGreaterThan(10);
        break;
      }
    }
  }, 60_000);
});

describe('a file that cannot be imported says why and writes nothing:', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    ['missing', async () => join(folder, 'nowhere.csv'), /cannot be read/],
    ['a folder', async () => folder, /is not a file/],
    ['named .gz but plain', () => save('plain.csv.gz', lots), /not gzip/],
    ['a gzip cut off', () => save('cut.csv.gz', gzipSync(lots).subarray(0, 120)), /cannot be read/],
    ['another header', () => save('other.csv', 'a,b,c\n1,2,3\n'), /header lacks InvoiceNo/],
    ['empty', () => save('empty.csv', ''), /is empty/],
  ])('%s', async (_, make, message) => {
    const store = await addStore();
    const before = await countRows(app);
    await expect(run(store, await make())).rejects.toThrow(message);
    expect(await countRows(app)).toEqual(before);
    const { rows } = await app.db.query('select 1 from sales.imports where store_id = $1', [store.id]);
    expect(rows).toEqual([]);
  });

  it('amounts in another currency', async () => {
    await expect(run(app.store, await save('currency.csv', lots))).rejects.toThrow(/currency_mismatch/);
  });

  it('a preset that does not exist', async () => {
    await expect(run(app.store, await save('x.csv', lots), { preset: 'x' })).rejects.toThrow(
      /there are online-retail/,
    );
  });

  it('rejects that cannot be written', async () => {
    const store = await addStore();
    const file = await save('rejects.csv', lots);
    await expect(run(store, file, { rejectsFile: join(folder, 'no', 'such') })).rejects.toThrow(
      /cannot be written/,
    );
  });

  it('while another import writes to the store', async () => {
    const store = await addStore();
    const file = await save('busy.csv', lots);
    const client = await app.db.connect();
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('sales.import' || $1, 0))`, [store.id]);
    await expect(run(store, file)).rejects.toThrow(/another import/);
    await client.query('rollback');
    client.release();
  });
});

describe('canonical files', () => {
  it('csv: rows of one order stand as one, amounts in minor units, times local', async () => {
    const customer = await app.addCustomer();
    const file = await save(
      'orders.csv',
      [
        'sourceId,occurredAt,customerId,sku,name,quantity,unitPrice,discount',
        `r-1,2026-02-01 10:00,${customer.cardNumber},TEA,Tea,2,1500,100`,
        `r-1,2026-02-01 10:00,${customer.cardNumber},CUP,,1,900,`,
        'r-2,2026-02-01 11:00,,TEA,Tea,1,1500,0',
        'r-3,2026-02-01 11:00,,TEA,Tea,0,1500,0',
        'r-4,yesterday,,TEA,Tea,1,1500,0',
        'r-5,2026-02-01 11:00,999999999999,TEA,Tea,1,1500,0',
        'r-6,2026-02-01 11:00,,TEA',
        'r-7,2027-02-01 11:00,,TEA,Tea,1,1500,0',
      ].join('\n'),
    );
    const report = await run(app.store, file, { preset: 'csv' });
    expect(report.totals).toMatchObject({ orders: 2, gross: 3800 + 1500, pointsEarned: 38 });
    expect(await rejectsOf(file)).toEqual([
      '5 validation',
      '6 date',
      '7 not_found',
      '8 columns',
      '9 date_in_future',
    ]);
    const { rows } = await app.db.query(
      `select to_char(placed_at at time zone 'UTC', 'HH24:MI') as at from orders.orders where source_id = 'r-1'`,
    );
    expect(rows[0].at).toBe('07:00');
  });

  it('jsonl: orders as the API takes them', async () => {
    const file = await save(
      'orders.jsonl',
      `${JSON.stringify(app.order({ sourceId: 'j-1', channel: 'web', status: 'delivered' }))}\n\n{"source":1}\nno json\n`,
    );
    const report = await run(app.store, file, { preset: 'jsonl' });
    expect(report.totals).toMatchObject({ lines: 3, orders: 1, gross: 10_000 });
    expect(await rejectsOf(file)).toEqual(['3 validation', '4 validation']);
  });
});
