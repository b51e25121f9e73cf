/**
 * `npm test`: checks, then unit, API and web tests, then the browser journeys.
 * `npm test -- <path> …`: those test files only; a path under e2e/ runs in the browser.
 * The last line is always `N passed, N failed`; the exit code is 0 when none failed.
 */
import { join } from 'node:path';
import { runBrowser } from './lib/browser.ts';
import { printCheck, runChecks } from './lib/checks.ts';
import { root } from './lib/processes.ts';
import { couldNotRun, noResult, printSummary, type StepResult } from './lib/results.ts';
import { runVitest } from './lib/vitest.ts';
import { temporaryFolder } from './lib/workspace.ts';

const folder = temporaryFolder();
const results: StepResult[] = [];

/** Runs a step and times it; a step that throws is a failure like any other. */
async function step(name: string, run: () => Promise<StepResult>): Promise<void> {
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const result = await run().catch((error: unknown) => couldNotRun(name, String(error)));
  result.seconds = (performance.now() - start) / 1000;
  for (const fault of result.faults) console.log(fault);
  results.push(result);
}

async function checkStep(): Promise<StepResult> {
  const result = noResult('checks');
  for (const check of await runChecks(printCheck)) {
    if (check.ok) result.passed += 1;
    else result.failed += 1;
  }
  return result;
}

const journeys = (args: string[] = []) =>
  runBrowser({ step: 'browser journeys', folder: join(folder, 'browser'), args });

const args = process.argv.slice(2);
if (args.length === 0) {
  await step('checks', checkStep);
  const projects = ['unit', 'api', 'web'].map((name) => `--project=${name}`);
  await step('unit, api and web', () => runVitest('unit, api and web', folder, projects));
  await step('browser journeys', () => journeys());
} else {
  const inBrowser = args.filter((arg) => /^(\.\/)?e2e\//.test(arg));
  const inVitest = args.filter((arg) => !inBrowser.includes(arg));
  if (inVitest.some((arg) => !arg.startsWith('-')))
    await step('chosen tests', () => runVitest('chosen tests', folder, inVitest));
  if (inBrowser.length > 0) await step('browser journeys', () => journeys(inBrowser));
}
printSummary(results, root);
process.exit(results.some((result) => result.failed > 0) ? 1 : 0);
