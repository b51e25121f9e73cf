import type pg from 'pg';

/** A check of the migrated database: what breaks the rule, one line each, named `schema.object`. */
export type Check = (db: Pick<pg.ClientBase, 'query'>) => Promise<string[]>;

/**
 * The tables that belong to no store, with the reason. The job queue's own schema (pgboss) is global too.
 */
export const globalTables: Record<string, string> = {
  'platform.migrations': 'what has been applied to this database',
  'platform.functions': 'what has been applied to this database',
  'platform.outbox': 'read by the relay for all stores; every row names its store',
  'platform.relay_cursor': 'how far the relay has read',
  'settings.stores': 'the stores themselves',
  'settings.memberships': 'which stores a staff account may enter, asked before a store is chosen',
  'identity.staff_accounts': 'a person may work in several stores',
  'identity.staff_sessions': 'of an account, across its stores',
  'identity.staff_recovery_codes': 'of an account',
  'identity.staff_attempts': 'counted before it is known which store is meant',
};

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'public') and n.nspname !~ '^pg_(toast|temp)'`;
/** Tables and partitions that hold rows of a store, and are not on the list above. */
const tenantTable = `${ours} and n.nspname <> 'pgboss' and c.relkind in ('r', 'p')
  and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id' and not a.attisdropped)
  and coalesce(pg_partition_root(c.oid), c.oid)::regclass::text <> all ($1)`;

async function names(
  db: Pick<pg.ClientBase, 'query'>,
  text: string,
  values: unknown[] = [],
): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(text, values);
  return rows.map((row) => row.name);
}

const globals = Object.keys(globalTables);

/** A view or definer function of a superuser leaks every row; everything belongs to the two plain roles. */
export const foreignOwned: Check = (db) =>
  names(
    db,
    `select found.name || ' is owned by ' || pg_get_userbyid(found.owner) as name
       from (
         select n.nspname || '.' || c.relname as name, c.relowner as owner
           from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours}
         union all
         select n.nspname || '.' || p.proname, p.proowner
           from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours}
         union all
         select n.nspname, n.nspowner from pg_namespace n where ${ours}
       ) as found
      where pg_get_userbyid(found.owner) not in ('wafa_owner', 'wafa_search')
      order by 1`,
  );

/** An ordinary view reads with its owner's rights, past the reader's row security; so does a materialised one. */
export const ordinaryViews: Check = (db) =>
  names(
    db,
    `select n.nspname || '.' || c.relname || ' is a ' ||
            case c.relkind when 'm' then 'materialised view' else 'view without security_invoker' end as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${ours} and c.relkind in ('v', 'm')
        and not (c.relkind = 'v' and coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}')
      order by 1`,
  );

/**
 * Row security must be enabled, forced, and rest on the one tenant policy. Two others are known: `search`
 * (reading, wafa_search) and `keeper` (wafa_owner, on default partitions).
 */
export const unprotectedTables: Check = (db) =>
  names(
    db,
    `with tenant as (
       select c.oid, n.nspname || '.' || c.relname as name, c.relname, c.relrowsecurity, c.relforcerowsecurity
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${tenantTable}
     ), policies as (
       select p.polrelid, p.polname,
              p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
                and pg_get_expr(p.polqual, p.polrelid) = wanted.expression
                and pg_get_expr(p.polwithcheck, p.polrelid) = wanted.expression as is_tenant,
              p.polname = 'search' and p.polcmd = 'r'
                and p.polroles = array[(select oid from pg_roles where rolname = 'wafa_search')] as is_search,
              p.polname = 'keeper'
                and p.polroles = array[(select oid from pg_roles where rolname = 'wafa_owner')] as is_keeper
         from pg_policy p,
              (values ('(store_id = (current_setting(''app.store_id''::text, true))::uuid)')) as wanted(expression)
     )
     select name || ' has no row security' as name from tenant where not relrowsecurity
     union all
     select name || ' does not force row security' from tenant where not relforcerowsecurity
     union all
     select name || ' has no tenant policy' from tenant
      where not exists (select from policies where polrelid = tenant.oid and is_tenant)
     union all
     select tenant.name || ' has the further policy ' || policies.polname
       from tenant join policies on policies.polrelid = tenant.oid
      where not (is_tenant or is_search or is_keeper and tenant.relname like '%\\_default')
      order by 1`,
    [globals],
  );

/** A table of no store must be on the list above, and the list must not outlive its tables. */
export const unlistedGlobals: Check = (db) =>
  names(
    db,
    `with present as (
       select n.nspname || '.' || c.relname as name,
              exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id'
                                                    and a.attnotnull and not a.attisdropped) as of_store
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where ${ours} and n.nspname <> 'pgboss' and c.relkind in ('r', 'p') and not c.relispartition
     )
     select name || ' has no "store_id not null" and is not on the list of global tables' as name
       from present where not of_store and name <> all ($1)
     union all
     select listed || ' is on the list of global tables but does not exist'
       from unnest($1) as listed where listed <> all (select name from present)
      order by 1`,
    [globals],
  );

/** Keys that do not lead with the store do not distribute, and let one store's values collide with another's. */
export const keysWithoutStore: Check = (db) =>
  names(
    db,
    `select n.nspname || '.' || i.relname || ' does not start with store_id' as name
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_index x on x.indrelid = c.oid
       join pg_class i on i.oid = x.indexrelid
       join pg_am m on m.oid = i.relam and m.amname = 'btree'
       left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
      where ${tenantTable} and a.attname is distinct from 'store_id'
     union all
     select n.nspname || '.' || k.conname || ' does not start with store_id'
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
       join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
      where ${tenantTable}
        and (a.attname <> 'store_id' or b.attname <> 'store_id' and k.confrelid::regclass::text <> 'settings.stores')
      order by 1`,
    [globals],
  );

/** A definer function without a search path of its own runs whatever its caller put in the way. */
export const unsafeDefiners: Check = (db) =>
  names(
    db,
    `select n.nspname || '.' || p.proname ||
            case when pathless then ' is security definer without search_path'
                 else ' is security definer and open to everyone' end as name
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
            lateral (select not exists (select from unnest(p.proconfig) as s where s like 'search_path=%')) as path(pathless)
      where ${ours} and p.prosecdef
        and (pathless or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
                                  where acl.grantee = 0 and acl.privilege_type = 'EXECUTE'))
      order by 1`,
  );

const ownTime =
  /\b(now|random|gen_random_uuid|gen_random_bytes|uuidv4|uuidv7|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i;

/** Time and chance come from the caller, so that tests control them: functions, views and column defaults. */
export const ownClock: Check = async (db) => {
  const { rows } = await db.query<{ name: string; body: string }>(
    `select n.nspname || '.' || p.proname as name, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} and n.nspname <> 'pgboss'
     union all
     select n.nspname || '.' || c.relname, pg_get_viewdef(c.oid)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${ours} and n.nspname <> 'pgboss' and c.relkind in ('v', 'm')
     union all
     select n.nspname || '.' || c.relname || '.' || a.attname, pg_get_expr(d.adbin, d.adrelid)
       from pg_attrdef d
       join pg_class c on c.oid = d.adrelid
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
      where ${ours} and n.nspname <> 'pgboss'
      order by 1`,
  );
  return rows.flatMap(({ name, body }) => {
    const code = body.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
    const found = ownTime.exec(code)?.[0];
    return found ? [`${name} calls ${found.replace(/\s*\($/, '()')}`] : [];
  });
};
