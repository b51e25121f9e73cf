import { type CallOf, contract } from '@wafa/contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../../test/harness.ts';
import * as customers from '../../index.ts';
import { storedTermsOf } from './rules.ts';
import { makeSounds } from './search.ts';

const { list } = contract.customers;
type Query = CallOf<typeof list>;

let app: TestApp;
let analyst: Client;

/** First and last name in Latin letters, or in Arabic ones, as a till would have taken them down. */
const people: customers.NewCustomer[] = [
  { firstName: 'Mohammed', lastName: 'Al-Otaibi', email: 'mo@mail.example', phone: '0501112233' },
  { firstName: 'محمد', lastName: 'القحطاني', phone: '0501112244' },
  { firstName: 'Mahmoud', lastName: 'Said' },
  { firstName: 'عبد الله', lastName: 'الحربي' },
  { firstName: 'Abdullah', lastName: 'Haddad' },
  { firstName: 'Nour El-Din', lastName: 'Zaki' },
  { firstName: 'فاطمة', lastName: 'الزهراني', firstNameAr: 'فاطمة' },
  { firstName: 'Khalid', lastName: 'Nasser' },
  { firstName: 'Khalida', lastName: 'Nassar' },
  { firstName: 'Layla', lastName: 'Osman', type: 'business', companyName: '1001 Nights Trading' },
];

beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  const other = await app.addStore();
  await app.inStore((ctx) => customers.createMany(ctx, people), other);
  await app.inStore((ctx) => customers.createMany(ctx, people));
});
afterAll(() => app?.close());

const search = async (query: Query) => {
  const reply = await analyst.call(list, { limit: 100, ...query });
  expect(reply.status).toBe(200);
  return reply.data;
};
/** First names of the customers that a query finds, in the order of the answer. */
const names = async (query: string) => (await search({ query })).customers.map((one) => one.firstName);

describe('names', () => {
  it.each([
    ['محمد', ['محمد', 'Mohammed']],
    ['Muhammad', ['Mohammed', 'محمد']],
    ['Mohamad Otaibi', ['Mohammed']],
    ['العتيبي', ['Mohammed']],
    ['Qahtani', ['محمد']],
    ['Abd Allah', ['Abdullah', 'عبد الله']],
    ['عبدالله', ['عبد الله', 'Abdullah']],
    ['نور الدين', ['Nour El-Din']],
    ['Noureddine', ['Nour El-Din']],
    ['Fatimah', ['فاطمة']],
    ['زهراني فاطمه', ['فاطمة']],
  ])('%s is found in both scripts', async (query, expected) => {
    expect((await names(query)).sort()).toEqual([...expected].sort());
  });

  it('are found the same after the job has made their sounds as before', async () => {
    const queries = ['Muhammad', 'عبدالله', 'Fatimah', 'Khaled'];
    const before = await Promise.all(queries.map(names));
    const { rows } = await app.db.query('select 1 from customers.name_tokens where sound is null');
    expect(rows.length).toBeGreaterThan(10);
    expect(await app.inStore(makeSounds)).toBe(false);
    const left = await app.db.query(
      'select 1 from customers.name_tokens where sound is null and store_id = $1',
      [app.store.id],
    );
    expect(left.rows).toEqual([]);
    expect(await Promise.all(queries.map(names))).toEqual(before);
  });

  it('come whole before those that begin so, and a letter away only where there is nothing else', async () => {
    expect(await names('khalid')).toEqual(['Khalid', 'Khalida']);
    expect(await names('khal')).toHaveLength(2);
    expect(await names('khxlid')).toContain('Khalid');
    expect(await names('القحطاتي')).toEqual(['محمد']);
    expect(await names('mohammed nasser')).toEqual([]);
  });

  it('of a company are found by word and number', async () => {
    expect(await names('nights')).toEqual(['Layla']);
    expect(await names('1001')).toEqual(['Layla']);
  });
});

describe('numbers and addresses', () => {
  it.each([
    ['0501112233'],
    ['+966 50 111 2233'],
    ['00966501112233'],
    ['٠٥٠ ١١١ ٢٢٣٣'],
    ['2233'],
    ['050111223'],
    ['501112233'],
    ['MO@mail.example'],
    ['mo@ma'],
  ])('%s', async (query) => {
    expect(await names(query)).toEqual(['Mohammed']);
  });

  it('a card is found whole, by its beginning and by its last digits', async () => {
    const { cardNumber } = await app.addCustomer({ firstName: 'Carded', phone: null });
    expect(await names(cardNumber)).toEqual(['Carded']);
    expect(await names(cardNumber.replace(/(.{4})/g, '$1 '))).toEqual(['Carded']);
    expect(await names(cardNumber.slice(0, 9))).toEqual(['Carded']);
    expect(await names(cardNumber.slice(-7))).toEqual(['Carded']);
  });

  it('the exact ones come first', async () => {
    await app.addCustomer({ firstName: 'First', email: 'layla@first.example' });
    await app.addCustomer({ firstName: 'Second', email: 'layla@first.example.org' });
    expect(await names('layla@first.example')).toEqual(['First', 'Second']);
  });

  it('the card of a merged customer finds the one it became part of', async () => {
    const [one, two] = [
      await app.addCustomer({ firstName: 'Survivor' }),
      await app.addCustomer({ firstName: 'Swallowed' }),
    ];
    const admin = await app.signIn('admin');
    const merged = await admin.call(contract.customers.merge, { customerId: one.id, from: two.id });
    expect(merged.status).toBe(201);
    expect(await names(two.cardNumber)).toEqual(['Survivor']);
  });
});

