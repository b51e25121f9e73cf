import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportReport, readImports } from './imports.ts';
import { levelOf } from './levels.ts';

const root = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));
const modulesDir = join(root, 'apps/api/src/modules');

it('finds no import out of bounds', async () => {
  const report = await readImports();
  expect(report.violations).toEqual([]);
  // A reader that cannot parse passes green having read nothing.
  expect(report.files.length).toBeGreaterThan(150);
  expect(report.imports).toBeGreaterThan(500);
  for (const part of [
    'apps/api/src/modules/',
    'apps/api/src/platform/',
    'apps/web/src/',
    'packages/contract/src/',
  ])
    expect(report.files.some((file) => file.startsWith(part))).toBe(true);
});

it('gives every module a level', () => {
  const folders = readdirSync(modulesDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(3);
  expect(folders.map((entry) => entry.name).filter((name) => levelOf(name) === undefined)).toEqual([]);
});

/** Clock and randomness are globals, or stand in node:crypto, which an import rule cannot tell from hashing. */
const impure =
  /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync|Fill)\b|\bperformance\.now\b|\bfetch\s*\(/;

describe('rules.ts has neither clock nor dice', () => {
  it('in any module', () => {
    const files = readdirSync(modulesDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(^|[\\/])rules\.ts$/.test(name),
    );
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((name) => impure.test(readFileSync(join(modulesDir, name), 'utf8')))).toEqual([]);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'randomBytes(16)', 'crypto.randomUUID()'])(
    '%s is seen',
    (call) => {
      expect(impure.test(`export const made = ${call};`)).toBe(true);
    },
  );

  it.each(['new Date(at)', 'createHash("sha256")', 'randomised'])('%s passes', (call) => {
    expect(impure.test(`export const made = ${call};`)).toBe(false);
  });
});

/** A small tree of the same shape, with one fault per rule. */
const clean = {
  'apps/api/src/app.ts': "import './modules/orders/index.ts';",
  'apps/api/src/platform/context.ts': 'export const platform = 1;',
  'apps/api/src/platform/db/transaction.ts': "import 'pg';\nexport const tx = 1;",
  'apps/api/src/modules/settings/index.ts': "import './sql.ts';",
  'apps/api/src/modules/settings/sql.ts': "import '../../platform/db/transaction.ts';",
  'apps/api/src/modules/customers/index.ts': "import '../settings/index.ts';",
  'apps/api/src/modules/customers/sql.ts': 'export const sql = 1;',
  'apps/api/src/modules/catalogue/index.ts': 'export const catalogue = 1;',
  'apps/api/src/modules/orders/index.ts': "import '../customers/index.ts';\nimport './rules.ts';",
  'apps/api/src/modules/orders/rules.ts': "import 'node:crypto';\nexport const rules = 1;",
  'apps/web/src/main.tsx': "import '../../../packages/contract/src/index.ts';",
  'apps/mobile/src/main.tsx': "import '../../../packages/contract/src/index.ts';",
  'packages/contract/src/index.ts': "import 'zod';",
  'packages/predict/src/index.ts': 'export const predict = 1;',
};

const planted: [rule: string, file: string, imported: string][] = [
  ['module-only-through-index', 'apps/api/src/modules/orders/planted.ts', '../customers/sql.ts'],
  ['app-only-through-index', 'apps/api/src/commands/planted.ts', '../modules/customers/sql.ts'],
  ['levels-customers', 'apps/api/src/modules/customers/planted.ts', '../orders/index.ts'],
  ['levels-customers', 'apps/api/src/modules/customers/beside.ts', '../catalogue/index.ts'],
  ['no-cycles', 'apps/api/src/modules/settings/around.ts', './round-back.ts'],
  ['platform-knows-no-module', 'apps/api/src/platform/planted.ts', '../modules/settings/index.ts'],
  ['contract-imports-only-zod', 'packages/contract/src/planted.ts', 'kysely'],
  ['contract-imports-only-zod', 'packages/contract/src/file.ts', 'node:fs'],
  ['rules-are-pure', 'apps/api/src/modules/orders/part/rules.ts', '../../../platform/db/transaction.ts'],
  ['rules-use-no-node-module', 'apps/api/src/modules/orders/file/rules.ts', 'node:fs'],
  ['driver-only-in-platform', 'apps/api/src/modules/orders/driver.ts', 'pg'],
  ['web-and-mobile-see-packages-only', 'apps/web/src/planted.ts', '../../api/src/platform/context.ts'],
  ['web-and-mobile-see-packages-only', 'apps/web/src/shares.ts', '../../../packages/predict/src/index.ts'],
  ['web-and-mobile-see-packages-only', 'apps/mobile/src/planted.ts', '../../web/src/main.tsx'],
  ['packages-know-no-app', 'packages/predict/src/planted.ts', '../../../apps/web/src/main.tsx'],
  ['no-unresolved', 'apps/api/src/modules/orders/lost.ts', './nowhere.ts'],
];

describe('a planted import is named', () => {
  let folder: string;
  let before: ImportReport;
  let after: ImportReport;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wafa-imports-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const [path, text] of Object.entries(clean)) write(path, text);
    before = await readImports(folder);
    for (const [, path, imported] of planted)
      write(path, `import '${imported}';\nexport const planted = 1;\n`);
    write('apps/api/src/modules/settings/round-back.ts', "import './around.ts';");
    after = await readImports(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('but not without a plant', () => {
    expect(before.violations).toEqual([]);
    expect(before.files.length).toBeGreaterThanOrEqual(Object.keys(clean).length);
  });

  it.each(planted)('%s: %s imports %s', (rule, path) => {
    expect(after.violations.some((line) => line.startsWith(`${rule}: ${path} → `))).toBe(true);
  });

  it('and nothing else is', () => {
    const files = new Set([
      ...planted.map(([, path]) => path),
      'apps/api/src/modules/settings/round-back.ts',
    ]);
    expect(after.violations.filter((line) => !files.has(line.split(' ')[1] as string))).toEqual([]);
  });
});
