import type { RuleOperator } from '@wafa/contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import * as sales from '../../sales/index.ts';
import { bookOf } from '../definitions/book.ts';
import { eligible } from '../evaluation/figures.ts';
import { checkRules } from './check.ts';
import { compile } from './compile.ts';
import { type CheckedGroup, type CheckedRule, isGroup } from './types.ts';

/**
 * Random trees over random customers: the compiled SQL takes in those whom a plain evaluation in JavaScript
 * takes in, which shares no code with it; for all at once as for a few by id.
 */
interface Person {
  id: string;
  language: 'en' | 'ar' | null;
  source: string;
  hasPhone: boolean;
  tags: string[];
  orders: { daysAgo: number; total: number; channel: 'till' | 'web'; sku: string }[];
  reviews: number[];
  segments: string[];
}

const dayMs = 86_400_000;
let app: TestApp;
let people: Person[];

beforeAll(async () => {
  app = await testApp();
  people = await makePeople();
}, 120_000);
afterAll(() => app?.close());

async function makePeople(): Promise<Person[]> {
  const random = fc.sample(
    fc.record({
      language: fc.constantFrom('en', 'ar', null),
      source: fc.constantFrom('Shop', 'till', 'SHOP old'),
      hasPhone: fc.boolean(),
      tags: fc.subarray(['tea', 'coffee']),
      orders: fc.array(
        fc.record({
          daysAgo: fc.integer({ min: 0, max: 200 }),
          total: fc.integer({ min: 1, max: 9 }).map((units) => units * 1_000),
          channel: fc.constantFrom('till', 'web'),
          sku: fc.constantFrom('A', 'B'),
        }),
        { maxLength: 5 },
      ),
      reviews: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
      segments: fc.subarray(['vip', 'new']),
    }),
    { numRuns: 60, seed: 7 },
  );
  const made: Person[] = [];
  for (const [at, person] of random.entries()) {
    const { id } = await app.addCustomer({
      language: person.language ?? undefined,
      source: person.source,
      sourceId: `p-${at}`,
      tags: person.tags,
      ...(person.hasPhone ? { phone: `+9665000000${String(at).padStart(2, '0')}` } : {}),
    });
    made.push({ ...person, id } as Person);
  }
  // Half a day off the full days, so that nothing stands on a border.
  const ago = (days: number) => new Date(app.clock.now().getTime() - days * dayMs - dayMs / 2).toISOString();
  await app.inStore(async (ctx) => {
    const inputs = made.flatMap((person) =>
      person.orders.map(({ daysAgo, total, channel, sku }) =>
        app.order({
          customerId: person.id,
          channel,
          status: 'completed',
          occurredAt: ago(daysAgo),
          lines: [{ sku, name: sku, quantity: 2, unitPrice: total / 2, discount: 0 }],
        }),
      ),
    );
    for (const receipt of await sales.record(ctx, inputs)) if (receipt instanceof Error) throw receipt;
    await customers.setMemberships(
      ctx,
      (['vip', 'new'] as const).flatMap((segment) =>
        made.map(({ id, segments }) =>
          segments.includes(segment)
            ? { customerId: id, segment, holds: true as const }
            : { customerId: id, segment, holds: false as const },
        ),
      ),
    );
  });
  const events = made.flatMap(({ id, reviews }) =>
    reviews.map((days) => ({ customerId: id, event: 'review', occurredAt: ago(days) })),
  );
  const admin = await app.signIn('admin');
  for (let at = 0; at < events.length; at += 50)
    await admin.send('POST', '/api/v1/activity', { events: events.slice(at, at + 50) });
  return made;
}

type Value = string | number | boolean | string[] | null;

