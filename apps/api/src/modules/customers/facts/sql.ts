import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Facts } from './facts.ts';
import type { FactsDelta } from './rules.ts';
import type { FactsScores } from './scores.ts';

/**
 * Takes the locks of these facts rows in id order, so that two transactions that write several of the
 * same rows wait for each other instead of deadlocking. One row needs no such statement.
 */
export async function lockFacts(tx: Tx, storeId: string, customerIds: string[]): Promise<void> {
  await sql`
    select 1 from customers.facts
    where store_id = ${storeId} and customer_id = any(${customerIds}::uuid[])
    order by customer_id for no key update`.execute(tx);
}

/** Applies the deltas, one per customer, in one statement. */
export async function writeFacts(tx: Tx, storeId: string, deltas: FactsDelta[]): Promise<void> {
  const column = <K extends keyof FactsDelta>(key: K) => deltas.map((delta) => delta[key]);
  await sql`
    update customers.facts f set
      total_spent = f.total_spent + d.spent,
      total_orders = f.total_orders + d.orders,
      visits = f.visits + d.visits,
      first_order_at = least(f.first_order_at, d.first_order_at),
      last_order_at = greatest(f.last_order_at, d.last_order_at),
      last_visit_at = greatest(f.last_visit_at, d.last_visit_at),
      tier = case when d.sets_tier then d.tier else f.tier end,
      points = coalesce(d.points, f.points),
      lifetime_points = coalesce(d.lifetime, f.lifetime_points)
    from unnest(
      ${column('customerId')}::uuid[], ${column('spent')}::bigint[], ${column('orders')}::bigint[],
      ${column('visits')}::bigint[], ${column('firstOrderAt')}::timestamptz[],
      ${column('lastOrderAt')}::timestamptz[], ${column('lastVisitAt')}::timestamptz[],
      ${column('setsTier')}::boolean[], ${column('tier')}::text[], ${column('points')}::bigint[],
      ${column('lifetime')}::bigint[]
    ) as d (customer_id, spent, orders, visits, first_order_at, last_order_at, last_visit_at, sets_tier, tier,
      points, lifetime)
    where f.store_id = ${storeId} and f.customer_id = d.customer_id`.execute(tx);
}

/** Sets the figures of these customers to nothing; status, type and age stay. */
export async function clearFacts(tx: Tx, storeId: string, customerIds: string[]): Promise<void> {
  await sql`
    update customers.facts set
      total_spent = 0, total_orders = 0, visits = 0, first_order_at = null, last_order_at = null,
      last_visit_at = '-infinity', tier = null, points = 0, lifetime_points = 0
    where store_id = ${storeId} and customer_id = any(${customerIds}::uuid[])`.execute(tx);
}

/** Sets the scores of customers, one each, in one statement. */
export async function writeScores(tx: Tx, storeId: string, scores: readonly FactsScores[]): Promise<void> {
  await sql`
    update customers.facts f
       set churn_risk = s."churnRisk", expected_orders = s."expectedOrders", predicted_spend = s."predictedSpend",
           next_order_at = (s."nextOrderDay" + time '12:00') at time zone 'UTC', scored_at = s."scoredAt"
      from jsonb_to_recordset(${JSON.stringify(scores)}::jsonb)
        as s ("customerId" uuid, "churnRisk" real, "expectedOrders" real, "predictedSpend" bigint,
              "nextOrderDay" date, "scoredAt" timestamptz)
     where f.store_id = ${storeId} and f.customer_id = s."customerId"`.execute(tx);
}

/** The latest visit, or null for a customer who never came. Expects the facts table as `f`. */
export const lastVisit = sql`nullif(f.last_visit_at, '-infinity')`;

/** The facts of these customers, in no order. */
export async function readFacts(tx: Tx, storeId: string, customerIds: string[]): Promise<Facts[]> {
  const { rows } = await sql<Facts>`
    select customer_id as "customerId", total_spent as "totalSpent", total_orders as "totalOrders", visits,
      first_order_at as "firstOrderAt", last_order_at as "lastOrderAt", ${lastVisit} as "lastVisitAt",
      tier, points, lifetime_points as "lifetimePoints"
    from customers.facts f
    where store_id = ${storeId} and customer_id = any(${customerIds}::uuid[])`.execute(tx);
  return rows;
}
