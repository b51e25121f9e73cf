import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { moduleNames } from '../../apps/api/test/levels.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface Column {
  name: string;
  type: string;
  /** Base type of the element, and whether it is an array. */
  base: string;
  isArray: boolean;
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
 * What stands in each module's `schema.sql` and `tables.gen.ts`, read from a migrated database.
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
    files.set(`${module}/tables.gen.ts`, typesText(module, relations));
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
                      'base', coalesce(e.typname, t.typname), 'isArray', t.typcategory = 'A',
                      'notNull', a.attnotnull, 'generated', a.attgenerated <> '', 'identity', a.attidentity <> '',
                      'expression', pg_get_expr(d.adbin, d.adrelid, true)) order by a.attnum), '[]')
               from pg_attribute a
               join pg_type t on t.oid = a.atttypid
               left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
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
const typeNames: Record<string, string> = {
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  bool: 'boolean',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  char: 'string',
  name: 'string',
  uuid: 'string',
  inet: 'string',
  xid8: 'string',
  tsvector: 'string',
  timestamptz: 'Date',
  date: 'string',
  time: 'string',
  json: 'unknown',
  jsonb: 'unknown',
  bytea: 'Buffer',
};

function typesText(module: string, relations: Relation[]): string {
  const bodies = relations.map((relation) => interfaceText(relation, module));
  const used = ['Generated', 'GeneratedAlways'].filter((name) =>
    bodies.some((body) => body.includes(`${name}<`)),
  );
  const imported = used.length > 0 ? `import type { ${used.join(', ')} } from 'kysely';\n\n` : '';
  const keys = relations.map((relation) => `  '${module}.${relation.name}': ${interfaceName(relation)};`);
  return [
    `// ${header}\n`,
    `${imported}/** The tables and views of the schema ${module}, for \`tx.withTables<Tables>()\`. */`,
    `export interface Tables {\n${keys.join('\n')}\n}\n`,
    bodies.join('\n'),
  ].join('\n');
}

function interfaceText(relation: Relation, module: string): string {
  const fields = relation.columns.map((column) => {
    const type = columnType(column, `${module}.${relation.name}.${column.name}`);
    return `  ${column.name}: ${relation.kind === 'view' ? type : withDefault(column, type)};`;
  });
  return `export interface ${interfaceName(relation)} {\n${fields.join('\n')}\n}\n`;
}

function interfaceName(relation: Relation): string {
  return relation.name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .concat(relation.kind === 'view' ? 'View' : 'Table');
}

function columnType(column: Column, where: string): string {
  const element = typeNames[column.base.replace(/^_/, '')];
  if (!element) throw new Error(`${where}: no TypeScript type is known for ${column.type}`);
  const type = column.isArray ? `${element}[]` : element;
  return column.notNull || element === 'unknown' ? type : `${type} | null`;
}

/** A column the database fills may be left out of an insert; a generated one must be. */
function withDefault(column: Column, type: string): string {
  if (column.generated) return `GeneratedAlways<${type}>`;
  return column.expression !== null || column.identity ? `Generated<${type}>` : type;
}
