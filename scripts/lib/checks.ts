import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root, runNode, tool } from './processes.ts';

export interface CheckResult {
  name: string;
  ok: boolean;
  seconds: number;
  output: string;
}

interface Check {
  name: string;
  script: string;
  args: string[];
}

/** The checks that need no test run, slowest first so that two cores finish together. */
function checks(): Check[] {
  const tsc = tool('typescript', 'bin/tsc');
  const list: Check[] = ['apps/api', 'apps/web', 'e2e'].map((folder) => ({
    name: `types of ${folder}`,
    script: tsc,
    args: ['-p', join(folder, 'tsconfig.json'), '--pretty', 'false'],
  }));
  list.push({
    name: 'import rules (dependency-cruiser)',
    script: tool('dependency-cruiser', 'bin/dependency-cruise.mjs'),
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      ...['apps', 'packages', 'scripts', 'bench', 'e2e'].filter((folder) => existsSync(join(root, folder))),
    ],
  });
  list.push({
    name: 'unused files, exports and dependencies (knip)',
    script: tool('knip', 'bin/knip.js'),
    args: ['--no-progress', '--no-config-hints'],
  });
  list.push({
    name: 'format and lint (Biome)',
    script: tool('@biomejs/biome', 'bin/biome'),
    args: ['check', '--colors=off', '.'],
  });
  return list;
}

/**
 * Runs every check, as many at a time as there are cores (at most three: each takes up to 700 MB).
 * `report` hears each result as it comes.
 */
export async function runChecks(report: (result: CheckResult) => void): Promise<CheckResult[]> {
  const waiting = checks();
  const results: CheckResult[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const start = performance.now();
      const { code, output } = await runNode(check.script, check.args, { output: 'collect' });
      const seconds = (performance.now() - start) / 1000;
      const result = { name: check.name, ok: code === 0, seconds, output: output.trim() };
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, worker));
  return results;
}

/** One line for a check that passed; its output beneath for one that failed. */
export function printCheck(result: CheckResult): void {
  console.log(`${result.ok ? '✓' : '✗'} ${result.name} (${result.seconds.toFixed(1)} s)`);
  if (!result.ok) console.log(`${result.output.replace(/^/gm, '    ')}\n`);
}