/** What a rule's field is for a person, by plain code. */
function plainValue(person: Person, { field, args }: CheckedRule): Value {
  const windowed = person.orders.filter(
    ({ daysAgo, channel, sku }) =>
      (typeof args.days !== 'number' || daysAgo + 0.5 < args.days) &&
      (!args.channel || args.channel === channel) &&
      (!args.sku || args.sku === sku),
  );
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const totals = windowed.map(({ total }) => total);
  switch (field) {
    case 'language':
      return person.language;
    case 'source':
      return person.source;
    case 'has_phone':
      return person.hasPhone;
    case 'tag':
      return person.tags;
    case 'segment':
      return person.segments;
    case 'total_spent':
    case 'spent_in':
      return sum(totals);
    case 'total_orders':
    case 'orders_in':
      return totals.length;
    case 'average_order':
      return totals.length === 0 ? null : Math.round(sum(totals) / totals.length);
    case 'largest_order':
      return Math.max(0, ...totals);
    case 'product_bought':
      return 2 * totals.length;
    case 'days_since_order':
      return totals.length === 0 ? null : Math.min(...windowed.map(({ daysAgo }) => daysAgo));
    case 'event_count':
      return person.reviews.filter((days) => typeof args.days !== 'number' || days + 0.5 < args.days).length;
    case 'days_since_event':
      return person.reviews.length === 0 ? null : Math.min(...person.reviews);
    default:
      throw new Error(`the test does not know ${field}`);
  }
}

function holds(person: Person, rule: CheckedRule): boolean {
  const { operator, value } = rule;
  const wanted = (Array.isArray(value) ? value : [value]) as (string | number | boolean)[];
  const found = plainValue(person, rule);
  const lower = (given: unknown) => String(given).toLowerCase();
  const same = (given: unknown) =>
    typeof given === 'string' && rule.field === 'source'
      ? wanted.some((one) => lower(one) === lower(given))
      : wanted.includes(given as string);
  const among = Array.isArray(found) ? found.some(same) : found !== null && same(found);
  const number = found as number;
  switch (operator) {
    case '=':
    case 'in':
      return among;
    case '!=':
    case 'notIn':
      return !among;
    case 'null':
      return found === null;
    case 'notNull':
      return found !== null;
    case '<':
      return found !== null && number < Number(wanted[0]);
    case '<=':
      return found !== null && number <= Number(wanted[0]);
    case '>':
      return found !== null && number > Number(wanted[0]);
    case '>=':
      return found !== null && number >= Number(wanted[0]);
    case 'between':
      return found !== null && number >= Number(wanted[0]) && number <= Number(wanted[1]);
    case 'notBetween':
      return !(found !== null && number >= Number(wanted[0]) && number <= Number(wanted[1]));
    case 'contains':
      return found !== null && lower(found).includes(lower(wanted[0]));
    case 'beginsWith':
      return found !== null && lower(found).startsWith(lower(wanted[0]));
    case 'endsWith':
      return found !== null && lower(found).endsWith(lower(wanted[0]));
  }
}

function treeHolds(person: Person, node: CheckedGroup | CheckedRule): boolean {
  if (!isGroup(node)) return holds(person, node);
  const results = node.rules.map((inner) => treeHolds(person, inner));
  const whole =
    node.combinator === 'and' ? results.every(Boolean) : results.length === 0 || results.some(Boolean);
  return node.not ? !whole : whole;
}

const days = fc.option(fc.constantFrom(10, 30, 90), { nil: null });
const numeric: fc.Arbitrary<RuleOperator> = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const noArgs = fc.constant({});
const numberRule = (fields: string[], max: number, args: fc.Arbitrary<object>) =>
  fc.oneof(
    fc.record({ field: fc.constantFrom(...fields), operator: numeric, value: fc.nat(max), args }),
    fc.record({
      field: fc.constantFrom(...fields),
      operator: fc.constantFrom('between', 'notBetween'),
      value: fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
      args,
    }),
  );
const choiceRule = (field: string, options: string[]) =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom('=', '!='),
      value: fc.constantFrom(...options),
    }),
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom('in', 'notIn'),
      value: fc.subarray(options, { minLength: 1 }),
    }),
  );
