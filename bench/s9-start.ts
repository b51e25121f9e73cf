import { join } from 'node:path';
import { startEmbedded } from '../apps/api/src/platform/db/embedded.ts';
import { temporaryFolder } from '../scripts/lib/workspace.ts';
import { log, machine, startProcess } from './lib/environment.ts';
import type { BenchResult } from './lib/report.ts';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const warmStarts = 3;

/** S9: `npm start` on a data folder that is there, and `npm run demo` from an empty one, until /ready. */
export async function s9(): Promise<BenchResult> {
  const folder = temporaryFolder();
  const startIn = async (args: string[], name: string, limitMs: number) => {
    const env = { WAFA_DATA_DIR: join(folder, name) };
    const server = await startProcess(npm, args, env, limitMs);
    await server.stop();
    return server.startedInMs;
  };
  const cold = await startIn(['start'], 'start', 60_000);
  const warm = [];
  for (let i = 0; i < warmStarts; i++) warm.push(await startIn(['start'], 'start', 60_000));
  const demo = await startIn(['run', 'demo'], 'demo', 300_000);
  const again = await startIn(['run', 'demo'], 'demo', 60_000);
  const database = await startEmbedded({
    dataDir: join(folder, 'start'),
    log: (message, level) => log[level]({ message }, 'postgres'),
  });
  try {
    return {
      id: 'S9',
      what: 'start until /ready answers',
      target: 'npm start warm at most 3 s; npm run demo from an empty folder at most 30 s',
      machine: await machine(database),
      notes: ['from the start of npm; the web is built in that time where apps/web/dist is not there'],
      rows: [
        row('npm start, empty data folder', cold),
        ...warm.map((ms) => row('npm start, warm', ms)),
        row('npm run demo, empty data folder', demo),
        row('npm run demo, finished store', again),
      ],
    };
  } finally {
    await database.stop();
  }
}

const row = (what: string, ms: number) => ({ what, seconds: Math.round(ms / 10) / 100 });
