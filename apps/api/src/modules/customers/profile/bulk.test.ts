import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { AppError } from '../../../platform/errors.ts';
import { isCardNumber } from '../card/rules.ts';
import * as customers from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const make = (items: customers.NewCustomer[]) => app.inStore((ctx) => customers.createMany(ctx, items));
const outcome = (result: customers.MadeCustomer | AppError) =>
  result instanceof AppError ? result.code : result.created;

describe('many customers at once', () => {
  it('are made with facts, tags and cards of their own, at the time they joined', async () => {
    const createdAt = new Date('2020-02-29T12:00:00Z');
    const items = Array.from({ length: 1000 }, (_, at) => ({
      firstName: `Bulk ${at}`,
      source: 'file',
      sourceId: `b${at}`,
      tags: ['bulk'],
      createdAt,
      ...(at === 0 ? { address: { street1: 'One', city: 'Riyadh' } } : {}),
    }));
    const made = await make(items);
    expect(new Set(made.map(outcome))).toEqual(new Set([true]));
    const { rows } = await app.db.query<{ card_number: string }>(
      `select c.card_number from customers.customers c
       join customers.facts f on f.store_id = c.store_id and f.customer_id = c.id
         and f.status = c.status and f.type = c.type and f.created_at = c.created_at
       join customers.tags t on t.store_id = c.store_id and t.customer_id = c.id and t.tag = 'bulk'
       where c.source = 'file' and c.created_at = $1`,
      [createdAt],
    );
    expect(new Set(rows.map((row) => row.card_number)).size).toBe(1000);
    expect(rows.every((row) => isCardNumber(row.card_number))).toBe(true);
    const again = await make(items);
    expect(again.map((item) => item instanceof AppError || item.created)).toEqual(Array(1000).fill(false));
    expect(again.map((item) => !(item instanceof AppError) && item.id)).toEqual(
      made.map((item) => !(item instanceof AppError) && item.id),
    );
  });

  it('each succeed or fail alone, and say why', async () => {
    await make([{ firstName: 'Holder', email: 'holder@example.com', phone: '0533333333' }]);
    const results = await make([
      { firstName: 'Good' },
      { firstName: '' },
      { firstName: 'A', email: 'Holder@Example.com' },
      { firstName: 'A', phone: '0533333333' },
      { firstName: 'A', phone: '1' },
      { firstName: 'A', birthday: '2999-01-01' },
      { firstName: 'Twin', email: 'twin@example.com' },
      { firstName: 'Twin', email: 'TWIN@example.com' },
      { firstName: 'S', source: 's', sourceId: '1' },
      { firstName: 'S', source: 's', sourceId: '1' },
      { firstName: 'Good too' },
    ]);
    expect(results.map(outcome)).toEqual([
      true,
      'validation',
      'email_taken',
      'phone_taken',
      'phone_invalid',
      'date_in_future',
      true,
      'email_taken',
      true,
      false,
      true,
    ]);
    expect(results[9]).toEqual({ ...results[8], created: false });
  });

  it('get another card number where theirs is taken', async () => {
    // The same bytes each time for the first two draws, then bytes that count up.
    const draws: number[] = [];
    const made = await app.inStore((ctx) => {
      const bytes = (size: number) => {
        draws.push(size);
        return new Uint8Array(size).fill(draws.length <= 2 ? 7 : draws.length);
      };
      return customers.createMany({ ...ctx, randomBytes: bytes }, [
        { firstName: 'One' },
        { firstName: 'Two' },
      ]);
    });
    expect(made.map(outcome)).toEqual([true, true]);
    expect(draws.length).toBe(3);
  });

  it('made by two requests at once from one file are made once', async () => {
    const items = Array.from({ length: 50 }, (_, at) => ({
      firstName: 'P',
      source: 'par',
      sourceId: `${at}`,
    }));
    const [a, b] = await Promise.all([make(items), make([...items].reverse())]);
    const ids = (list: (customers.MadeCustomer | AppError)[]) =>
      list.map((item) => (item instanceof AppError ? item.code : item.id)).sort();
    expect(ids(a)).toEqual(ids(b));
    const { rows } = await app.db.query(
      `select count(*)::int as n from customers.customers where source = 'par'`,
    );
    expect(rows[0]?.n).toBe(50);
  });
});
