import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Bound, Sort } from './rules.ts';
import { keptCount, readKeptCount } from './stats/kept.ts';

/** Filters of the list; what is undefined does not filter. `timeZone` says where the days of bounds lie. */
export interface Filter {
  /** What a search found, the best first. */
  ids?: string[];
  status?: string;
  type?: string;
  segment?: string;
  tier?: string;
  tags?: string[];
  /** Whether one of the tags and the segment is enough. */
  matchAny?: boolean;
  createdFrom?: Bound;
  createdTo?: Bound;
  lastVisitFrom?: Bound;
  lastVisitTo?: Bound;
  totalSpentMin?: number;
  totalSpentMax?: number;
  timeZone: string;
}

const iso = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * The orders of the list: the table whose index is walked, the expression of that index, its type, and
 * the text that a cursor carries. `status`, `type` and `created_at` stand in both tables, so most lists
 * read the walked table alone until the page is known.
 */
const orders = {
  createdAt: { walk: 'c', key: sql`c.created_at`, type: sql`timestamptz`, text: iso(sql`c.created_at`) },
  name: { walk: 'c', key: sql`c.sort_name`, type: sql`text`, text: sql`c.sort_name` },
  email: { walk: 'c', key: sql`c.sort_email`, type: sql`text`, text: sql`c.sort_email` },
  lastVisitAt: {
    walk: 'f',
    key: sql`f.last_visit_at`,
    type: sql`timestamptz`,
    text: sql`case when f.last_visit_at > '-infinity' then ${iso(sql`f.last_visit_at`)} else '-infinity' end`,
  },
  totalSpent: { walk: 'f', key: sql`f.total_spent`, type: sql`bigint`, text: sql`f.total_spent::text` },
  relevance: { walk: 'c', key: sql`found.place`, type: sql`bigint`, text: sql`found.place::text` },
} as const satisfies Record<Sort, { walk: Table; [part: string]: unknown }>;

type Table = 'c' | 'f';
const idOf = { c: sql`c.id`, f: sql`f.customer_id` };

export interface PageRow {
  id: string;
  key: string;
}

/** A page of ids in an order: after a key, or from an offset. */
export async function pageOfIds(
  tx: Tx,
  storeId: string,
  filter: Filter,
  page: {
    sort: Sort;
    descending: boolean;
    limit: number;
    offset: number;
    after?: { key: string; id: string };
  },
): Promise<PageRow[]> {
  const order = orders[page.sort];
  const { from, where } = source(storeId, filter, order.walk, page.sort === 'relevance');
  const id = idOf[order.walk];
  const direction = page.descending ? sql`desc` : sql`asc`;
  const compare = page.descending ? sql`<` : sql`>`;
  const after = page.after
    ? sql`and (${order.key}, ${id}) ${compare} (${page.after.key}::${order.type}, ${page.after.id}::uuid)`
    : sql``;
  const { rows } = await sql<PageRow>`
    select ${id} as id, ${order.text} as key
    from ${from} where ${where} ${after}
    order by ${order.key} ${direction}, ${id} ${direction}
    limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

/**
 * How many customers the filter lets through. Everybody, or those of one status, type, tier or segment, is
 * read from the counts that are kept (counting rows took 200 ms at 480,000 customers).
 */
export async function countCustomers(tx: Tx, storeId: string, filter: Filter): Promise<number> {
  const kept = keptCount(filter);
  if (kept) return readKeptCount(tx, storeId, kept);
  const { from, where } = source(storeId, filter, needsFacts(filter) ? 'f' : 'c');
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${from} where ${where}`.execute(
    tx,
  );
  return rows[0]?.total ?? 0;
}

const needsFacts = (filter: Filter) =>
  filter.tier !== undefined ||
  filter.lastVisitFrom !== undefined ||
  filter.lastVisitTo !== undefined ||
  filter.totalSpentMin !== undefined ||
  filter.totalSpentMax !== undefined;

