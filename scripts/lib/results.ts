import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a step of the tests came to. */
export interface StepResult {
  step: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  tests: TestTime[];
  /** One line each, for what failed outside any test. */
  faults: string[];
}

export interface TestTime {
  name: string;
  file: string;
  ms: number;
}

/** An empty result to add to. */
export function noResult(step: string): StepResult {
  return { step, passed: 0, failed: 0, skipped: 0, seconds: 0, tests: [], faults: [] };
}

/** A result that says in one line why a step could not run; it counts as one failure. */
export function couldNotRun(step: string, reason: string): StepResult {
  return { ...noResult(step), failed: 1, faults: [reason] };
}

interface VitestJson {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; duration?: number | null }[];
  }[];
}

/**
 * Reads Vitest's JSON report. A file that failed outside its tests (it does not compile, a hook threw)
 * counts as one failure, as does a run that ended badly although every test passed.
 */
export function readVitest(step: string, path: string, exitCode: number): StepResult {
  if (!existsSync(path)) return couldNotRun(step, `Vitest ended with code ${exitCode} and wrote no report`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as VitestJson;
  const result = noResult(step);
  for (const file of report.testResults) {
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed') failedHere += 1;
      else result.skipped += 1;
      result.tests.push({ name: test.fullName, file: file.name, ms: test.duration ?? 0 });
    }
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      result.faults.push(`${file.name}: ${firstLine(file.message ?? 'failed outside its tests')}`);
    }
    result.failed += failedHere;
  }
  return withExitCode(result, exitCode, 'Vitest');
}

interface PlaywrightSuite {
  file?: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    tests: { projectName: string; status: string; results: { duration: number }[] }[];
  }[];
}
interface PlaywrightJson {
  config?: { rootDir?: string };
  suites: PlaywrightSuite[];
  errors?: { message?: string }[];
}

/** Reads Playwright's JSON report. A journey that passed only at a second try counts as failed. */
export function readPlaywright(step: string, path: string, exitCode: number): StepResult {
  if (!existsSync(path))
    return couldNotRun(step, `Playwright ended with code ${exitCode} and wrote no report`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as PlaywrightJson;
  const result = noResult(step);
  const visit = (suite: PlaywrightSuite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') result.passed += 1;
        else if (test.status === 'skipped') result.skipped += 1;
        else result.failed += 1;
        const ms = test.results.reduce((sum, run) => sum + run.duration, 0);
        result.tests.push({
          name: `${spec.title} [${test.projectName}]`,
          file: join(report.config?.rootDir ?? '', spec.file),
          ms,
        });
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report.suites) visit(suite);
  for (const error of report.errors ?? []) result.faults.push(firstLine(error.message ?? 'error'));
  result.failed += report.errors?.length ?? 0;
  return withExitCode(result, exitCode, 'Playwright');
}

function withExitCode(result: StepResult, exitCode: number, runner: string): StepResult {
  if (result.passed + result.failed === 0) {
    result.failed = 1;
    result.faults.push(`no test was found (${runner} ended with code ${exitCode})`);
  } else if (exitCode !== 0 && result.failed === 0) {
    result.failed = 1;
    result.faults.push(`${runner} ended with code ${exitCode} although no test failed`);
  }
  return result;
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';

/** Prints the slowest tests, the steps and, alone on the last line, `N passed, N failed`. */
export function printSummary(results: StepResult[], relativeTo: string): void {
  const slowest = results
    .flatMap((result) => result.tests)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 10);
  if (slowest.length > 0) console.log('\nSlowest tests');
  for (const { ms, file, name } of slowest)
    console.log(`  ${(ms / 1000).toFixed(2).padStart(6)} s  ${file.replace(`${relativeTo}/`, '')}  ${name}`);
  console.log('\nSteps');
  for (const result of results) {
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
    console.log(
      `  ${result.step.padEnd(18)} ${result.seconds.toFixed(1).padStart(6)} s  ${result.passed} passed, ${result.failed} failed${skipped}`,
    );
    for (const fault of result.faults) console.log(`    ${fault}`);
  }
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}
