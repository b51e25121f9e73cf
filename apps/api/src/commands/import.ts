import { parseArgs } from 'node:util';
import { importFields, importMapping } from '@wafa/contract';
import { formatMoney } from '@wafa/i18n';
import { app } from '../app.ts';
import * as customers from '../modules/customers/index.ts';
import * as loyalty from '../modules/loyalty/index.ts';
import { type ImportProgress, type ImportReport, importOrders, presetNames } from '../modules/sales/index.ts';
import * as settings from '../modules/settings/index.ts';
import { newId, systemClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config.ts';
import type { Ctx } from '../platform/context.ts';
import { type Runner, runInTransaction } from '../platform/db/run.ts';
import { AppError } from '../platform/errors.ts';
import { createLog } from '../platform/log.ts';
import { migrateApp, openDatabase, withRunner } from '../platform/process.ts';

const usage = `Usage: npm run wafa -- import orders <file> --preset ${presetNames.join('|')} --store <slug>
       npm run wafa -- import balances <file> --store <slug>
       npm run wafa -- import customers <file> --store <slug>
  --create <currency,time zone>   make the store where it does not exist, as GBP,Europe/London
  --rejects <file>                where rejected lines go (default: <file name>.rejects.csv)
  --map <field=column,...>        customers: columns that are not recognised by their names, as email=E-mail
  --source <name>                 customers: the system they come from (default: import)
  --preview                       customers: show what would be stored and what is wrong, and write nothing
  --time-zone <zone>              of times without an offset (default: the preset's, else the store's)`;

const system = { kind: 'system', id: '00000000-0000-0000-0000-000000000003' } as const;

/** `wafa import orders|balances|customers <file>`: progress on standard error, totals on standard output. */
export async function importFile(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      preset: { type: 'string' },
      store: { type: 'string' },
      create: { type: 'string' },
      rejects: { type: 'string' },
      map: { type: 'string' },
      source: { type: 'string' },
      preview: { type: 'boolean' },
      'time-zone': { type: 'string' },
    },
  });
  const [what, file] = positionals;
  const { preset, store } = values;
  const known = what === 'balances' || what === 'customers' || (what === 'orders' && preset);
  if (!known || !file || !store) throw new Error(usage);
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const database = await openDatabase(config, log);
  try {
    await migrateApp(app, database);
    const text = await withRunner(database, log, async (runner) => {
      settings.configureSettings(runner);
      const common = {
        runInStore: <T>(id: string, work: (ctx: Ctx) => Promise<T>) =>
          runInTransaction(runner, { storeId: id, actor: system }, work),
        storeId: await findOrCreate(runner, store, values.create),
        file,
        rejectsFile: values.rejects,
        onProgress: draw,
      };
      if (what === 'customers') {
        const options = { ...common, source: values.source, mapping: mappingOf(values.map) };
        if (values.preview) return previewSummary(await customers.previewCustomers(options));
        return customersSummary(await customers.importCustomers(options));
      }
      if (!preset || what === 'balances') return balancesSummary(await loyalty.importBalances(common));
      return summary(await importOrders({ ...common, preset, timeZone: values['time-zone'] }));
    });
    process.stdout.write(text);
  } catch (error) {
    throw error instanceof AppError ? new Error(`import: ${error.message}`, { cause: error }) : error;
  } finally {
    await database.stop();
  }
}

async function findOrCreate(runner: Runner, slug: string, create: string | undefined): Promise<string> {
  const found = await settings.findStore(slug);
  if (found) return found.id;
  const [currency, timeZone] = create?.split(',') ?? [];
  if (!currency || !timeZone)
    throw new Error(`There is no store "${slug}"; --create <currency,time zone> makes it`);
  const storeId = newId(systemClock, systemClock.now());
  await runInTransaction(runner, { storeId, actor: system }, async (ctx: Ctx) => {
    await settings.createStore(ctx, { slug, name: slug, currency, timeZone, language: 'en' });
    await loyalty.createDefaultProgramme(ctx);
  });
  return storeId;
}