/**
 * FROM and WHERE of a list that walks one table; the facts join where only they can answer a filter. A list
 * by relevance walks what was found, in its order.
 */
function source(storeId: string, filter: Filter, walk: Table, isRanked = false) {
  const customers = isRanked
    ? sql`unnest(${filter.ids ?? []}::uuid[]) with ordinality as found (id, place)
        join customers.customers c on c.id = found.id`
    : sql`customers.customers c`;
  const facts = sql`customers.facts f`;
  const joined = sql`${customers} join ${facts} on f.store_id = ${storeId} and f.customer_id = c.id`;
  const from = walk === 'f' ? facts : needsFacts(filter) ? joined : customers;
  const where = [sql`${sql.ref(walk)}.store_id = ${storeId}`, ...conditions(storeId, filter, walk, isRanked)];
  return { from, where: sql.join(where, sql` and `) };
}

function conditions(storeId: string, filter: Filter, walk: Table, isRanked: boolean): RawBuilder<unknown>[] {
  const { timeZone } = filter;
  const own = (name: string) => sql.ref(`${walk}.${name}`);
  const found: RawBuilder<unknown>[] = [];
  const add = <T>(value: T | undefined, condition: (value: T) => RawBuilder<unknown>) => {
    if (value !== undefined) found.push(condition(value));
  };
  add(isRanked ? undefined : filter.ids, (ids) => sql`${idOf[walk]} = any(${ids}::uuid[])`);
  // Merged customers answer as their survivor: a list shows them only when asked for.
  if (filter.status === undefined) found.push(sql`${own('status')} <> 'merged'`);
  add(filter.status, (status) => sql`${own('status')} = ${status}`);
  add(filter.type, (type) => sql`${own('type')} = ${type}`);
  add(filter.createdFrom, (bound) => sql`${own('created_at')} >= ${startOf(bound, timeZone)}`);
  add(filter.createdTo, (bound) => upTo(own('created_at'), bound, timeZone));
  found.push(...groups(storeId, filter, idOf[walk]));
  add(filter.tier, (tier) => sql`f.tier = ${tier}`);
  add(filter.lastVisitFrom, (bound) => sql`f.last_visit_at >= ${startOf(bound, timeZone)}`);
  add(filter.lastVisitTo, (bound) =>
    upTo(sql`f.last_visit_at > '-infinity' and f.last_visit_at`, bound, timeZone),
  );
  add(filter.totalSpentMin, (least) => sql`f.total_spent >= ${least}::bigint`);
  add(filter.totalSpentMax, (most) => sql`f.total_spent <= ${most}::bigint`);
  return found;
}

/** The conditions of tags and segment: all of them, or any. */
function groups(storeId: string, filter: Filter, id: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const { tags = [], segment } = filter;
  const tagged = tags.map(
    (tag) => sql`select t.customer_id from customers.tags t where t.store_id = ${storeId} and t.tag = ${tag}`,
  );
  const member =
    segment === undefined
      ? []
      : [
          sql`select m.customer_id from customers.memberships m
            where m.store_id = ${storeId} and m.segments @> array[${segment}]::text[]`,
        ];
  const sets = [...tagged, ...member];
  if (filter.matchAny && sets.length > 1) return [sql`${id} in (${sql.join(sets, sql` union `)})`];
  return sets.map((set) => sql`${id} in (${set})`);
}

function startOf(bound: Bound, timeZone: string): RawBuilder<unknown> {
  if ('instant' in bound) return sql`${bound.instant}::timestamptz`;
  return sql`(${bound.day}::date::timestamp at time zone ${timeZone}::text)`;
}

/** Up to an instant, or to the end of a day; both included. */
function upTo(column: RawBuilder<unknown>, bound: Bound, timeZone: string): RawBuilder<unknown> {
  if ('instant' in bound) return sql`${column} <= ${bound.instant}::timestamptz`;
  return sql`${column} < ((${bound.day}::date + 1)::timestamp at time zone ${timeZone}::text)`;
}
