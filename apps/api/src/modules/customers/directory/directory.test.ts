import { type CallOf, contract } from '@wafa/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../index.ts';
import { fold } from './rules.ts';

const { list } = contract.customers;
type Query = CallOf<typeof list>;

let app: TestApp;
let analyst: Client;
let ids: string[];

const day = (at: number) => new Date(Date.UTC(2025, 0, 1 + at, 12));
const firstNames = ['Amal', 'Badr', 'أحمد', 'ليلى', 'Émile', 'zoe', 'محمد'];

/**
 * 60 customers whose figures follow from their number, half of them without e-mail or visit, and three
 * pairs alike in every key of an order.
 */
function crowd(): customers.NewCustomer[] {
  return Array.from({ length: 60 }, (_, at) => ({
    firstName: firstNames[at % 7] ?? '',
    lastName: at < 6 ? 'Same' : `No${at}`,
    email: at % 2 ? `c${String(at).padStart(2, '0')}@list.example` : undefined,
    phone: `05000000${String(at).padStart(2, '0')}`,
    type: at % 10 === 0 ? 'business' : 'individual',
    companyName: at % 10 === 0 ? `Company ${at}` : undefined,
    status: at % 12 === 0 ? 'suspended' : 'active',
    tags: [...(at % 3 === 0 ? ['third'] : []), ...(at % 4 === 0 ? ['fourth'] : [])],
    createdAt: day(Math.floor(at / 2)),
  }));
}

beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  const other = await app.addStore();
  await app.inStore((ctx) => customers.createMany(ctx, crowd()), other);
  ids = await app.inStore(async (ctx) => {
    const made = (await customers.createMany(ctx, crowd())).map((item) => ('id' in item ? item.id : ''));
    customers.putFacts(
      ctx,
      made.flatMap((customerId, at) => [
        { customerId, spent: Math.floor(at / 2) * 100, orders: 1, tier: at % 5 === 0 ? 'gold' : 'bronze' },
        ...(at % 2 ? [{ customerId, visitAt: day(100 - Math.floor(at / 4)) }] : []),
      ]),
    );
    return made;
  });
  await app.db.query(
    `insert into customers.memberships (store_id, customer_id, segments, since, causes)
     select $1, id, '{at_risk}', '{now}', '{full}' from unnest($2::uuid[]) as id`,
    [app.store.id, ids.slice(10, 15)],
  );
});
afterAll(() => app?.close());

const found = async (query: Query) => {
  const reply = await analyst.call(list, { limit: 100, ...query });
  expect(reply.status).toBe(200);
  return reply.data;
};
/** Places in the crowd of the customers that a query lists, in its order. */
const places = async (query: Query) =>
  (await found(query)).customers.map((customer) => ids.indexOf(customer.id));
const sorted = (numbers: number[]) => [...numbers].sort((a, b) => a - b);
const all = Array.from({ length: 60 }, (_, at) => at);

describe('filters', () => {
  it.each<[Query, (at: number) => boolean]>([
    [{}, () => true],
    [{ status: 'suspended' }, (at) => at % 12 === 0],
    [{ type: 'business' }, (at) => at % 10 === 0],
    [{ tier: 'gold' }, (at) => at % 5 === 0],
    [{ tier: 'unheard of' }, () => false],
    [{ segment: 'at_risk' }, (at) => at >= 10 && at < 15],
    [{ tags: 'third' }, (at) => at % 3 === 0],
    [{ tags: 'third,fourth' }, (at) => at % 12 === 0],
    [{ totalSpentMin: 1000 }, (at) => Math.floor(at / 2) * 100 >= 1000],
    [{ totalSpentMin: 500, totalSpentMax: 500 }, (at) => Math.floor(at / 2) === 5],
    [{ createdFrom: '2025-01-05', createdTo: '2025-01-06' }, (at) => [4, 5].includes(Math.floor(at / 2))],
    [{ createdFrom: day(10).toISOString() }, (at) => Math.floor(at / 2) >= 10],
    [{ createdTo: day(10).toISOString() }, (at) => Math.floor(at / 2) <= 10],
    [{ createdFrom: '0000-01-01' }, () => true],
    [{ lastVisitTo: '2026-01-01' }, (at) => at % 2 === 1],
    [{ lastVisitFrom: day(99).toISOString() }, (at) => at % 2 === 1 && at < 8],
    [{ tier: 'gold', type: 'business', tags: 'third', status: 'active' }, (at) => at === 30],
    [{ tier: 'bronze', tags: 'fourth', segment: 'at_risk' }, (at) => at === 12],
  ])('%o', async (query, holds) => {
    for (const sortBy of ['createdAt', 'totalSpent'] as const) {
      const page = await found({ ...query, sortBy });
      expect(sorted(page.customers.map((customer) => ids.indexOf(customer.id)))).toEqual(all.filter(holds));
      expect(page.total).toBe(all.filter(holds).length);
    }
  });

  it('take days as days of the store, to their last moment', async () => {
    // 23:30 in Riyadh on 1 May is 20:30 in UTC; 00:30 on 2 May is 21:30 on 1 May in UTC.
    const late = await app.addCustomer({ createdAt: new Date('2030-05-01T20:30:00Z') });
    const next = await app.addCustomer({ createdAt: new Date('2030-05-01T21:30:00Z') });
    const on = async (date: string) =>
      (await found({ createdFrom: date, createdTo: date })).customers.map((customer) => customer.id);
    expect(await on('2030-05-01')).toEqual([late.id]);
    expect(await on('2030-05-02')).toEqual([next.id]);
    await app.db.query('delete from customers.facts where customer_id = any($1)', [[late.id, next.id]]);
    await app.db.query('delete from customers.customers where id = any($1)', [[late.id, next.id]]);
  });
});

