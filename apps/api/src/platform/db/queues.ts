import type pg from 'pg';
import PgBoss from 'pg-boss';
import { roles } from './roles.ts';

const schema = 'pgboss';

/** The queue by which pg-boss sends what is due by schedule; it would else create it at its start. */
const scheduleQueue = '__pgboss__send-it';

/**
 * Builds the schema of the job queue as the current role (wafa_owner), and the queues, since creating one
 * makes a table. The app gets the rights to read and write there, and runs pg-boss with `migrate: false`.
 */
export async function createQueues(client: pg.ClientBase, queues: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('${schema}.version') is not null as there`,
  );
  if (!rows[0]?.there) await client.query(PgBoss.getConstructionPlans(schema));
  else await upgrade(client);
  const { rows: known } = await client.query<{ name: string }>(`select name from ${schema}.queue`);
  const present = new Set(known.map((row) => row.name));
  for (const name of new Set([scheduleQueue, ...queues])) {
    if (present.has(name)) continue;
    await client.query(`select ${schema}.create_queue($1, $2)`, [
      name,
      JSON.stringify({ policy: 'standard' }),
    ]);
  }
  await client.query(`grant usage on schema ${schema} to ${roles.app}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${schema} to ${roles.app}`,
  );
}

/** Applies pg-boss's own migrations when its package is newer than the schema. */
async function upgrade(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select version from ${schema}.version`);
  const version = rows[0]?.version;
  const built = /INSERT INTO \w+\.version\(version\) VALUES \('?(\d+)'?\)/i.exec(
    PgBoss.getConstructionPlans(schema),
  );
  if (version === undefined || !built || version >= Number(built[1])) return;
  await client.query(PgBoss.getMigrationPlans(schema, String(version)));
}
