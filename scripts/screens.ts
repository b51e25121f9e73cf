/**
 * `npm run test:screens`: takes every screen in all eight combinations of language, theme and size
 * against the demo. Pictures go to .screens/.
 */
import { join } from 'node:path';
import { runBrowser } from './lib/browser.ts';
import { root } from './lib/processes.ts';
import { printSummary } from './lib/results.ts';
import { temporaryFolder } from './lib/workspace.ts';

const folder = temporaryFolder();
const start = performance.now();
const result = await runBrowser({
  step: 'screens',
  folder: join(folder, 'browser'),
  args: ['e2e/screens.spec.ts', ...process.argv.slice(2)],
  env: { WAFA_SCREENS: join(root, '.screens') },
});
result.seconds = (performance.now() - start) / 1000;
printSummary([result], root);
process.exit(result.failed > 0 ? 1 : 0);
