/**
 * `npm run generate`: writes each module's `schema.sql` from a database migrated for
 * the purpose. With `--check`, writes nothing and ends with 1 where a file has drifted.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../apps/api/src/platform/db/embedded.ts';
import { migrateTemplate } from '../apps/api/test/template.ts';
import { drifted, schemaFiles } from './lib/schema-files.ts';

const modulesDir = fileURLToPath(new URL('../apps/api/src/modules', import.meta.url));
const checks = process.argv.includes('--check');

const dataDir = await mkdtemp(join(tmpdir(), 'wafa-generate-'));
// As root the server runs as another user, who must reach its folder.
await chmod(dataDir, 0o711);
const server = await startEmbedded({ dataDir, durable: false, log: (message) => console.error(message) });
process.once('SIGINT', () => process.exit(130));
try {
  await migrateTemplate(server.adminUrl);
  const client = new pg.Client(server.adminUrl);
  await client.connect();
  const files = await schemaFiles(client, modulesDir);
  await client.end();
  const changed = await drifted(files, modulesDir);
  if (!checks) for (const path of changed) await writeFile(join(modulesDir, path), files.get(path) as string);
  for (const path of changed) console.log(`${checks ? 'drifted' : 'written'}: apps/api/src/modules/${path}`);
  console.log(`${files.size - changed.length} of ${files.size} files as they were`);
  if (checks && changed.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