describe('orders and pages', () => {
  const sorts = ['createdAt', 'name', 'email', 'lastVisitAt', 'totalSpent'] as const;
  const cases = sorts.flatMap((sortBy) =>
    (['asc', 'desc'] as const).map((sortOrder) => ({ sortBy, sortOrder })),
  );

  it.each(cases)('$sortBy $sortOrder: pages by number and by cursor are the whole list', async (order) => {
    const whole = await places(order);
    expect(sorted(whole)).toEqual(all);
    const numbered: number[] = [];
    for (let page = 1; page <= 9; page++) numbered.push(...(await places({ ...order, limit: 7, page })));
    expect(numbered).toEqual(whole);

    const walked: number[] = [];
    let cursor: string | undefined;
    for (let page = 1; ; page++) {
      const reply = await found({ ...order, limit: 7, cursor });
      walked.push(...reply.customers.map((customer) => ids.indexOf(customer.id)));
      expect(reply).toMatchObject({ total: 60, page, limit: 7, totalPages: 9 });
      if (!reply.nextCursor) break;
      cursor = reply.nextCursor;
    }
    expect(walked).toEqual(whole);
  });

  it('orders by the key asked for; the missing come first ascending', async () => {
    const spent = (await found({ sortBy: 'totalSpent', sortOrder: 'desc' })).customers.map(
      (c) => c.totalSpent,
    );
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    const emails = (await found({ sortBy: 'email', sortOrder: 'asc' })).customers.map((c) => c.email ?? '');
    expect(emails).toEqual([...emails].sort());
    const visits = (await found({ sortBy: 'lastVisitAt', sortOrder: 'asc' })).customers.map(
      (c) => c.lastVisitAt ?? '',
    );
    expect(visits).toEqual([...visits].sort());
    expect(visits.slice(0, 30)).toEqual(Array(30).fill(''));
  });

  it('orders names as they are folded, a business by its company', async () => {
    const { customers: people } = await found({ sortBy: 'name', sortOrder: 'asc' });
    const keys = people.map((c) => fold(c.companyName ?? `${c.firstName} ${c.lastName}`));
    expect(keys).toEqual([...keys].sort());
  });

  it('reverses exactly: descending is ascending read backwards', async () => {
    for (const sortBy of sorts) {
      const up = await places({ sortBy, sortOrder: 'asc' });
      expect(await places({ sortBy, sortOrder: 'desc' })).toEqual(up.reverse());
    }
  });

  it('ends quietly past the last page', async () => {
    expect(await found({ page: 100, limit: 10 })).toMatchObject({
      customers: [],
      total: 60,
      nextCursor: null,
    });
    expect((await found({ limit: 60 })).nextCursor).toBeNull();
  });

  it.each([
    'limit=101',
    'limit=0',
    'page=0',
    'page=x',
    'sortBy=password',
    'sortOrder=up',
    'status=gone',
    'tags=%00',
    'query=%00',
    'createdFrom=2025-02-30',
    'totalSpentMin=1.5',
  ])('refuses %s with the field', async (query) => {
    const reply = await analyst.send('GET', `/api/v1/customers?${query}`);
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors[0]?.field).toMatch(new RegExp(`^${query.split('=')[0]}`));
  });

  it('refuses a cursor that is none, of other filters, or made up', async () => {
    const { nextCursor } = await found({ limit: 5 });
    const forged = Buffer.from(JSON.stringify(['2025-99-99', ids[0], 'x', 1, 1])).toString('base64url');
    const wrong: Query[] = [
      { cursor: 'nonsense' },
      { cursor: forged },
      { cursor: nextCursor ?? '', sortBy: 'name' },
      { cursor: nextCursor ?? '', status: 'active' },
    ];
    for (const query of wrong) {
      const reply = await analyst.call(list, query);
      expect([reply.status, reply.failure.code]).toEqual([400, 'cursor_invalid']);
    }
  });
});

