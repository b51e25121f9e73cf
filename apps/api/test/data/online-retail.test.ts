import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportReport, importOrders } from '../../src/modules/sales/index.ts';
import { type TestApp, type TestStore, testApp } from '../harness.ts';
import { countRows } from '../recount.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const file = join(
  process.env.WAFA_DATA ?? resolve(root, '../shared/data'),
  'online-retail/online_retail.csv.gz',
);
const here = existsSync(file);
if (!here) console.warn(`skipped: ${file} is not there (set WAFA_DATA to the folder of the public data)`);

describe.skipIf(!here)('import of Online Retail', () => {
  let app: TestApp;
  let store: TestStore;
  let folder: string;
  let report: ImportReport;
  /** What the file must come to, in plain SQL. */
  let expected: Record<string, number>;

  const run = () =>
    importOrders({
      runInStore: (_, work) => app.inStore(work, store),
      storeId: store.id,
      file,
      preset: 'online-retail',
      rejectsFile: join(folder, 'rejects.csv'),
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wafa-import-'));
    app = await testApp();
    store = await app.addStore({ currency: 'GBP', timeZone: 'Europe/London' });
    report = await run();
    console.info(
      `${report.totals.lines} lines in ${report.seconds.toFixed(1)} s: ${JSON.stringify(report, null, 1)}`,
    );
    expected = await recompute(app);
  }, 1_800_000);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('comes to what plain SQL makes of the raw file', () => {
    const { rejects, refunds: _, pointsTaken: __, knownOrders, ...totals } = report.totals;
    expect({ ...totals, ...rejects }).toEqual(expected);
    expect(knownOrders).toBe(0);
  });

  it('stands in the tables as it says', async () => {
    const { rows } = await app.db.query(
      `select count(*)::int as orders, sum(total)::bigint as gross, sum(refunded_total)::bigint as refunded,
              sum(points_earned)::bigint as points
         from orders.orders where store_id = $1`,
      [store.id],
    );
    const { orders, gross, refunded, pointsEarned } = report.totals;
    expect(numbers(rows[0])).toEqual({ orders, gross, refunded, points: pointsEarned });
  });

  it("gives every customer the spend that the file's lines come to, and the points of a plain replay", async () => {
    const replayed = await replay();
    const { rows } = await app.db.query(
      `select c.source_id as customer, f.total_spent::bigint as spent, f.total_orders::bigint as orders,
              a.lifetime::bigint as points
         from customers.customers c join customers.facts f on f.store_id = c.store_id and f.customer_id = c.id
         left join loyalty.accounts a on a.store_id = c.store_id and a.owner_id = c.id
        where c.store_id = $1`,
      [store.id],
    );
    const wrong = rows
      .map((row) => ({
        customer: row.customer,
        spent: Number(row.spent),
        orders: Number(row.orders),
        points: Number(row.points),
      }))
      .filter((row) => {
        const want = replayed.get(row.customer);
        return want?.spent !== row.spent || want.orders !== row.orders || want.points !== row.points;
      });
    expect(wrong).toEqual([]);
    expect(rows.length).toBe(replayed.size);
    const points = [...replayed.values()].reduce((sum, customer) => sum + customer.points, 0);
    expect(report.points).toBe(points);
  });

  it('holds the ledger: balances equal entries equal open lots less debt', async () => {
    const { rows } = await app.db.query(
      `select count(*)::int as drifted from loyalty.accounts a
        cross join lateral (select coalesce(sum(amount), 0) as points from loyalty.entries e
                             where e.store_id = a.store_id and e.account_id = a.id) as entries
        cross join lateral (select coalesce(sum(remaining), 0) as points from loyalty.lots l
                             where l.store_id = a.store_id and l.account_id = a.id) as lots
        where a.available + a.pending + a.held - a.debt <> entries.points or entries.points <> lots.points - a.debt`,
    );
    expect(rows[0].drifted).toBe(0);
  });

  it('writes each rejected line with its number and reason', async () => {
    const rejects: string[][] = parse(await readFile(join(folder, 'rejects.csv')));
    expect(rejects[0]).toEqual(['line', 'reason', 'raw']);
    const byReason: Record<string, number> = {};
    for (const [, reason = ''] of rejects.slice(1)) byReason[reason] = (byReason[reason] ?? 0) + 1;
    expect(byReason).toEqual(report.totals.rejects);
    const lines = (await text()).split('\n');
    for (const [line, , raw] of rejects.slice(1))
      expect(lines[Number(line) - 1]?.trimEnd()).toBe(raw?.trimEnd());
  });

  it('run again changes nothing', async () => {
    const before = await countRows(app);
    const again = await run();
    expect(await countRows(app)).toEqual(before);
    expect(again).toMatchObject({ alreadyFinished: true, totals: report.totals });
  });

  /** The file's totals by `online-retail.verify.sql`, over a temporary table filled by COPY. */
  async function recompute(from: TestApp): Promise<Record<string, number>> {
    const client = await from.db.connect();
    try {
      await client.query(
        `create temp table raw (line bigserial, "InvoiceNo" text, "StockCode" text, "Description" text,
           "Quantity" text, "InvoiceDate" text, "UnitPrice" text, "CustomerID" text, "Country" text)`,
      );
      const copy = client.query(
        copyFrom(
          `copy raw ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID",
             "Country") from stdin with (format csv, header true)`,
        ),
      );
      const begun = performance.now();
      await pipeline(createReadStream(file), createGunzip(), copy);
      console.info(`COPY of the same file: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      const sql = await readFile(new URL('online-retail.verify.sql', import.meta.url), 'utf8');
      const { rows } = await client.query(sql);
      return numbers(rows[0]);
    } finally {
      client.release(true);
    }
  }

  async function text(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(file).pipe(createGunzip())) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }

  /**
   * The file replayed in memory, one line after the other, without the product's code: what each customer
   * spent and holds. Line points by largest remainder; a return takes from the newest earlier lines.
   */
  async function replay(): Promise<Map<string, { spent: number; orders: number; points: number }>> {
    interface Line {
      quantity: number;
      left: number;
      total: number;
      points: number;
      taken: number;
      order: { total: number; left: number };
    }
    const found = new Map<string, { spent: number; orders: number; points: number }>();
    const shelves = new Map<string, Line[]>();
    for (const rows of invoices(parse(await text(), { columns: true }))) {
      const customer = (rows[0]?.CustomerID ?? '').replace('.0', '');
      if (customer === '') continue;
      const cancels = rows[0]?.InvoiceNo?.startsWith('C') ?? false;
      const valid = rows.filter((row) => (cancels ? Number(row.Quantity) < 0 : Number(row.Quantity) > 0));
      if (valid.length === 0) continue;
      const sum = found.get(customer) ?? { spent: 0, orders: 0, points: 0 };
      found.set(customer, sum);
      const shelf = (row: Record<string, string>) => {
        const name = `${customer} ${row.StockCode} ${pence(row)}`;
        const lines = shelves.get(name) ?? [];
        shelves.set(name, lines);
        return lines;
      };
      if (cancels) {
        for (const row of valid) {
          let wanted = -Number(row.Quantity);
          for (const line of shelf(row).toReversed()) {
            const quantity = Math.min(wanted, line.left);
            if (quantity === 0) continue;
            wanted -= quantity;
            line.left -= quantity;
            const back = (line.total / line.quantity) * (line.quantity - line.left);
            const due = Math.floor((line.points * back) / (line.total || 1));
            sum.points -= due - line.taken;
            line.taken = due;
            sum.spent -= (line.total / line.quantity) * quantity;
            line.order.left -= (line.total / line.quantity) * quantity;
            if (line.order.total > 0 && line.order.left === 0 && quantity > 0 && line.total > 0) sum.orders--;
          }
        }
        continue;
      }
      const totals = valid.map((row) => pence(row) * Number(row.Quantity));
      const total = totals.reduce((a, b) => a + b, 0);
      const order = { total, left: total };
      const points = Math.floor(total / 100);
      const shares = totals.map((part) => Math.floor((points * part) / (total || 1)));
      const rest = points - shares.reduce((a, b) => a + b, 0);
      const byRemainder = totals
        .map((part, index) => ({ index, remainder: (points * part) % (total || 1) }))
        .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
      for (const { index } of byRemainder.slice(0, rest)) shares[index] = (shares[index] ?? 0) + 1;
      for (const [index, row] of valid.entries()) {
        const quantity = Number(row.Quantity);
        shelf(row).push({
          quantity,
          left: quantity,
          total: totals[index] ?? 0,
          points: shares[index] ?? 0,
          taken: 0,
          order,
        });
      }
      sum.spent += total;
      sum.points += points;
      sum.orders++;
    }
    return found;
  }
});

/** Price in pence; the four prices of a tenth of a penny are sales without a customer or of one piece. */
const pence = (row: Record<string, string>) => Math.round(Number(row.UnitPrice) * 100);

/** The file's rows by invoice, in the order in which invoices end. */
function invoices(rows: Record<string, string>[]): Record<string, string>[][] {
  const last = new Map(rows.map((row, index) => [row.InvoiceNo, index]));
  const open = new Map<string | undefined, Record<string, string>[]>();
  const ended: Record<string, string>[][] = [];
  for (const [index, row] of rows.entries()) {
    const invoice = open.get(row.InvoiceNo) ?? [];
    invoice.push(row);
    open.set(row.InvoiceNo, invoice);
    if (last.get(row.InvoiceNo) === index) ended.push(invoice);
  }
  return ended;
}

function numbers(row: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}
