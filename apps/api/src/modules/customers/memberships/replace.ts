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
  /** A query of (customer_id, segment_key): who belongs where. */
  holds: RawBuilder<unknown>;
  /** Segments in the order in which a customer's single `segment` is chosen; null: it stays. */
  ranked: readonly string[] | null;
  /** Kept with each new membership. */
  why: object;
}

/**
 * Makes the memberships of some customers what `holds` says, in one statement that writes only what differs,
 * however many they are: 1 ms for one customer, a million by ranges of ids. Who decides is the caller.
 * @returns who moved
 */
export async function replaceMemberships(ctx: Ctx, replacement: Replacement): Promise<MembershipMove[]> {
  const { rows } = await sql<MembershipMove>`
    ${written(ctx, replacement)}
    select customer_id as "customerId", segment_key as segment, since from gone
    union all
    select customer_id, segment_key, null from come`.execute(ctx.tx);
  return rows;
}

/** The same where a million move and nobody needs to know who. @returns how many came and went */
export async function countReplaced(
  ctx: Ctx,
  replacement: Replacement,
): Promise<{ entered: number; left: number }> {
  const { rows } = await sql<{ entered: number; left: number }>`
    ${written(ctx, replacement)}
    select (select count(*) from come) as entered, (select count(*) from gone) as left`.execute(ctx.tx);
  return rows[0] ?? { entered: 0, left: 0 };
}

/** The `with` of both statements: who belongs where, and the differences as they are written. */
function written(ctx: Ctx, { scope, keys, holds, ranked, why }: Replacement): RawBuilder<unknown> {
  const { storeId, now } = ctx;
  return sql`
    with holds as materialized (${holds}),
    before as materialized (
      select segment_key, customer_id from customers.memberships
       where store_id = ${storeId} and segment_key = any(${keys}::text[]) and ${inScope('customer_id', scope)}
    ),
    gone as (
      delete from customers.memberships m
       using (
         select b.segment_key, b.customer_id from before b
          where not exists (select from holds h where h.segment_key = b.segment_key and h.customer_id = b.customer_id)
       ) as g
       where m.store_id = ${storeId} and m.segment_key = g.segment_key and m.customer_id = g.customer_id
      returning m.segment_key, m.customer_id, m.since
    ),
    come as (
      insert into customers.memberships (store_id, segment_key, customer_id, since, why)
      select ${storeId}::uuid, segment_key, customer_id, ${now}::timestamptz, ${JSON.stringify(why)}::jsonb
        from holds h
       where not exists (select from before b where b.segment_key = h.segment_key and b.customer_id = h.customer_id)
       order by customer_id, segment_key collate "C"
      on conflict on constraint memberships_pkey do nothing
      returning segment_key, customer_id
    )${ranked ? sql`, ${single(storeId, scope, ranked)}` : sql``}`;
}

/** Writes the first of the ranked segments that holds into the facts, where it is another. */
function single(storeId: string, scope: Scope, ranked: readonly string[]): RawBuilder<unknown> {
  return sql`firsts as (
      select customer_id, (${ranked}::text[])[min(array_position(${ranked}::text[], segment_key))] as segment
        from holds where segment_key = any(${ranked}::text[]) group by customer_id
    ),
    single as (
      update customers.facts f set segment = s.segment
        from (
          select t.customer_id, first.segment
            from customers.facts t left join firsts first on first.customer_id = t.customer_id
           where t.store_id = ${storeId} and ${inScope('t.customer_id', scope)}
             and t.segment is distinct from first.segment
        ) as s
       where f.store_id = ${storeId} and ${inScope('f.customer_id', scope)} and f.customer_id = s.customer_id
    )`;
}
