import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureChromium } from '../chromium.ts';
import { type Launched, launch, root, runNode, stop, tool } from './processes.ts';
import { couldNotRun, readPlaywright, type StepResult } from './results.ts';

export interface BrowserOptions {
  step: string;
  /** Folder for the built web, the data and the reports; the caller removes it. */
  folder: string;
  /** Arguments for `playwright test`, for instance spec files. */
  args?: string[];
  env?: Record<string, string>;
}

const startDeadlineMs = 180_000;

/**
 * Builds the web, starts the demo with a small data set on a free port, and runs Playwright against it.
 * The journeys find the address in WAFA_URL and who can sign in, as a JSON list, in WAFA_SIGN_INS.
 */
export async function runBrowser(options: BrowserOptions): Promise<StepResult> {
  const { step, folder } = options;
  const browser = await ensureChromium();
  if ('reason' in browser) return couldNotRun(step, `not run: ${browser.reason}`);
  mkdirSync(folder, { recursive: true });
  const webDir = join(folder, 'web');
  const build = await runNode(tool('vite', 'bin/vite.js', join(root, 'apps/web')), buildArgs(webDir), {
    cwd: join(root, 'apps/web'),
    output: 'collect',
  });
  if (build.code !== 0) {
    console.log(build.output);
    return couldNotRun(step, 'not run: the web does not build (see above)');
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const signIns = join(folder, 'sign-ins.json');
  const server = startDemo({
    PORT: String(port),
    WAFA_DATA_DIR: join(folder, 'data'),
    WAFA_WEB_DIR: webDir,
    WAFA_SIGN_INS_FILE: signIns,
  });
  try {
    const fault = await untilReady(server, url, signIns);
    if (fault) {
      console.log(server.printed().slice(-6_000));
      return couldNotRun(step, `not run: ${fault}`);
    }
    const report = join(folder, 'playwright.json');
    const args = ['test', '--reporter=list,json', `--output=${join(folder, 'artifacts')}`];
    const { code } = await runNode(tool('@playwright/test', 'cli.js'), [...args, ...(options.args ?? [])], {
      env: {
        CHROME_PATH: browser.path,
        WAFA_URL: url,
        WAFA_SIGN_INS: JSON.stringify(readSignIns(signIns)),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...options.env,
      },
    });
    const result = readPlaywright(step, report, code);
    if (result.failed > 0) console.log(`\nEnd of the server's log:\n${server.printed().slice(-3_000)}`);
    return result;
  } finally {
    await stop(server);
  }
}

const buildArgs = (outDir: string) => ['build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];

/** The demo as `npm run demo` starts it, small, and without the limits that one busy address would meet. */
function startDemo(env: Record<string, string>): Launched {
  return launch(process.execPath, ['--import', 'tsx', 'apps/api/src/main.ts', 'demo'], {
    output: 'collect',
    env: {
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      DATABASE_ADMIN_URL: '',
      REDIS_URL: '',
      DEMO_CUSTOMERS: '120',
      DEMO_ORDERS: '900',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: '0',
      SIGN_IN_LIMIT_PER_MINUTE: '0',
      ...env,
    },
  });
}

/** Waits until the server says it is ready and has written its sign-ins; else answers why not. */
async function untilReady(server: Launched, url: string, signIns: string): Promise<string | undefined> {
  const deadline = Date.now() + startDeadlineMs;
  let ended: number | undefined;
  server.exit.then((code) => {
    ended = code;
  });
  while (Date.now() < deadline) {
    if (ended !== undefined) return `the demo ended with code ${ended} (see above)`;
    const ready = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready && isWritten(signIns)) return undefined;
    await new Promise((done) => setTimeout(done, 200));
  }
  return `the demo was not ready after ${startDeadlineMs / 1000} s (see above)`;
}

/** What the demo writes: its store, and a sign-in for each kind of person. */
type DemoSignIns = { store: { slug: string } } & Record<
  'customer' | 'owner' | 'cashier',
  { login: string; password: string }
>;

/** The demo's sign-ins as the journeys read them, the owner first of the staff. */
function readSignIns(path: string) {
  const given = JSON.parse(readFileSync(path, 'utf8')) as DemoSignIns;
  return (['customer', 'owner', 'cashier'] as const).map((as) => ({
    as,
    ...given[as],
    store: given.store.slug,
  }));
}

/** Whether the demo has written its sign-ins, whole. */
function isWritten(path: string): boolean {
  try {
    return readSignIns(path).length > 0;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail()));
    });
  });
}
