import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { couldNotRun, noResult, printSummary, readPlaywright, readVitest } from './results.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wafa-results-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function report(content: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const vitestFile = (status: string, tests: string[]) => ({
  name: '/x/a.test.ts',
  status,
  message: 'SyntaxError: no\nat line 1',
  assertionResults: tests.map((test) => ({ fullName: test, status: test, duration: 3 })),
});

describe('readVitest', () => {
  it('counts passed, failed and skipped tests', () => {
    const path = report({ testResults: [vitestFile('failed', ['passed', 'passed', 'failed', 'skipped'])] });
    expect(readVitest('unit', path, 1)).toMatchObject({ passed: 2, failed: 1, skipped: 1, faults: [] });
  });
  it('counts a file that failed outside its tests as one failure', () => {
    const path = report({ testResults: [vitestFile('failed', []), vitestFile('passed', ['passed'])] });
    const result = readVitest('unit', path, 1);
    expect(result).toMatchObject({ passed: 1, failed: 1 });
    expect(result.faults).toEqual(['/x/a.test.ts: SyntaxError: no']);
  });
  it('fails where every test passed but the run ended badly', () => {
    const path = report({ testResults: [vitestFile('passed', ['passed'])] });
    expect(readVitest('unit', path, 1)).toMatchObject({ passed: 1, failed: 1 });
  });
  it('fails where there is no report or no test', () => {
    expect(readVitest('unit', join(folder, 'none.json'), 1).failed).toBe(1);
    expect(readVitest('unit', report({ testResults: [] }), 0).failed).toBe(1);
  });
});

describe('readPlaywright', () => {
  const suite = (status: string) => ({
    config: { rootDir: '/r/e2e' },
    suites: [
      {
        suites: [
          {
            specs: [
              {
                title: 'till',
                file: 'till.spec.ts',
                tests: [{ projectName: 'ar', status, results: [{ duration: 40 }, { duration: 2 }] }],
              },
            ],
          },
        ],
      },
    ],
  });
  it.each([
    ['expected', { passed: 1, failed: 0, skipped: 0 }],
    ['unexpected', { passed: 0, failed: 1, skipped: 0 }],
    ['flaky', { passed: 0, failed: 1, skipped: 0 }],
  ])('counts a journey that was %s, in nested suites, with its time', (status, counts) => {
    const result = readPlaywright('browser', report(suite(status)), 0);
    expect(result).toMatchObject(counts);
    expect(result.tests).toEqual([{ name: 'till [ar]', file: '/r/e2e/till.spec.ts', ms: 42 }]);
  });
  it('counts an error outside the journeys as a failure', () => {
    const path = report({ ...suite('expected'), errors: [{ message: 'no such file\nmore' }] });
    expect(readPlaywright('browser', path, 1)).toMatchObject({
      passed: 1,
      failed: 1,
      faults: ['no such file'],
    });
  });
});

describe('printSummary', () => {
  it('ends with the sum alone on its line and shows the ten slowest, slowest first', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(...line.split('\n')));
    const tests = Array.from({ length: 12 }, (_, n) => ({
      name: `test ${n}`,
      file: '/r/f.test.ts',
      ms: n * 100,
    }));
    printSummary([{ ...noResult('unit'), passed: 12, tests }, couldNotRun('browser', 'not run: why')], '/r');
    expect(lines.at(-1)).toBe('12 passed, 1 failed');
    expect(lines).toContain('    not run: why');
    const slow = lines.filter((line) => line.includes('f.test.ts'));
    expect(slow).toHaveLength(10);
    expect(slow[0]).toBe('    1.10 s  f.test.ts  test 11');
  });
});
