import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { withDatabase } from '../apps/api/src/platform/db/urls.ts';
import { root, runNode, tool } from '../scripts/lib/processes.ts';
import { type BenchDatabase, machine, openDatabase } from './lib/environment.ts';
import type { BenchResult, Skipped } from './lib/report.ts';

const sizes = [50_000, 150_000, 541_909];

/** S4: import of the Online Retail file with points, tiers and statistics, against COPY of the same file. */
export async function s4(): Promise<BenchResult | Skipped> {
  const data = process.env.WAFA_DATA ?? join(root, '../shared/data');
  const source = join(data, 'online-retail/online_retail.csv.gz');
  if (!existsSync(source)) return { id: 'S4', skipped: `${source} is not there; set WAFA_DATA` };
  const rows = [];
  let found: Record<string, string | number> = {};
  for (const lines of sizes) {
    // Each size starts from an empty database.
    const database = await openDatabase();
    try {
      const file = await firstLines(source, lines, join(database.folder, `lines-${lines}.csv`));
      const copySeconds = await copy(database, file);
      const seconds = await importFile(database, file);
      rows.push({
        lines,
        seconds: round(seconds),
        'lines/s': Math.round(lines / seconds),
        'COPY seconds': round(copySeconds),
        'times COPY': round(seconds / copySeconds),
      });
      found = await machine(database);
    } finally {
      await database.stop();
    }
  }
  return {
    id: 'S4',
    what: 'import of Online Retail with points, tiers and statistics',
    target: 'all lines in at most 60 s',
    machine: found,
    notes: [
      'seconds include the start of the process and the first reading, which proves the file whole',
      'COPY: the same file into one table of text columns, durable, through pg-copy-streams',
    ],
    rows,
  };
}

/** The header and the first lines of a gzipped file, as plain text. */
async function firstLines(source: string, lines: number, target: string): Promise<string> {
  const reader = createInterface({
    input: createReadStream(source).pipe(createGunzip()),
    crlfDelay: Infinity,
  });
  async function* taken() {
    let count = 0;
    for await (const line of reader) {
      yield `${line}\n`;
      if (++count > lines) return;
    }
  }
  await pipeline(taken, createWriteStream(target));
  return target;
}

async function copy({ adminUrl }: BenchDatabase, file: string): Promise<number> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('create database bench_limit');
  await admin.end();
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'bench_limit') });
  await client.connect();
  try {
    await client.query(
      'create table lines (invoice text, sku text, name text, quantity text, at text, price text, customer text, country text)',
    );
    const begun = performance.now();
    await pipeline(
      createReadStream(file),
      client.query(copyFrom('copy lines from stdin with (format csv, header)')),
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await client.end();
  }
}

async function importFile(database: BenchDatabase, file: string): Promise<number> {
  const begun = performance.now();
  const { code, output } = await runNode(
    tool('tsx', 'dist/cli.mjs'),
    [
      ...['apps/api/src/main.ts', 'import', 'orders', file, '--preset', 'online-retail'],
      ...['--store', 'retail', '--create', 'GBP,Europe/London', '--rejects', `${file}.rejects.csv`],
    ],
    {
      output: 'collect',
      env: {
        DATABASE_URL: database.appUrl,
        DATABASE_ADMIN_URL: database.adminUrl,
        WAFA_DATA_DIR: join(database.folder, 'process'),
        LOG_LEVEL: 'warn',
      },
    },
  );
  if (code !== 0) throw new Error(`the import failed:\n${output.slice(-4000)}`);
  return (performance.now() - begun) / 1000;
}

const round = (value: number) => Math.round(value * 10) / 10;
