import { type RawBuilder, sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import type { Book } from '../definitions/book.ts';
import { compile, inMemberships } from '../rules/compile.ts';
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
    ${sql.join(members, sql` `)}`;
}

function onlyOne(book: Book, frame: Frame, { key, rules }: Dynamic): RawBuilder<unknown> {
  const { joins, condition } = compile(rules, { ...frame, model: book.model });
  return sql`select b.customer_id, ${key}::text as segment_key from base b ${joins} where ${condition}`;
}

/** In one of these segments: as found in this query, or by memberships for what is put in by hand. */
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
    ...(manual.length > 0 ? [inMemberships(frame, manual)] : []),
  ];
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

/** The figures of some customers, with their RFM scores, for saying why they are where they are. */
export function figuresOf(
  asked: Asked,
  scores: {
    recency: RawBuilder<unknown>;
    frequency: RawBuilder<unknown>;
    monetary: RawBuilder<unknown>;
  } | null,
): RawBuilder<unknown> {
  const shown = scores ?? { recency: sql`null`, frequency: sql`null`, monetary: sql`null` };
  return sql`
    with base as materialized (${eligible(asked)}), figures as materialized (${figures(asked)})
    select x.*, ${shown.recency} as recency, ${shown.frequency} as frequency, ${shown.monetary} as monetary
      from figures x where ${inScope('x.customer_id', asked.scope)}`;
}
