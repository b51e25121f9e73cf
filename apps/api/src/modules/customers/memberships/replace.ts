import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import { inScope, type Scope } from './scope.ts';

/** A customer who came into a segment, or left it. */
export interface MembershipMove {
  customerId: string;
  segment: string;
  /** Since when they had been in; null of those who came. */
  since: Date | null;
}

/** What is to stand for the customers of a scope. */
export interface Replacement {
  scope: Scope;
  /** The segments that are decided here; memberships of others stay. */
  keys: readonly string[];
  /** A query of (customer_id, segment, segments): the single segment, and all that hold. */
  holds: RawBuilder<unknown>;
  /** Whether the single segment is decided; else it stays. */
  decidesSingle: boolean;
  /** Kept with each new membership. */
  cause: string;
  /**
   * Whether this stands where somebody else changed a customer's memberships since the statement began: what
   * an order decides is newer than what a range of all customers was read from.
   */
  wins: boolean;
}

/**
 * Makes the memberships of some customers what `holds` says, in one statement that writes only what differs,
 * however many they are. Who decides is the caller.
 * @returns who moved
 */
export async function replaceMemberships(ctx: Ctx, replacement: Replacement): Promise<MembershipMove[]> {
  const { rows } = await sql<MembershipMove>`
    ${written(ctx, replacement)}
    select c.customer_id as "customerId", k.segment, k.since
      from changed c join moved on moved.customer_id = c.customer_id
     cross join unnest(c.former, c.since) as k(segment, since)
     where k.segment <> all(c.segments)
    union all
    select c.customer_id, k.segment, null
      from changed c join moved on moved.customer_id = c.customer_id
     cross join unnest(c.segments) as k(segment)
     where c.former is null or k.segment <> all(c.former)`.execute(ctx.tx);
  return rows;
}

/** The same where a million move and nobody needs to know who. @returns how many came and went */
export async function countReplaced(
  ctx: Ctx,
  replacement: Replacement,
): Promise<{ entered: number; left: number }> {
  const { rows } = await sql<{ entered: number; left: number }>`
    ${written(ctx, replacement)}
    select coalesce(sum(cardinality(c.segments) - s.stayed), 0)::bigint as entered,
           coalesce(sum(cardinality(c.former) - s.stayed), 0)::bigint as left
      from changed c join moved on moved.customer_id = c.customer_id
     cross join lateral (
       select case when c.former is null then 0
                   else (select count(*) from unnest(c.segments) as k where k = any(c.former)) end as stayed) as s`.execute(
    ctx.tx,
  );
  return rows[0] ?? { entered: 0, left: 0 };
}

/** The `with` of both statements: who belongs where, and the differences as they are written. */
function written(ctx: Ctx, replacement: Replacement): RawBuilder<unknown> {
  const { storeId } = ctx;
  const { scope, holds, wins } = replacement;
  return sql`
    with holds as materialized (${holds}),
    before as materialized (
      select customer_id, segment, segments, since, causes from customers.memberships
       where store_id = ${storeId} and ${inScope('customer_id', scope)}
    ),
    changed as materialized (${changed(replacement)}),
    lists as materialized (${lists(ctx, replacement)}),
    added as (
      insert into customers.memberships as m (store_id, customer_id, segment, segments, since, causes)
      select ${storeId}::uuid, customer_id, segment, segments, since, causes from lists where is_new order by customer_id
      on conflict on constraint memberships_pkey do update set
        segment = excluded.segment, segments = excluded.segments, since = excluded.since, causes = excluded.causes
        where ${sql.lit(wins)}
      returning customer_id
    ),
    renewed as (
      update customers.memberships m set
        segment = l.segment, segments = l.segments, since = l.since, causes = l.causes
        from lists l
       where not l.is_new and m.store_id = ${storeId} and ${inScope('m.customer_id', scope)}
         and m.customer_id = l.customer_id and (${sql.lit(wins)} or m.segments = l.former)
      returning m.customer_id
    ),
    moved as (select customer_id from added union all select customer_id from renewed)`;
}

/** Customers of whom another list of segments, or another single one, is to stand than `before` has. */
function changed({ keys, decidesSingle }: Replacement): RawBuilder<unknown> {
  return sql`
      select * from (
        select coalesce(h.customer_id, b.customer_id) as customer_id, b.segment as former_segment,
               b.segments as former, b.since, b.causes, ${decidesSingle ? sql`h.segment` : sql`b.segment`} as segment,
               coalesce(h.segments, '{}') || case
                 when b.segments is null or b.segments <@ ${keys}::text[] then '{}'
                 else array(select key from unnest(b.segments) as key where key <> all(${keys}::text[])) end as segments
          from holds h full join before b on b.customer_id = h.customer_id
      ) as judged
       where case when former is null then segments <> '{}' else
         not (former @> segments and segments @> former) or former_segment is distinct from segment end`;
}

/** The lists as they are to be written: who is in already keeps since when and why. */
function lists({ now }: Ctx, { cause }: Replacement): RawBuilder<unknown> {
  const kept = (list: string, otherwise: RawBuilder<unknown>) => sql`
    case when former is null then array_fill(${otherwise}, array[cardinality(segments)])
         else array(
           select coalesce(c.${sql.ref(list)}[array_position(c.former, k.segment)], ${otherwise})
             from unnest(c.segments) with ordinality as k(segment, place) order by k.place) end`;
  return sql`
      select customer_id, former is null as is_new, former, segment, segments,
             ${kept('since', sql`${now}::timestamptz`)} as since, ${kept('causes', sql`${cause}::text`)} as causes
        from changed c`;
}
