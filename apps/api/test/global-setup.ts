import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { connectionUrls, withDatabase } from '../src/platform/db/urls.ts';
import { onServer, testServer } from './database.ts';
import { migrateTemplate } from './template.ts';

/**
 * One PostgreSQL for the whole run, without waiting for the disk, and one migrated database in it that the
 * test files clone. With WAFA_TEST_DATABASE_URL set, that server is used, and only the template removed.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await openServer();
  process.env[testServer.admin] = server.adminUrl;
  process.env[testServer.app] = server.appUrl;
  const template = `wafa_template_${process.pid}_${Date.now()}`;
  process.env[testServer.template] = template;
  try {
    await onServer(`create database ${template}`);
    await migrateTemplate(withDatabase(server.adminUrl, template));
  } catch (error) {
    await server.close();
    throw error;
  }
  return async () => {
    await onServer(`drop database if exists ${template} with (force)`);
    await server.close();
  };
}

async function openServer(): Promise<{ adminUrl: string; appUrl: string; close(): Promise<void> }> {
  const given = process.env[testServer.admin];
  if (given) {
    const { adminUrl, appUrl } = connectionUrls(given);
    return { adminUrl, appUrl, close: async () => undefined };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'wafa-tests-'));
  // mkdtemp closes the folder to everyone else, and as root the server runs as another user.
  await chmod(dataDir, 0o711);
  const server = await startEmbedded({
    dataDir,
    durable: false,
    log: (message, level) => {
      if (level !== 'info') process.stderr.write(`${message}\n`);
    },
  });
  return {
    ...server,
    close: async () => {
      await server.stop();
      delete process.env[testServer.admin];
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
