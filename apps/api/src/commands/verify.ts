import { readFile } from 'node:fs/promises';
import { type Finding, verifyStatement } from '@wafa/proof';
import { app } from '../app.ts';
import { checkChains, checkRoots, driftOf } from '../modules/loyalty/index.ts';
import { loadConfig } from '../platform/config.ts';
import { createPool } from '../platform/db/pool.ts';
import { createLog } from '../platform/log.ts';
import { migrateApp, openDatabase } from '../platform/process.ts';

const usage = 'verify [statement.json] [--root <fingerprint>] [--key <public key>]';

/**
 * With a file: checks that statement offline, against a root's fingerprint or a public key where they are
 * given. Without: recounts the database. Prints what does not fit and ends with 1 then.
 */
export async function verify(args: string[]): Promise<void> {
  const { file, fingerprints, publicKeys } = read(args);
  if (file) await verifyFile(file, { fingerprints, publicKeys });
  else await verifyDatabase();
}

/** Throws on anything unknown: a check that skips what it was asked for is worse than none. */
function read(args: string[]): { file?: string; fingerprints?: string[]; publicKeys?: string[] } {
  const lists: Record<string, string[]> = {};
  const files: string[] = [];
  for (let n = 0; n < args.length; n++) {
    const arg = args[n] as string;
    if (arg === '--root' || arg === '--key') {
      const value = args[++n]?.toLowerCase() ?? '';
      if (!/^[0-9a-f]{64}$/.test(value)) throw new Error(`${arg} takes 64 hex digits\nUsage: ${usage}`);
      lists[arg] = [...(lists[arg] ?? []), value];
    } else files.push(arg);
  }
  const [file] = files;
  if (files.length > 1 || file?.startsWith('-') || (!file && Object.keys(lists).length > 0))
    throw new Error(`Usage: ${usage}`);
  return { file, fingerprints: lists['--root'], publicKeys: lists['--key'] };
}

async function verifyFile(
  file: string,
  held: { fingerprints?: string[]; publicKeys?: string[] },
): Promise<void> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
  const verdict = verifyStatement(json, held);
  for (const finding of verdict.findings) print(inWords(finding));
  if (verdict.findings.length > 0) {
    print(`${verdict.findings.length} findings: this statement does not hold`);
    process.exitCode = 1;
    return;
  }
  print(`${verdict.entries} entries hold together; ${verdict.withheld} of them without details`);
  if (!verdict.fingerprint) print('no signed root covers them yet');
  else {
    print(`root of ${verdict.day}, key ${verdict.keyId}, fingerprint ${verdict.fingerprint}`);
    print(`${verdict.afterRoot} entries are after it`);
    if (!held.fingerprints && !held.publicKeys)
      print('compare the fingerprint with one that you hold from elsewhere: --root <fingerprint>');
  }
}

const meanings: Record<Finding['what'], string> = {
  shape: 'is missing, unknown or malformed',
  root_store: 'is of another store',
  root_key: 'is not a key that you named',
  root_signature: 'does not fit: what the root says was changed, or not signed by its key',
  root_foreign: 'is not a root that you named',
  root_order: 'does not come before the closing root',
  account_twice: 'stands twice',
  start: 'is not held by the root that it names',
  sequence: 'does not follow the entry before',
  details: 'are not those that the entry commits to',
  hash: 'does not fit: a field of this entry was changed, or the entry before it',
  balance: 'is not the sum of the entries',
  end: 'is not the last entry',
  inclusion: 'is not held by the closing root',
};

function inWords({ what, account, entry, field }: Finding): string {
  const place = [account && `account ${account}`, entry !== undefined && `entry ${entry}`].filter(Boolean);
  return `${[...place, field].join(', ')}: ${meanings[what]}`;
}

/** Reads every store, so it runs as the log-in that migrates. */
async function verifyDatabase(): Promise<void> {
  const config = loadConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    await migrateApp(app, database);
    const pool = createPool({ url: database.adminUrl, role: 'verify', max: 1, pipeline: false });
    const drift = await driftOf(pool);
    const faults = await checkChains(pool);
    const rootFaults = await checkRoots(pool);
    const { rows } = await pool.query<{ accounts: number; entries: number; roots: number }>(
      `select (select count(*) from loyalty.accounts) as accounts, (select count(*) from loyalty.entries) as entries,
              (select count(*) from loyalty.roots) as roots`,
    );
    await pool.end();
    for (const row of drift) process.stdout.write(`drift: ${JSON.stringify(row)}\n`);
    for (const fault of faults) process.stdout.write(`chain: ${fault}\n`);
    for (const fault of rootFaults) process.stdout.write(`root: ${fault}\n`);
    process.stdout.write(
      `${rows[0]?.accounts} accounts, ${rows[0]?.entries} entries, ${rows[0]?.roots} roots: ` +
        `${drift.length} drift, ${faults.length} chain faults, ${rootFaults.length} root faults\n`,
    );
    if (drift.length + faults.length + rootFaults.length > 0) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}
