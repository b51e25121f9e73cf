import { type RawBuilder, sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import type { Book } from '../definitions/book.ts';
import { compile } from '../rules/compile.ts';
import type { Dynamic } from '../rules/references.ts';
import { type Asked, eligible, figures, systemHolds } from './figures.ts';

type Frame = Omit<Asked, 'numbers' | 'model'> & { timeZone: string };

/**
 * The query of who is in which segment: (customer_id, segment, segments) for the customers of the scope, with the
 * single segment and all that hold. The text for
 * one customer and for a range of all differs in the condition of the scope alone. Dynamic segments come in
 * the order of their references, and read those before them from the same query.
 * @param only the one dynamic segment to find; the others are then as memberships stand
 */
export function holdsOf(book: Book, frame: Frame, only?: Dynamic): RawBuilder<unknown> {
  const asked: Asked = { ...frame, numbers: book.numbers, model: book.model };
  if (only) return sql`with base as materialized (${eligible(asked)}) ${onlyOne(book, frame, only)}`;
  const found = new Map(book.dynamics.map(({ key }, at) => [key, `d${at}`]));
  const steps = book.dynamics.map((dynamic, at) => {
    const { joins, condition } = compile(dynamic.rules, {
      ...frame,
      model: book.model,
      inSegments: (keys) => inThese(book, frame, keys, found),
    });
    return sql`, ${sql.ref(`d${at}`)} as materialized (select b.customer_id from base b ${joins} where ${condition})`;
  });
  const members = [
    ...book.dynamics.map(({ key }, at) => sql`select customer_id, ${key}::text from ${sql.table(`d${at}`)}`),
    ...byHand(book, frame),
  ];
  return sql`
    with base as materialized (${eligible(asked)}),
    figures as materialized (${figures(asked)}),
    system as materialized (${systemHolds(asked)})
    ${sql.join(steps, sql` `)}
    ${members.length === 0 ? sql`select * from system` : withOwn(members)}`;
}

/** The system segments of each customer, and those of the store's own. */
function withOwn(members: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`
    select s.customer_id, s.segment, s.segments || coalesce(own.keys, '{}') as segments
      from system s
      left join (
        select customer_id, array_agg(key order by key) as keys
          from (${sql.join(members, sql` union all `)}) as found(customer_id, key) group by customer_id
      ) as own on own.customer_id = s.customer_id`;
}

function onlyOne(book: Book, frame: Frame, { key, rules }: Dynamic): RawBuilder<unknown> {
  const { joins, condition } = compile(rules, { ...frame, model: book.model });
  return sql`select b.customer_id, null::text as segment, array[${key}]::text[] as segments from base b ${joins} where ${condition}`;
}

/** Who was put into a segment by hand and can be in one. */
function byHand({ manual }: Book, frame: Frame): RawBuilder<unknown>[] {
  if (manual.length === 0) return [];
  return [
    sql`select m.customer_id, m.segment_key from (${manualMembers(frame, manual)}) as m
          join base b on b.customer_id = m.customer_id`,
  ];
}

function manualMembers({ storeId, scope }: Frame, keys: readonly string[]): RawBuilder<unknown> {
  return sql`
    select customer_id, segment_key from segments.manual_members
     where store_id = ${storeId} and segment_key = any(${keys}::text[]) and ${inScope('customer_id', scope)}`;
}

/** In one of these segments: as found in this query, or put in by hand. */
function inThese(
  book: Book,
  frame: Frame,
  keys: readonly string[],
  found: ReadonlyMap<string, string>,
): RawBuilder<boolean> {
  const manual = keys.filter((key) => book.manual.includes(key));
  const dynamic = keys.flatMap((key) => found.get(key) ?? []);
  const system = keys.filter((key) => !found.has(key) && !manual.includes(key));
  const parts: RawBuilder<boolean>[] = [
    ...(system.length > 0
      ? [sql<boolean>`b.customer_id in (select customer_id from system where segments && ${system}::text[])`]
      : []),
    ...dynamic.map((name) => sql<boolean>`b.customer_id in (select customer_id from ${sql.table(name)})`),
    ...(manual.length > 0
      ? [sql<boolean>`b.customer_id in (select customer_id from (${manualMembers(frame, manual)}) as m)`]
      : []),
  ];
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}