function draw({ done, total, perSecond, secondsLeft }: ImportProgress): void {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const share = total > 0 ? Math.floor((100 * done) / total) : 100;
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const line = `${share} %  ${number(done)} of ${number(total)} lines, ${number(perSecond)}/s${left}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}${done >= total ? '\n' : ''}`);
  else if (done >= total || share % 10 === 0) process.stderr.write(`${line}\n`);
}

function summary({ totals, net, points, currency, seconds, rejectsFile, ...report }: ImportReport): string {
  const money = (minor: number) => formatMoney(minor, currency, 'en');
  const state = report.alreadyFinished ? 'already imported, nothing changed' : `${seconds.toFixed(1)} s`;
  const rows = [
    ['orders', number(totals.orders)],
    ['customers', number(totals.customers)],
    ['gross', money(totals.gross)],
    ['refunds', money(totals.refunded)],
    ['net', money(net)],
    ['points earned', number(totals.pointsEarned)],
    ['points taken back', number(totals.pointsTaken)],
    ['points', number(points)],
    ...rejectRows(totals.rejects),
  ];
  return tableOf(rows, { ...report, state, rejectsFile });
}

function balancesSummary({ totals, seconds, ...report }: loyalty.BalanceImportReport): string {
  const state = report.alreadyFinished ? 'already imported, nothing changed' : `${seconds.toFixed(1)} s`;
  const rows = [
    ['balances credited', number(totals.credited)],
    ['brought before', number(totals.duplicates)],
    ['points', number(totals.points)],
    ...rejectRows(totals.rejects),
  ];
  return tableOf(rows, { ...report, state });
}

/** `email=E-mail,phone=Mobile` as fields to columns. */
function mappingOf(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  const mapping = importMapping.safeParse(Object.fromEntries(pairs));
  if (!mapping.success)
    throw new Error(`--map takes field=column,...; the fields are ${importFields.join(', ')}`);
  return mapping.data;
}

function customersSummary({ totals, seconds, ...report }: customers.CustomerImportReport): string {
  const state = report.alreadyFinished ? 'already imported, nothing changed' : `${seconds.toFixed(1)} s`;
  const rows = [
    ['customers made', number(totals.created)],
    ['known before, left as they are', number(totals.known)],
    ...rejectRows(totals.rejects),
  ];
  return tableOf(rows, { ...report, state });
}

function previewSummary({
  mapping,
  unused,
  total,
  rows,
}: Awaited<ReturnType<typeof customers.previewCustomers>>): string {
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  const rejects: Record<string, number> = {};
  for (const { reason } of rows) if (reason) rejects[reason] = (rejects[reason] ?? 0) + 1;
  const columns = Object.entries(mapping).map(([field, column]) => [field, column]);
  const counts = [
    ['lines in the file', number(total)],
    ['looked at', number(rows.length)],
    ['new', number(count('new'))],
    ['known', number(count('known'))],
    ...rejectRows(rejects),
  ];
  const first = rows
    .slice(0, 5)
    .map(({ line, reason, customer }) => `  ${line}: ${reason ?? JSON.stringify(customer)}`);
  return `${linesOf(columns)}\n  columns not used: ${unused.join(', ') || 'none'}\n${linesOf(counts)}\n${first.join('\n')}\n`;
}

const number = (value: number) => value.toLocaleString('en');
const rejectRows = (rejects: Record<string, number>) =>
  Object.entries(rejects).map(([reason, lines]) => [`rejected: ${reason}`, number(lines)]);

function tableOf(rows: string[][], report: { resumed: boolean; state: string; rejectsFile: string }): string {
  const { state, rejectsFile } = report;
  return `${linesOf(rows)}\n  (${report.resumed ? 'went on, ' : ''}${state}; rejected lines in ${rejectsFile})\n`;
}

const linesOf = (rows: string[][]) =>
  rows.map(([name = '', value = '']) => `  ${name.padEnd(34)}${value.padStart(18)}`).join('\n');
