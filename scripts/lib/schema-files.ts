import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { moduleNames } from '../../apps/api/test/levels.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface Column {
  name: string;
  type: string;
  notNull: boolean;
  /** Default or generation expression. */
  expression: string | null;
  generated: boolean;
  identity: boolean;
}

interface Relation {
  name: string;
  kind: 'table' | 'partitioned' | 'view';
  partitionKey: string | null;
  definition: string | null;
  columns: Column[];
  constraints: string[];
  indexes: string[];
  policies: string[];
  forced: boolean;
}

const header = 'Made by `npm run generate` from the migrated database. Do not edit.';

/**
 * What stands in each module's `schema.sql`, read from a migrated database.
 * @param modulesDir modules without a folder there are left out
 * @returns text by path, relative to `modulesDir`
 */
export async function schemaFiles(db: Db, modulesDir: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const module of moduleNames) {
    if (!existsSync(join(modulesDir, module))) continue;
    const relations = await readRelations(db, module);
    if (relations.length === 0) continue;
    const functions = await readFunctions(db, module);
    files.set(`${module}/schema.sql`, sqlText(module, relations, functions));
  }
  return files;
}

/** The files that differ from what stands on disk; empty when nothing has drifted. */
export async function drifted(files: ReadonlyMap<string, string>, modulesDir: string): Promise<string[]> {
  const differing: string[] = [];
  for (const [path, text] of files) {
    const present = await readFile(join(modulesDir, path), 'utf8').catch(() => undefined);
    if (present !== text) differing.push(path);
  }
  return differing;
}

async function readRelations(db: Db, schema: string): Promise<Relation[]> {
  const { rows } = await db.query<Relation>(
    `select c.relname as name,
            case c.relkind when 'r' then 'table' when 'p' then 'partitioned' else 'view' end as kind,
            case c.relkind when 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
            case c.relkind when 'v' then pg_get_viewdef(c.oid, true) end as definition,
            c.relforcerowsecurity as forced,
            (select coalesce(jsonb_agg(jsonb_build_object(
                      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                      'notNull', a.attnotnull, 'generated', a.attgenerated <> '', 'identity', a.attidentity <> '',
                      'expression', pg_get_expr(d.adbin, d.adrelid, true)) order by a.attnum), '[]')
               from pg_attribute a
               left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            (select coalesce(jsonb_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid, true))
                                       order by array_position('{p,u,f,c,x}', k.contype), k.conname), '[]')
               from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')) as constraints,
            (select coalesce(jsonb_agg(pg_get_indexdef(i.indexrelid) order by pg_get_indexdef(i.indexrelid)), '[]')
               from pg_index i
              where i.indrelid = c.oid
                and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = c.oid
                                                              and k.contype in ('p', 'u', 'x'))) as indexes,
            (select coalesce(jsonb_agg(format('%s%s', p.polname,
                      case when p.polroles = '{0}' then '' else ' (' || (
                        select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r
                         where r.oid = any (p.polroles)) || ')' end) order by p.polname), '[]')
               from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v') and not c.relispartition
      order by c.relkind = 'v', c.relname`,
    [schema],
  );
  return rows;
}

async function readFunctions(db: Db, schema: string): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>(
    `select format('%s(%s) returns %s%s', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
                   case when p.prosecdef then ' security definer, owned by ' || pg_get_userbyid(p.proowner) else '' end)
            as line
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = $1 order by 1`,
    [schema],
  );
  return rows.map((row) => row.line);
}

function sqlText(module: string, relations: Relation[], functions: string[]): string {
  const parts = [`-- ${header}\n-- The schema ${module}, to read; the migrations are what is run.\n`];
  for (const relation of relations) parts.push(relationText(module, relation));
  if (functions.length > 0)
    parts.push(`-- Functions\n${functions.map((line) => `--   ${module}.${line}`).join('\n')}\n`);
  return parts.join('\n');
}

function relationText(module: string, relation: Relation): string {
  const name = `${module}.${relation.name}`;
  if (relation.kind === 'view')
    return `create view ${name} with (security_invoker = true) as\n${relation.definition?.trimEnd()}\n`;
  const width = Math.max(...relation.columns.map((column) => column.name.length));
  const lines = [
    ...relation.columns.map((column) => columnText(column, width)),
    ...relation.constraints.map((text) => text.replaceAll(/\s*\n\s*/g, ' ')),
  ];
  const partition = relation.partitionKey ? ` partition by ${relation.partitionKey}` : '';
  const security = relation.policies.length > 0 ? relation.policies.join(', ') : 'none';
  return [
    `create table ${name} (`,
    lines.map((line) => `  ${line}`).join(',\n'),
    `)${partition};`,
    ...relation.indexes.map((text) => `${text};`),
    `-- row security: ${relation.forced ? 'forced' : 'off'}; policies: ${security}\n`,
  ].join('\n');
}

function columnText(column: Column, width: number): string {
  const expression = column.expression?.replaceAll(/\s*\n\s*/g, ' ');
  const tail = [
    column.notNull ? 'not null' : '',
    column.generated ? `generated always as (${expression}) stored` : '',
    column.identity ? 'generated by default as identity' : '',
    !column.generated && expression !== undefined ? `default ${expression}` : '',
  ].filter(Boolean);
  return [column.name.padEnd(width), column.type, ...tail].join(' ').trimEnd();
}

/** What the pool makes of each type (`platform/db/pool.ts`). */