describe('what is found', () => {
  it('follows a change of name, and forgets words that nobody has any more', async () => {
    const { id } = await app.addCustomer({ firstName: 'Unheardof', lastName: 'Mohammed' });
    const admin = await app.signIn('admin');
    await admin.call(contract.customers.update, { customerId: id, firstName: 'Renamed' });
    expect([await names('unheardof'), await names('renamed')]).toEqual([[], ['Renamed']]);
    const { rows } = await app.db.query<{ token: string }>(
      `select token from customers.name_tokens where store_id = $1 and token = any('{unheardof,renamed,mohammed}')
       order by 1`,
      [app.store.id],
    );
    expect(rows.map((row) => row.token)).toEqual(['mohammed', 'renamed']);
  });

  it('is limited to a thousand and says so', async () => {
    const crowd = Array.from({ length: 1001 }, (_, at) => ({ firstName: 'Zzyzx', lastName: `Row ${at}` }));
    const store = await app.addStore();
    await app.inStore((ctx) => customers.createMany(ctx, crowd), store);
    const owner = await app.signIn('analyst', store);
    const many = await owner.call(list, { query: 'zzyzx' });
    expect(many.data).toMatchObject({ total: 1000, totalCapped: true });
    const few = await owner.call(list, { query: 'zzyzx 777' });
    expect([few.data.total, few.data.totalCapped]).toEqual([1, false]);
  });

  it('stays in order of relevance from page to page, and takes other orders', async () => {
    const whole = await search({ query: 'kha' });
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ query: 'kha', limit: 1, cursor });
      walked.push(...page.customers.map((one) => one.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(walked).toEqual(whole.customers.map((one) => one.id));
    const named = await search({ query: 'kha', sortBy: 'name', sortOrder: 'desc' });
    expect(named.customers.map((one) => one.firstName)).toEqual(['Khalida', 'Khalid']);
  });

  it('is of the own store alone, also where the function is asked for another', async () => {
    const other = await app.addStore();
    const rows = await app.inStore(async (ctx) => {
      const found = await sql`
        select word from customers.tokens_like_v1(${app.store.id}, '{khalid}', '{xld}')
        union all
        select rank from customers.search_v2(${app.store.id}, 100, '{mo@mail.example}', 'mo', '{+966}', '1',
          '{2233}', 1, '{1}', '{khalid}', '{1}')`.execute(ctx.tx);
      return found.rows;
    }, other);
    expect(rows).toEqual([]);
    expect((await search({ query: 'القحطاني' })).total).toBe(1);
  });
});

describe('anything typed', () => {
  it.each([
    `'; drop table customers.customers; --`,
    `{"a"}`,
    `\\x00','}`,
    '%',
    '_',
    '<script>alert(1)</script>',
    '\u202eدمحم\u202c',
    'ا'.repeat(200),
    'a b '.repeat(50),
    '9'.repeat(200),
    '🎉',
    '+',
    '"',
    '@',
  ])('%j is only text', async (query) => {
    expect((await search({ query })).total).toBeLessThan(20);
  });

  it('is refused where it cannot be text, or is too long', async () => {
    for (const query of ['%00', 'a'.repeat(201)]) {
      const reply = await analyst.send('GET', `/api/v1/customers?query=${query}`);
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'query']);
    }
  });

  it('may be nothing', async () => {
    expect((await search({ query: '' })).total).toBe((await search({})).total);
    expect((await search({ query: ' ، ' })).total).toBe(0);
  });
});

it('makes the same terms in SQL and in TypeScript', async () => {
  const word = fc.constantFrom(
    ...'abd allah abu el al din الدين عبد الله ابو ال بن khalid # x # Al-Otaibi نور'.split(' '),
  );
  const texts = fc.sample(
    fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
    1000,
  );
  const { rows } = await app.db.query<{ terms: string[] }>(
    'select customers.search_terms_v1(t) as terms from unnest($1::text[]) with ordinality as u (t, n) order by n',
    [texts],
  );
  expect(texts.filter((text, at) => rows[at]?.terms.join('|') !== storedTermsOf(text).join('|'))).toEqual([]);
});
