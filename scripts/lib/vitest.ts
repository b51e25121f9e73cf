import { join } from 'node:path';
import { runNode, tool } from './processes.ts';
import { readVitest, type StepResult } from './results.ts';

/** Runs Vitest with live output and answers what its report says. `args` as on its command line. */
export async function runVitest(
  step: string,
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<StepResult> {
  const report = join(folder, `${step.replace(/\W+/g, '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runNode(tool('vitest', 'vitest.mjs'), ['run', ...reporters, ...args], { env });
  return readVitest(step, report, code);
}
