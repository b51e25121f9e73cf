import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleNames } from './levels.ts';
import { readSql } from './sql-references.ts';

const modulesDir = fileURLToPath(new URL('../src/modules', import.meta.url));
const migrationsDir = fileURLToPath(new URL('../migrations', import.meta.url));

it("finds no SQL that reaches into another module's tables", () => {
  const report = readSql(modulesDir, migrationsDir);
  expect(report.violations).toEqual([]);
  // What was read, so that an empty answer means that there is nothing to find.
  expect(report.files).toBeGreaterThan(10);
  expect(report.references).toBeGreaterThan(60);
});

it('lists the modules of the first level first', () => {
  expect(moduleNames[0]).toBe('settings');
  expect(new Set(moduleNames).size).toBe(moduleNames.length);
});

describe('a planted fault is named', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wafa-sql-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const plant = (path: string, text: string): string[] => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const found = readSql(join(folder, 'modules'), path.startsWith('migrations') ? dirname(file) : undefined);
    rmSync(file);
    return found.violations;
  };

  it.each([
    [
      'a table of a lower module in functions.sql',
      'modules/orders/functions.sql',
      'create function orders.f_v1() returns bigint language sql\nas $$ select count(*) from customers.customers $$;',
      'orders/functions.sql:2 names customers.customers: of a lower module only v_* views are published',
    ],
    [
      'a table of a lower module in a template',
      'modules/orders/sql.ts',
      'const one = sql`select 1`;\nconst rows = sql<Row>`\n  select * from customers.facts where id = 1`;',
      'orders/sql.ts:3 names customers.facts: of a lower module only v_* views are published',
    ],
    [
      'a table of a lower module in a builder, in a part of a module',
      'modules/loyalty/ledger/sql.ts',
      "tx.withTables<T>().selectFrom('customers.customers').selectAll();",
      'loyalty/ledger/sql.ts:1 names customers.customers: of a lower module only v_* views are published',
    ],
    [
      'a view of a higher module',
      'modules/customers/sql.ts',
      'sql`select * from orders.v_orders`;',
      'customers/sql.ts:1 names orders.v_orders: not a lower module',
    ],
    [
      'a view of a module of the same level',
      'modules/customers/sql.ts',
      'sql`select * from catalogue.v_products`;',
      'customers/sql.ts:1 names catalogue.v_products: not a lower module',
    ],
    [
      "a lower module's function",
      'modules/sales/sql.ts',
      'sql`select * from loyalty.earn_v1(1)`;',
      'sales/sql.ts:1 names loyalty.earn_v1: of a lower module only v_* views are published',
    ],
    [
      'a table of the platform',
      'modules/sales/sql.ts',
      'sql`delete from platform.audit_values`;',
      "sales/sql.ts:1 names platform.audit_values: tables of the platform are the platform's",
    ],
    [
      'the job queue',
      'modules/sales/sql.ts',
      'sql`select * from pgboss.job`;',
      'sales/sql.ts:1 names pgboss.job: jobs are enqueued through the context',
    ],
    [
      'a quoted name',
      'modules/orders/sql.ts',
      'sql`select * from "customers"."customers"`;',
      'orders/sql.ts:1 names customers.customers: of a lower module only v_* views are published',
    ],
    [
      'a foreign key upwards',
      'migrations/0004_customers.sql',
      'create table customers.x (store_id uuid,\n  foreign key (store_id) references orders.orders (store_id));',
      '0004_customers.sql:2 names orders.orders: not a lower module',
    ],
    [
      'a table of a lower module in a migration',
      'migrations/0007_orders.sql',
      'insert into orders.x select * from customers.customers;',
      '0007_orders.sql:1 names customers.customers: of a lower module only v_* views are published',
    ],
  ])('%s', (_, path, text, named) => {
    expect(plant(path, text)).toEqual([named]);
  });

  it.each([
    ['its own table', 'modules/orders/sql.ts', 'sql`select * from orders.orders o where o.id = 1`;'],
    ['a lower view', 'modules/orders/sql.ts', 'sql`select * from customers.v_customers`;'],
    ['a comment', 'modules/orders/functions.sql', '-- unlike customers.customers\nselect 1;'],
    [
      'a function of the platform',
      'modules/orders/functions.sql',
      "select platform.searchable('orders.orders');",
    ],
    ['a method of another module', 'modules/orders/orders.ts', 'customers.require(ctx, ref); sql`select 1`;'],
    ['the name of an event', 'modules/orders/orders.ts', "ctx.emit('customers.merged', {}); sql`select 1`;"],
    [
      'a foreign key down',
      'migrations/0007_orders.sql',
      'create table orders.x (foreign key (store_id) references customers.customers (store_id));',
    ],
  ])('and %s passes', (_, path, text) => {
    expect(plant(path, text)).toEqual([]);
  });
});
