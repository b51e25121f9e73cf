import pg from 'pg';

/** What the API, jobs and tests connect as; what owns every object; what owns the search functions. */
export const roles = { app: 'wafa_app', owner: 'wafa_owner', search: 'wafa_search' } as const;

/** Extensions the migrations need, and what for. Both are trusted: no superuser is required. */
const extensions = [
  ['pg_trgm', 'search in names'],
  ['btree_gin', 'search indexes that lead with the store'],
] as const;

export interface RoleOptions {
  /** Gives wafa_app a log-in with this password (the embedded database). */
  appPassword?: string;
  /** A log-in that shall be able to become wafa_app, where the API connects as somebody else than the admin. */
  appUser?: string;
}

/**
 * Creates the three roles, their rights on the connected database, and the extensions. Idempotent; safe
 * beside another start. The client's user must be a superuser, or hold CREATEROLE and own the database.
 * @throws Error saying which right is missing
 */
export async function ensureRoles(client: pg.ClientBase, options: RoleOptions = {}): Promise<void> {
  // Roles belong to the whole server while advisory locks belong to one database, so two databases
  // may be prepared at once: what loses that race (a name just taken, a row just changed) tries again.
  const lostRace = new Set(['42710', '23505', 'XX000']);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createRoles(client, options);
      break;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !lostRace.has(error.code ?? '') || attempt === 5)
        throw error;
    }
  }
  await createExtensions(client);
}

async function createRoles(client: pg.ClientBase, options: RoleOptions): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any($1)',
    [Object.values(roles)],
  );
  const present = new Set(rows.map((row) => row.name));
  for (const role of Object.values(roles)) {
    if (!present.has(role))
      await permitted(client, `create role ${role} nologin`, 'may create roles (CREATEROLE)');
  }
  if (options.appPassword !== undefined) {
    await client.query(`alter role ${roles.app} login password ${pg.escapeLiteral(options.appPassword)}`);
  }
  await grantMembership(client, roles.search, roles.owner);
  const { rows: me } = await client.query<{ name: string; superuser: boolean }>(
    'select rolname as name, rolsuper as superuser from pg_roles where rolname = current_user',
  );
  const admin = me[0];
  if (admin && !admin.superuser) {
    await grantMembership(client, roles.owner, admin.name);
    await grantMembership(client, roles.app, admin.name);
  }
  if (options.appUser && options.appUser !== admin?.name && options.appUser !== roles.app) {
    await grantMembership(client, roles.app, options.appUser);
  }
  const { rows: database } = await client.query<{ name: string; open: boolean }>(
    `select current_database() as name, has_database_privilege($1, current_database(), 'create') as open`,
    [roles.owner],
  );
  if (database[0] && !database[0].open) {
    const name = pg.escapeIdentifier(database[0].name);
    await permitted(client, `grant create on database ${name} to ${roles.owner}`, 'owns the database');
  }
}

/** Makes `member` able to SET ROLE to `role`; nothing is sent when it already can. */
async function grantMembership(client: pg.ClientBase, role: string, member: string): Promise<void> {
  const { rows } = await client.query(
    `select from pg_auth_members
      where roleid = (select oid from pg_roles where rolname = $1)
        and member = (select oid from pg_roles where rolname = $2)
        and (to_jsonb(pg_auth_members) ->> 'set_option') is distinct from 'false'`,
    [role, member],
  );
  if (rows.length > 0) return;
  await permitted(
    client,
    `grant ${role} to ${pg.escapeIdentifier(member)}`,
    `may grant ${role} (CREATEROLE)`,
  );
}

async function createExtensions(client: pg.ClientBase): Promise<void> {
  for (const [name, use] of extensions) {
    const { rows } = await client.query('select from pg_extension where extname = $1', [name]);
    if (rows.length > 0) continue;
    await permitted(
      client,
      `create extension if not exists ${name} with schema public`,
      `may create the extension ${name} (${use}); an administrator can run: create extension ${name} with schema public`,
    );
  }
}

/** Runs a statement; a missing right is said in words an administrator can act on. */
async function permitted(client: pg.ClientBase, statement: string, need: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code !== '42501' && code !== '58P01' && code !== '0A000') throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`The migration needs a database user that ${need}. PostgreSQL says: ${message}`, {
      cause: error,
    });
  }
}