describe('search', () => {
  it.each<[string, number[]]>([
    ['c07@list.example', [7]],
    ['C07@LIST', [7]],
    ['050 000 0042', [42]],
    ['+966500000042', [42]],
    ['٠٥٠٠٠٠٠٠٤٢', [42]],
    ['احمد no16', [16]],
    ['أَحْمَد no16', [16]],
    ['ليلي no17', [17]],
    ['emile no25', [25]],
    ['Company 40', [40]],
    ['badr nothere', []],
    ['emille noo25', [25]],
    ['؛', []],
  ])('%s', async (query, expected) => {
    const hits = await places({ query });
    if (query === 'emille noo25') expect(hits).toContain(25);
    else expect(sorted(hits)).toEqual(expected);
  });

  it('finds by card number, whole or in groups', async () => {
    const customer = await app.inStore((ctx) => customers.require(ctx, ids[33] ?? ''));
    const { cardNumber } = (await analyst.call(contract.customers.get, { customerId: customer })).data;
    expect(await places({ query: cardNumber })).toEqual([33]);
    expect(await places({ query: cardNumber.replace(/(.{4})/g, '$1 ') })).toEqual([33]);
  });

  it('narrows together with filters, pages, and answers under the documented path', async () => {
    expect(sorted(await places({ query: 'badr', tags: 'third' }))).toEqual([15, 36, 57]);
    const pages = [
      await found({ query: 'badr', limit: 5 }),
      await found({ query: 'badr', limit: 5, page: 2 }),
    ];
    expect(pages.map((page) => [page.customers.length, page.total])).toEqual([
      [5, 9],
      [4, 9],
    ]);
    const aliased = await analyst.send('GET', '/api/customers/search?q=c07%40list');
    expect(aliased.data).toMatchObject({ total: 1, customers: [{ id: ids[7] }] });
  });

  it('sees only the store of the transaction, whatever store it is asked for', async () => {
    const other = await app.addStore();
    const rows = await app.inStore(async (ctx) => {
      const { sql } = await import('kysely');
      return (
        await sql`select customers.search_v2(${app.store.id}, 100, '{}', null, '{}', null, '{}', 1, '{1}', '{badr}', '{1}')`.execute(
          ctx.tx,
        )
      ).rows;
    }, other);
    expect(rows).toEqual([]);
  });

  it('takes LIKE signs and quotes literally', async () => {
    expect(await places({ query: '%' })).toEqual([]);
    expect(await places({ query: `'; drop table customers.customers; --` })).toEqual([]);
  });
});

describe('folding', () => {
  const letters = fc.constantFrom(
    ...'ابتأإآٱىيئؤةهـًٌَُِّْٰکگیھہ٠٩۰۹ﷲﷺﻻÀéñÅßøŁİıςΣЙйЁA-z.@+_ \t\'"،؛؟(/)|\\\u200f\u202e\u00a0\u2003🎉',
  );
  it('is the same in SQL and in TypeScript', async () => {
    const random = fc.sample(
      fc.oneof(fc.string({ unit: letters, maxLength: 30 }), fc.string({ unit: 'grapheme' })),
      2000,
    );
    // Letters beyond the first plane are still being added, and PostgreSQL 15 knows fewer than Node.
    const known = (letter: string) => {
      const point = letter.codePointAt(0) ?? 0;
      return (
        letter === '🎉' || (point > 0 && point < 0x10000 && !/[\p{Surrogate}\p{Unassigned}]/u.test(letter))
      );
    };
    const texts = random.filter((text) => [...text].every(known));
    expect(texts.length).toBeGreaterThan(1000);
    const { rows } = await app.db.query<{ folded: string }>(
      'select customers.fold_v1(t) as folded from unnest($1::text[]) with ordinality as u (t, n) order by n',
      [texts],
    );
    const differ = texts.filter((text, at) => fold(text) !== rows[at]?.folded);
    expect(differ).toEqual([]);
  });
});
