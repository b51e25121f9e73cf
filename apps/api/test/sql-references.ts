import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { levelOf, moduleNames } from './levels.ts';

/** A `<schema>.<name>` in the SQL of a module. */
interface Reference {
  schema: string;
  name: string;
  /** Followed by a parenthesis: a function, not a table. */
  isCall: boolean;
  /** Stands in a foreign key. */
  isForeignKey: boolean;
  line: number;
}

export interface SqlReport {
  /** `<file>:<line> <what is wrong>` for each reference out of bounds. */
  violations: string[];
  files: number;
  references: number;
}

const schemas = [...moduleNames, 'platform', 'pgboss'];
const reference = new RegExp(
  `(references\\s+)?(?<![\\w.'":])"?(${schemas.join('|')})"?\\."?(\\w+)"?(\\s*\\()?`,
  'gi',
);

/** Methods whose first argument names a table: Kysely's builders, `sql.table` and `sql.raw`. */
const tableMethods = new Set(
  (
    'selectFrom insertInto updateTable deleteFrom mergeInto innerJoin leftJoin rightJoin fullJoin ' +
    'innerJoinLateral leftJoinLateral from using table raw ref id'
  ).split(' '),
);

/**
 * Reads the SQL of every module in `modulesDir` (`.sql` files, and what `.ts` files hand to `sql` or to
 * Kysely's builders) and of the migrations, and finds each reference out of bounds: a module names its
 * own schema, or a `v_*` view of a lower module; of the platform it may call functions only.
 */
export function readSql(modulesDir: string, migrationsDir?: string): SqlReport {
  const report: SqlReport = { violations: [], files: 0, references: 0 };
  for (const module of moduleNames) {
    const folder = join(modulesDir, module);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const wanted = /\.(sql|ts)$/.test(name) && !/\.(test|gen)\.ts$|schema\.sql$/.test(name);
      if (wanted) readFile(report, join(folder, name), module, modulesDir);
    }
  }
  for (const name of migrationsDir ? readdirSync(migrationsDir).sort() : []) {
    const module = /^\d{4}_(\w+)\.sql$/.exec(name)?.[1]?.split('_')[0];
    if (migrationsDir && module && levelOf(module) !== undefined)
      readFile(report, join(migrationsDir, name), module, migrationsDir);
  }
  return report;
}

function readFile(report: SqlReport, path: string, module: string, base: string): void {
  const text = readFileSync(path, 'utf8');
  const pieces = path.endsWith('.sql') ? [{ text: withoutComments(text), line: 1 }] : sqlOf(text);
  if (pieces.length === 0) return;
  report.files += 1;
  for (const found of pieces.flatMap(referencesOf)) {
    report.references += 1;
    const fault = faultOf(module, found);
    if (fault) report.violations.push(`${relative(base, path).replaceAll('\\', '/')}:${found.line} ${fault}`);
  }
}

function faultOf(module: string, { schema, name, isCall, isForeignKey }: Reference): string | undefined {
  if (schema === module) return undefined;
  const named = `names ${schema}.${name}`;
  if (schema === 'pgboss') return `${named}: jobs are enqueued through the context`;
  if (schema === 'platform')
    return isCall ? undefined : `${named}: tables of the platform are the platform's`;
  if ((levelOf(schema) as number) >= (levelOf(module) as number)) return `${named}: not a lower module`;
  if (isForeignKey || name.startsWith('v_')) return undefined;
  return `${named}: of a lower module only v_* views are published`;
}

/** The SQL in a TypeScript file: `sql` templates, and names of tables given to a builder. */
function sqlOf(text: string): { text: string; line: number }[] {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const pieces: { text: string; line: number }[] = [];
  const take = (node: ts.Node, content: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    pieces.push({ text: withoutComments(content), line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText(source))) {
      const { template } = node;
      take(
        template,
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : [template.head, ...template.templateSpans.map((span) => span.literal)]
              .map((part) => part.text)
              .join('$1'),
      );
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [table] = node.arguments;
      if (tableMethods.has(node.expression.name.text) && table && ts.isStringLiteralLike(table))
        take(table, table.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pieces;
}

/** The same text with comments blanked, line by line as it was. */
function withoutComments(sql: string): string {
  return sql.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/--.*$/gm, '');
}

function referencesOf(piece: { text: string; line: number }): Reference[] {
  return [...piece.text.matchAll(reference)]
    .map((match) => ({
      schema: (match[2] as string).toLowerCase(),
      name: (match[3] as string).toLowerCase(),
      isCall: match[4] !== undefined,
      isForeignKey: match[1] !== undefined,
      line: piece.line + piece.text.slice(0, match.index).split('\n').length - 1,
    }))
    .filter(({ schema }) => !isAlias(piece.text, schema));
}

/** Whether the text gives some table the name of a schema, as in `from orders.v_orders orders`. */
function isAlias(text: string, schema: string): boolean {
  return new RegExp(`\\bas\\s+${schema}\\b|\\w+\\.\\w+\\s+${schema}\\b(?!\\.)`, 'i').test(text);
}
