/** `npm run check`: format, lint, types, import rules, unused code. Exit code 1 when one fails. */
import { printCheck, runChecks } from './lib/checks.ts';
import { stopChildrenAtExit } from './lib/processes.ts';

stopChildrenAtExit();
const results = await runChecks(printCheck);
const failed = results.filter((result) => !result.ok).length;
console.log(`${results.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
