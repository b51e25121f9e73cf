import { type RawBuilder, sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import type { Book } from '../definitions/book.ts';
import { compile } from '../rules/compile.ts';
import type { Dynamic } from '../rules/references.ts';
import { type Asked, eligible, figures, systemHolds } from './figures.ts';

type Frame = Omit<Asked, 'numbers' | 'model'> & { timeZone: string };

/**
 * The query of who is in which segment: (customer_id, segment_key) for the customers of the scope. The text for
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
  const members = book.dynamics.map(
    ({ key }, at) => sql`union all select customer_id, ${key}::text from ${sql.table(`d${at}`)}`,
  );
  return sql`
    with base as materialized (${eligible(asked)}),
    figures as materialized (${figures(asked)}),
    system as materialized (${systemHolds(asked)})
    ${sql.join(steps, sql` `)}
    select customer_id, segment_key from system
    ${sql.join([...members, byHand(book, frame)], sql` `)}`;
}

function onlyOne(book: Book, frame: Frame, { key, rules }: Dynamic): RawBuilder<unknown> {
  const { joins, condition } = compile(rules, { ...frame, model: book.model });
  return sql`select b.customer_id, ${key}::text as segment_key from base b ${joins} where ${condition}`;
}

/** Who was put into a segment by hand and can be in one. */
function byHand({ manual }: Book, frame: Frame): RawBuilder<unknown> {
  if (manual.length === 0) return sql``;
  return sql`
    union all
    select m.customer_id, m.segment_key
      from (${manualMembers(frame, manual)}) as m join base b on b.customer_id = m.customer_id`;
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
      ? [
          sql<boolean>`b.customer_id in (select customer_id from system where segment_key = any(${system}::text[]))`,
        ]
      : []),
    ...dynamic.map((name) => sql<boolean>`b.customer_id in (select customer_id from ${sql.table(name)})`),
    ...(manual.length > 0
      ? [sql<boolean>`b.customer_id in (select customer_id from (${manualMembers(frame, manual)}) as m)`]
      : []),
  ];
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}
