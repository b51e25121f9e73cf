import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyStatement } from '../../packages/proof/src/index.ts';

const here = import.meta.dirname;
const example = readFileSync(join(here, 'statement.example.json'), 'utf8');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wafa-guide-'));
  const page = readFileSync(join(here, 'ledger-proof.md'), 'utf8');
  writeFileSync(join(folder, 'check.mjs'), /^```js\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script of the page on a statement. */
function run(statement: string): { code: number | null; printed: string } {
  const file = join(folder, 'statement.json');
  writeFileSync(file, statement);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'check.mjs'), file], {
    encoding: 'utf8',
  });
  return { code: status, printed: stdout + stderr };
}

test('the script of the page and the product agree that the example holds', () => {
  const verdict = verifyStatement(JSON.parse(example));
  expect(verdict.findings).toEqual([]);
  expect(verdict.entries).toBeGreaterThan(2);
  const { code, printed } = run(example);
  expect(printed).toContain(verdict.fingerprint);
  expect(printed).toMatch(/holds\n$/);
  expect(code).toBe(0);
});

test('the script of the page finds a change', () => {
  const changes: [RegExp, string, string][] = [
    [/"amount": (-?)(\d+)/, '"amount": $11$2', 'entry '],
    [/"number\\":\\"/, '"number\\":\\"1', 'details of'],
    [/"count": (\d+)/, '"count": 1$1', 'signature of'],
    [/"balance": (\d+)/, '"balance": 1$1', ' at the start'],
  ];
  for (const [pattern, change, said] of changes) {
    const bent = example.replace(pattern, change);
    expect(bent, String(pattern)).not.toBe(example);
    const { code, printed } = run(bent);
    expect([code, printed]).toEqual([1, expect.stringContaining(said)]);
    expect(verifyStatement(JSON.parse(bent)).findings).not.toEqual([]);
  }
});
