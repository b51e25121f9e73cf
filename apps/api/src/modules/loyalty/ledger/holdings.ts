import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db/transaction.ts';
import * as customers from '../../customers/index.ts';

/**
 * Writes into the facts of customers what they have in the default programme, over all their accounts. For
 * whoever changed several accounts at once and knows the sum of none; one round trip.
 */
export async function putHoldings(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  customers.putFacts(ctx, await readHoldings(ctx.tx, ctx.storeId, [...new Set(customerIds)]));
}

interface Holding {
  customerId: string;
  tier: string | null;
  points: number;
  lifetime: number;
}

/** What customers have in the default programme over all their accounts; the tier is the highest of them. */
async function readHoldings(tx: Tx, storeId: string, customerIds: string[]): Promise<Holding[]> {
  const { rows } = await sql<Holding>`
    select a.owner_id as "customerId", (array_agg(t.key order by t.threshold desc nulls last))[1] as tier,
           sum(a.available)::bigint as points, sum(a.lifetime)::bigint as lifetime
      from loyalty.accounts a
      join loyalty.programmes p on p.store_id = ${storeId} and p.id = a.programme_id and p.is_default
      left join loyalty.tiers t on t.store_id = ${storeId} and t.programme_id = p.id and t.key = a.tier_key
     where a.store_id = ${storeId} and a.owner_id = any(${customerIds}::uuid[])
     group by a.owner_id`.execute(tx);
  return rows;
}
