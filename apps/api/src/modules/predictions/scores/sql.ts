import type { Contribution } from '@wafa/predict';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { KeptHistory, Score } from './rules.ts';

const history = sql`s.customer_id as "customerId", s.repeats, s.last_day - s.first_day as "lastAt",
  s.until_day - s.first_day as age, s.lines, s.spent, s.repeat_spent as "repeatSpent"`;

/** The next histories in order of customer. */
export async function nextHistories(
  tx: Tx,
  storeId: string,
  cursor: string,
  limit: number,
): Promise<KeptHistory[]> {
  const { rows } = await sql<KeptHistory>`
    select ${history} from predictions.scores s
     where s.store_id = ${storeId} and s.customer_id > ${cursor}::uuid
     order by s.customer_id limit ${limit}`.execute(tx);
  return rows;
}

/** The histories of these customers, as far as they have one. */
export async function readHistories(tx: Tx, storeId: string, ids: readonly string[]): Promise<KeptHistory[]> {
  const { rows } = await sql<KeptHistory>`
    select ${history} from predictions.scores s
     where s.store_id = ${storeId} and s.customer_id = any(${ids}::uuid[])
     order by s.customer_id`.execute(tx);
  return rows;
}

/** Keeps what the models say; answers the day of the next order of those of whom one is said. */
export async function writeScores(
  tx: Tx,
  storeId: string,
  recalculationId: string,
  now: Date,
  scores: readonly Score[],
): Promise<Map<string, string>> {
  const rows = scores.map(({ orders90, orders365, spend365, ...score }) => ({
    ...score,
    orders_90: orders90?.expected,
    orders_90_low: orders90?.low,
    orders_90_high: orders90?.high,
    orders_365: orders365?.expected,
    orders_365_low: orders365?.low,
    orders_365_high: orders365?.high,
    spend_365: spend365?.expected,
    spend_365_low: spend365?.low,
    spend_365_high: spend365?.high,
    spend_per_order: spend365?.perOrder,
  }));
  const written = await sql<{ customerId: string; day: string }>`
    with written as (
      update predictions.scores s
         set churn = n.churn, moved = n.moved, alive = n.alive, orders_90 = n.orders_90,
             orders_90_low = n.orders_90_low, orders_90_high = n.orders_90_high, orders_365 = n.orders_365,
             orders_365_low = n.orders_365_low, orders_365_high = n.orders_365_high, spend_365 = n.spend_365,
             spend_365_low = n.spend_365_low, spend_365_high = n.spend_365_high,
             spend_per_order = n.spend_per_order, next_order_on = s.until_day + n."nextOrderInDays",
             recalculation_id = ${recalculationId}, scored_at = ${now}, is_outdated = false
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as n ("customerId" uuid, churn real, moved jsonb, alive real, orders_90 real, orders_90_low integer,
                orders_90_high integer, orders_365 real, orders_365_low integer, orders_365_high integer,
                spend_365 bigint, spend_365_low bigint, spend_365_high bigint, spend_per_order bigint,
                "nextOrderInDays" integer)
       where s.store_id = ${storeId} and s.customer_id = n."customerId"
      returning s.customer_id as "customerId", s.next_order_on as day
    )
    select "customerId", day from written where day is not null`.execute(tx);
  return new Map(written.rows.map(({ customerId, day }) => [customerId, day]));
}

/** Marks scores as of another history than the customer's present one. */
export async function markOutdated(tx: Tx, storeId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update predictions.scores set is_outdated = true
     where store_id = ${storeId} and customer_id = any(${ids}::uuid[])`.execute(tx);
}

export interface ScoreRow {
  firstDay: string;
  lastDay: string;
  untilDay: string;
  repeats: number;
  lines: number;
  spent: number;
  churn: number | null;
  moved: Contribution[];
  alive: number | null;
  orders90: number | null;
  orders90Low: number;
  orders90High: number;
  orders365: number | null;
  orders365Low: number;
  orders365High: number;
  spend365: number | null;
  spend365Low: number;
  spend365High: number;
  spendPerOrder: number | null;
  nextOrderOn: string | null;
  recalculationId: string | null;
  scoredAt: Date | null;
  isOutdated: boolean;
}

export async function readScore(tx: Tx, storeId: string, customerId: string): Promise<ScoreRow | undefined> {
  const { rows } = await sql<ScoreRow>`
    select s.first_day as "firstDay", s.last_day as "lastDay", s.until_day as "untilDay", s.repeats, s.lines, s.spent,
           s.churn, s.moved, s.alive, s.orders_90 as "orders90", s.orders_90_low as "orders90Low",
           s.orders_90_high as "orders90High", s.orders_365 as "orders365", s.orders_365_low as "orders365Low",
           s.orders_365_high as "orders365High", s.spend_365 as "spend365", s.spend_365_low as "spend365Low",
           s.spend_365_high as "spend365High", s.spend_per_order as "spendPerOrder",
           s.next_order_on as "nextOrderOn", s.recalculation_id as "recalculationId", s.scored_at as "scoredAt",
           s.is_outdated as "isOutdated"
      from predictions.scores s where s.store_id = ${storeId} and s.customer_id = ${customerId}`.execute(tx);
  return rows[0];
}

/** What a customer without a score is: whether predictions may be made, and what orders there are. */
export interface Unscored {
  isClosed: boolean;
  allowsProfiling: boolean;
  hasOrders: boolean;
  hasKeptOrders: boolean;
}

export async function readUnscored(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<Unscored | undefined> {
  const { rows } = await sql<Unscored>`
    select c.status = 'closed' as "isClosed",
           coalesce((c.privacy ->> 'profiling')::boolean, true) as "allowsProfiling",
           exists (select from orders.v_orders o where o.store_id = ${storeId} and o.customer_id = c.customer_id
                      and o.counted_at is not null) as "hasOrders",
           exists (select from orders.v_orders o where o.store_id = ${storeId} and o.customer_id = c.customer_id
                      and o.counted_at is not null and o.is_kept) as "hasKeptOrders"
      from customers.v_customers c where c.store_id = ${storeId} and c.customer_id = ${customerId}`.execute(
    tx,
  );
  return rows[0];
}
