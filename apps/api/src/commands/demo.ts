import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemo } from '../demo/load.ts';
import { progressBar } from '../demo/progress.ts';
import type { SignIns } from '../demo/store.ts';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { analyze, withRunner } from '../platform/process.ts';
import { launch } from './serve.ts';

const webDir = fileURLToPath(new URL('../../../web', import.meta.url));

/** Makes the demo store where it is not there yet, builds the web where its sources are newer, then serves and works. */
export async function demo(): Promise<void> {
  let signIns: SignIns | undefined;
  const { config, url } = await launch({
    serves: true,
    works: true,
    migrates: true,
    catchesMail: true,
    before: async ({ config, log, database }) => {
      const built = buildWeb(config);
      signIns = await withRunner(database, log, (runner) =>
        makeDemo({
          runner,
          config,
          now: systemClock.now(),
          analyze: () => analyze(database),
          onProgress: progressBar(process.stderr),
        }),
      );
      await built;
    },
  });
  if (!signIns || !url) throw new Error('the demo did not start');
  const address = `http://localhost:${new URL(url).port}`;
  if (config.wafaSignInsFile)
    await writeFile(config.wafaSignInsFile, JSON.stringify({ ...signIns, url: address }));
  process.stdout.write(greeting({ ...signIns, url: address }));
}

function greeting({ url, customer, cashier, owner }: SignIns): string {
  const line = (who: string, login: string) => `  ${who.padEnd(10)}${login}\n`;
  return [
    `\nWafa is ready: ${url}\n\n`,
    line('customer', customer.login),
    line('cashier', cashier.login),
    line('owner', owner.login),
    `\n  password  ${customer.password}\n`,
    `  reference ${url}/api/docs\n  mail      ${url}/dev/mail\n\nCtrl-C stops everything.\n`,
  ].join('');
}

/** What the web is built from. */
const webSources = [
  join(webDir, 'src'),
  join(webDir, 'public'),
  ...['card', 'client', 'contract', 'i18n', 'pass', 'proof'].map((name) =>
    join(webDir, '../../packages', name, 'src'),
  ),
];

/** Whether what is served was built from the sources as they are: nothing of them changed since. */
function isBuilt(folder: string): boolean {
  const built = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return webSources.every((source) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' }).every(
      (name) => statSync(join(source, name)).mtimeMs <= built,
    ),
  );
}

/** Builds the web into the folder that is served, in a process of its own while the data is made. */
async function buildWeb(config: Config): Promise<void> {
  // An installation without the sources serves what it came with.
  if (!existsSync(join(webDir, 'vite.config.ts')) || isBuilt(config.wafaWebDir)) return;
  const vite = fileURLToPath(new URL('../../../../node_modules/vite/bin/vite.js', import.meta.url));
  await new Promise<void>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [vite, 'build', '--logLevel', 'warn', '--outDir', config.wafaWebDir, '--emptyOutDir'],
      { cwd: webDir, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('the web could not be built'))));
  });
}
