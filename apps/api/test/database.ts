import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { withDatabase } from '../src/platform/db/urls.ts';

/** What the global setup tells the workers, by environment. */
export const testServer = {
  /** URL of the server's superuser. Set from outside, a running server is used instead of a new one. */
  admin: 'WAFA_TEST_DATABASE_URL',
  /** URL of wafa_app. */
  app: 'WAFA_TEST_APP_URL',
  /** Name of the migrated database that tests clone. */
  template: 'WAFA_TEST_TEMPLATE',
} as const;

export interface TestDatabase {
  /** As wafa_app: what the API connects as. */
  url: string;
  /** As the superuser, past row security. */
  adminUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * A database of the test's own: a copy of the migrated template, made through the write-ahead log, which
 * needs no checkpoint (0.1 s).
 */
export async function cloneDatabase(): Promise<TestDatabase> {
  const template = setting(testServer.template);
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  // A copy does not inherit the rights on the database itself.
  await onServer(
    `create database ${name} template ${template} strategy wal_log`,
    `grant create on database ${name} to wafa_owner`,
  );
  return {
    url: withDatabase(setting(testServer.app), name),
    adminUrl: withDatabase(setting(testServer.admin), name),
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

/** Runs statements on the test server as its superuser, one by one, outside every test database. */
export async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(setting(testServer.admin), 'postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: run the tests through vitest, whose global setup starts the server`);
  return value;
}