const windows = fc.record({ days, channel: fc.constantFrom('till', 'web', null) });
const someRule = fc.oneof(
  numberRule(['total_spent', 'average_order'], 20_000, noArgs),
  numberRule(['total_orders', 'days_since_order'], 6, noArgs),
  numberRule(['spent_in', 'largest_order'], 20_000, windows),
  numberRule(['orders_in'], 4, windows),
  numberRule(['product_bought'], 6, fc.record({ sku: fc.constantFrom('A', 'B', 'none'), days })),
  numberRule(['event_count'], 3, fc.record({ event: fc.constant('review'), days })),
  numberRule(['days_since_event'], 100, fc.record({ event: fc.constant('review') })),
  fc.record({
    field: fc.constantFrom('days_since_order', 'language', 'average_order'),
    operator: fc.constantFrom('null', 'notNull'),
  }),
  fc.record({ field: fc.constant('has_phone'), operator: fc.constant('='), value: fc.boolean() }),
  fc.record({
    field: fc.constant('source'),
    operator: fc.constantFrom('=', '!=', 'contains', 'beginsWith', 'endsWith'),
    value: fc.constantFrom('shop', 'old', 'TILL', 'Shop', '%'),
  }),
  choiceRule('language', ['en', 'ar']),
  choiceRule('tag', ['tea', 'coffee', "o'tag"]),
  choiceRule('segment', ['vip', 'new']),
);
const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  tree: fc.record({
    combinator: fc.constantFrom('and', 'or'),
    not: fc.boolean(),
    rules: fc.array(tie('node'), { maxLength: 4 }),
  }),
  node: fc.oneof({ maxDepth: 2, withCrossShrink: true }, someRule, tie('tree')),
}));

async function compiledIds(rules: CheckedGroup, scope: customers.Scope): Promise<string[]> {
  return app.inStore(async (ctx) => {
    const { model } = await bookOf(ctx);
    const { storeId, now } = ctx;
    const { joins, condition } = compile(rules, { storeId, now, timeZone: 'Asia/Riyadh', scope, model });
    const { rows } = await sql<{ id: string }>`
      with base as (${eligible({ storeId, scope })})
      select b.customer_id as id from base b ${joins} where ${condition} order by 1`.execute(ctx.tx);
    return rows.map(({ id }) => id);
  });
}

const whole = {
  after: '00000000-0000-0000-0000-000000000000',
  upTo: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};
const known = { segments: new Set(['vip', 'new']), locations: new Set<string>() };

/** What differs between the compiled rules and the plain evaluation; `spoil` breaks what is compiled. */
async function differs(given: unknown, spoil = (rules: CheckedGroup) => rules): Promise<string | undefined> {
  const { rules, faults } = checkRules(given, known);
  if (faults.length > 0) return JSON.stringify(faults);
  const wanted = people.filter((person) => treeHolds(person, rules)).map(({ id }) => id);
  const found = await compiledIds(spoil(rules), whole);
  if (found.join() !== [...wanted].sort().join()) return `all: ${found.length} for ${wanted.length}`;
  const ids = people.filter((_, at) => at % 3 === 0).map(({ id }) => id);
  const some = await compiledIds(spoil(rules), { ids });
  return some.join() ===
    wanted
      .filter((id) => ids.includes(id))
      .sort()
      .join()
    ? undefined
    : 'by id';
}

describe('compiled rules', () => {
  it('take in whom a plain evaluation takes in', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (given) => {
        expect(await differs(given)).toBeUndefined();
      }),
      { numRuns: 150, seed: 11 },
    );
  }, 120_000);

  it.each([
    ['a wrong border', '">="', '">"'],
    ['a lost "not"', '"not":true', '"not":false'],
    ['a window of another length', '"days":30', '"days":10'],
  ])('are caught with %s', async (_, right, wrong) => {
    const spoil = (rules: CheckedGroup): CheckedGroup =>
      JSON.parse(JSON.stringify(rules).replaceAll(right, wrong));
    const seen = fc.sample(tree, { numRuns: 150, seed: 11 });
    const caught: string[] = [];
    for (const given of seen) {
      const found = JSON.stringify(given).includes(right) ? await differs(given, spoil) : undefined;
      if (found) caught.push(found);
    }
    expect(caught.length).toBeGreaterThan(0);
  });
});
