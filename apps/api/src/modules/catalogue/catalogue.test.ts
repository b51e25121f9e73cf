import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, testApp } from '../../../test/harness.ts';
import { ensureProducts } from './index.ts';

const { list, categories, create, get, update } = contract.catalogue;

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

const coffee = {
  sku: 'CF-1',
  name: 'Coffee 250 g',
  nameAr: 'قهوة',
  category: 'drinks',
  price: 2500,
  stock: 3,
};

describe('products', () => {
  it('are added, read and changed, with audit', async () => {
    const made = await admin.call(create, coffee);
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({ ...coffee, currency: 'SAR', isActive: true, imageUrl: null });
    const productId = made.data.id;
    const changed = await admin.call(update, { productId, price: 2700, stock: null });
    expect(changed.data).toMatchObject({ sku: 'CF-1', price: 2700, stock: null, nameAr: 'قهوة' });
    expect((await admin.call(get, { productId })).data).toEqual(changed.data);
    const { rows } = await app.db.query(
      `select a.fields, v.before, v.after from platform.audit a join platform.audit_values v on v.audit_id = a.id
       where a.action = 'catalogue.update' and a.entity_id = $1`,
      [productId],
    );
    expect(rows).toEqual([
      { fields: ['price', 'stock'], before: { price: 2500, stock: 3 }, after: { price: 2700, stock: null } },
    ]);
  });

  it('have a sku of their own in a store', async () => {
    await admin.call(create, { sku: 'TAKEN', name: 'A', price: 1 });
    const second = await admin.call(create, { sku: 'TAKEN', name: 'B', price: 1 });
    expect([second.status, second.failure.code, second.failure.errors[0]?.field]).toEqual([
      409,
      'code_taken',
      'sku',
    ]);
    const other = await app.signIn('admin', await app.addStore());
    expect((await other.call(create, { sku: 'TAKEN', name: 'B', price: 1 })).status).toBe(201);
  });

  it('of another store are not found', async () => {
    const other = await app.signIn('admin', await app.addStore());
    const made = await other.call(create, { sku: 'THEIRS', name: 'A', price: 1 });
    const productId = made.data.id;
    expect((await admin.call(get, { productId })).status).toBe(404);
    expect((await admin.call(update, { productId, price: 2 })).status).toBe(404);
    expect((await admin.call(list, { query: 'THEIRS' })).data.total).toBe(0);
  });

  it.each([
    [{ price: -1 }, 'price'],
    [{ price: 1.5 }, 'price'],
    [{ sku: '' }, 'sku'],
    [{ name: 'a\u202eb' }, 'name'],
    [{ name: '\u0000' }, 'name'],
    [{ imageUrl: 'javascript:alert(1)' }, 'imageUrl'],
    [{ stock: -1 }, 'stock'],
  ])('with %o are refused', async (fields, field) => {
    const reply = await admin.send('POST', '/api/v1/products', {
      sku: 'BAD',
      name: 'Bad',
      price: 1,
      ...fields,
    });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
  });

  it('are edited by those who may', async () => {
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(list, {})).status).toBe(200);
    expect((await analyst.call(create, { sku: 'X', name: 'X', price: 1 })).status).toBe(403);
    const self = await app.signInAs(await app.addCustomer());
    expect((await self.call(list, {})).status).toBe(403);
  });
});

describe('the list', () => {
  it('filters, sorts and pages', async () => {
    const store = await app.addStore();
    const client = await app.signIn('admin', store);
    for (let at = 0; at < 7; at++) {
      const product = { sku: `P${at}`, name: `Tea ${at}%`, nameAr: `شاي ${at}`, price: 100 - at };
      await client.call(create, { ...product, category: at < 4 ? 'hot' : 'cold', isActive: at !== 0 });
    }
    const skus = async (query: Parameters<typeof client.call<typeof list>>[1]) =>
      (await client.call(list, query)).data.products.map((product) => product.sku);
    expect(await skus({})).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
    expect(await skus({ sortBy: 'price' })).toEqual(['P6', 'P5', 'P4', 'P3', 'P2', 'P1', 'P0']);
    expect(await skus({ query: 'شاي 3' })).toEqual(['P3']);
    expect(await skus({ query: '3%' })).toEqual(['P3']);
    expect(await skus({ query: '%' })).toHaveLength(7);
    expect(await skus({ query: '_' })).toEqual([]);
    expect(await skus({ category: 'cold', sortOrder: 'desc' })).toEqual(['P6', 'P5', 'P4']);
    expect(await skus({ isActive: 'false' })).toEqual(['P0']);

    const first = (await client.call(list, { limit: 3 })).data;
    expect(first).toMatchObject({ total: 7, page: 1, totalPages: 3 });
    const second = (await client.call(list, { limit: 3, cursor: first.nextCursor ?? '' })).data;
    expect(second).toMatchObject({ page: 2, products: [{ sku: 'P3' }, { sku: 'P4' }, { sku: 'P5' }] });
    expect((await client.call(list, { limit: 3, page: 3 })).data.nextCursor).toBeNull();
    expect((await client.call(list, { cursor: 'x' })).failure.code).toBe('cursor_invalid');
    expect((await client.call(categories, {})).data.categories).toEqual([
      { category: 'cold', products: 3 },
      { category: 'hot', products: 3 },
    ]);
  });
});

describe('order lines', () => {
  const line = (sku: string, name = 'From a line') => ({ sku, name, category: null, price: 500 });
  const named = async (sku: string) => {
    const { rows } = await app.db.query(
      'select name, price, currency from catalogue.products where store_id = $1 and sku = $2',
      [app.store.id, sku],
    );
    return rows;
  };

  it('add the products that are missing and leave the others as they are', async () => {
    await admin.call(create, { sku: 'L-1', name: 'Known', price: 100 });
    await app.inStore((ctx) =>
      ensureProducts(ctx, [line('L-1'), line('L-2'), line('L-2', 'Last name wins')]),
    );
    expect(await named('L-1')).toEqual([{ name: 'Known', price: '100', currency: 'SAR' }]);
    expect(await named('L-2')).toEqual([{ name: 'Last name wins', price: '500', currency: 'SAR' }]);
  });

  it('send nothing to the database once their skus are known', async () => {
    await app.inStore((ctx) => ensureProducts(ctx, [line('L-3')]));
    await app.inStore(async (ctx) => {
      const closed = new Proxy(ctx.tx, {
        get: () => {
          throw new Error('the database was asked');
        },
      });
      await ensureProducts({ ...ctx, tx: closed }, [line('L-3')]);
      await expect(ensureProducts({ ...ctx, tx: closed }, [line('L-4')])).rejects.toThrow('was asked');
    });
  });

  it('rolled back are added by the next order', async () => {
    const failed = app.inStore(async (ctx) => {
      await ensureProducts(ctx, [line('L-5')]);
      await ensureProducts(ctx, [line('L-5')]);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await named('L-5')).toEqual([]);
    await app.inStore((ctx) => ensureProducts(ctx, [line('L-5')]));
    expect(await named('L-5')).toHaveLength(1);
  });

  it('of many orders at once add a sku once', async () => {
    const skus = Array.from({ length: 20 }, (_, at) => `RACE-${at}`);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        app.inStore((ctx) =>
          ensureProducts(
            ctx,
            (at % 2 ? skus : [...skus].reverse()).map((sku) => line(sku)),
          ),
        ),
      ),
    );
    const { rows } = await app.db.query(
      `select count(*)::int as n from catalogue.products where sku like 'RACE-%'`,
    );
    expect(rows[0]?.n).toBe(20);
  });
});
