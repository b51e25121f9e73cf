/**
 * `npm run test:fire [-- R2 R6]`: the tests of correctness under fire with their full figures. Those of
 * `apps/api/test/fire` run here alone; the others run in `npm test` too, with smaller figures. WAFA_FIRE=1
 * tells a test to use the full ones.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/processes.ts';
import { printSummary, type StepResult } from './lib/results.ts';
import { runVitest } from './lib/vitest.ts';
import { temporaryFolder } from './lib/workspace.ts';

interface Fire {
  what: string;
  files: string[];
  /** Full figures that the files read from the environment. */
  env?: Record<string, string>;
}

const ledger = 'apps/api/src/modules/loyalty/ledger/ledger.property.test.ts';
const under = 'apps/api/test/fire';
const identity = 'apps/api/src/modules/identity';

/** What each id proves and where. */
const fire: Record<string, Fire> = {
  R1: {
    what: '100 parallel calls with one idempotency key over two nodes, 1,000 keys: one effect and one reply each',
    files: [`${under}/r1-idempotency.test.ts`],
  },
  R2: {
    what: 'balance, entries, lots and debts agree after 1,000,000 operations; every chain is whole',
    files: [`${under}/r2-recount.test.ts`],
  },
  R3: {
    what: '64 parallel spends of one balance and redemptions of a limited reward: never negative, exactly N',
    files: [
      'apps/api/src/modules/loyalty/ledger/holds.test.ts',
      'apps/api/src/modules/loyalty/rewards/redeem.test.ts',
    ],
  },
  R4: {
    what: '1,000 orders refunded twice by 20 workers: 1,000 succeed, 1,000 are refused',
    files: [`${under}/r4-refunds.test.ts`],
  },
  R5: {
    what: 'kill -9 of the process and of PostgreSQL under load, 100 times: nothing acknowledged is lost or doubled',
    files: [`${under}/r5-kill.test.ts`],
  },
  R6: {
    what: 'the ledger agrees with a simple model over 10,000 sequences; seeded mutations are found (R20)',
    files: [ledger],
    env: { WAFA_LEDGER_SEQUENCES: '10000' },
  },
  R11: {
    what: 'one-time and recovery codes work once of 50 parallel uses; a replayed refresh token ends its family',
    files: [`${identity}/factor.test.ts`, `${identity}/sessions.test.ts`],
  },
  R12: {
    what: 'sign-in answers alike for known and unknown accounts, and locks after five failures',
    files: [`${identity}/signin.test.ts`],
  },
};

const asked = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = asked.filter((id) => !(id in fire));
if (unknown.length > 0) {
  console.log(`Not known: ${unknown.join(', ')}. Known are:`);
  for (const [id, { what }] of Object.entries(fire)) console.log(`  ${id.padEnd(4)} ${what}`);
  process.exit(2);
}
const folder = temporaryFolder();
const results: StepResult[] = [];
for (const id of asked.length > 0 ? asked : Object.keys(fire)) {
  const { what, files, env } = fire[id] as Fire;
  console.log(`\n── ${id}: ${what} ──`);
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`${id} names files that do not exist: ${missing.join(', ')}`);
  const start = performance.now();
  const result = await runVitest(id, folder, files, { WAFA_FIRE: '1', ...env });
  results.push({ ...result, seconds: (performance.now() - start) / 1000 });
}
printSummary(results, root);
process.exit(results.some((result) => result.failed > 0) ? 1 : 0);
