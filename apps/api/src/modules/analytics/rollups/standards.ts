import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db/transaction.ts';

const shares = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);

/** The amounts below which 1 to 99 % of the buyers stay, by what they spent in all. */
async function spentCuts(tx: Tx, storeId: string): Promise<{ cuts: number[]; buyers: number }> {
  const { rows } = await sql<{ cuts: (number | string)[] | null; buyers: number }>`
    select percentile_disc(${shares}::float8[]) within group (order by total_spent) as cuts, count(*) as buyers
      from customers.v_facts where store_id = ${storeId} and total_orders > 0 and status <> 'merged'`.execute(
    tx,
  );
  return { cuts: (rows[0]?.cuts ?? []).map(Number), buyers: rows[0]?.buyers ?? 0 };
}

/** Measures what a customer's spend is held against, and keeps it; reads all facts. */
export async function measureStandards(ctx: Ctx): Promise<void> {
  const { cuts, buyers } = await spentCuts(ctx.tx, ctx.storeId);
  await sql`
    insert into analytics.standards (store_id, spent_cuts, buyers, measured_at)
    values (${ctx.storeId}, ${cuts}::bigint[], ${buyers}, ${ctx.now})
    on conflict (store_id) do update
      set spent_cuts = excluded.spent_cuts, buyers = excluded.buyers, measured_at = excluded.measured_at`.execute(
    ctx.tx,
  );
}

/** The kept cuts; empty before the first measuring. */
export async function readSpentCuts(tx: Tx, storeId: string): Promise<number[]> {
  const { rows } = await sql<{ cuts: (number | string)[] }>`
    select spent_cuts as cuts from analytics.standards where store_id = ${storeId}`.execute(tx);
  return (rows[0]?.cuts ?? []).map(Number);
}
