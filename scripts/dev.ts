/**
 * `npm run dev`: the API, restarted when a file changes, and Vite's server with hot reload, which
 * passes /api on to it. Ctrl-C ends both. Run `npm run demo` once before for data to look at.
 */
import { join } from 'node:path';
import { launch, root, stop, stopChildrenAtExit, tool } from './lib/processes.ts';

stopChildrenAtExit();
const port = process.env.PORT ?? '3010';
const apiUrl = `http://127.0.0.1:${port}`;
const api = launch(
  process.execPath,
  [tool('tsx', 'dist/cli.mjs'), 'watch', '--clear-screen=false', 'apps/api/src/main.ts', 'start'],
  { env: { NODE_ENV: 'development', PORT: port } },
);
const web = launch(process.execPath, [tool('vite', 'bin/vite.js', join(root, 'apps/web'))], {
  cwd: join(root, 'apps/web'),
  env: { WAFA_API_URL: apiUrl },
});
console.log(`API ${apiUrl}, web on Vite's address below; Ctrl-C ends both.`);
const code = await Promise.race([api.exit, web.exit]);
await Promise.all([stop(api), stop(web)]);
process.exit(code);
