import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge } from '../../../platform/module.ts';

/** Makes another customer the owner of someone's accounts, locked in id order; answers their ids. */
export async function giveAccounts(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with theirs as (
      select id from loyalty.accounts
       where store_id = ${storeId} and owner_id in (${from}, ${into}) order by id for no key update
    )
    update loyalty.accounts a set owner_id = ${into} from theirs t
     where a.store_id = ${storeId} and a.id = t.id and a.owner_id = ${from} returning a.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Makes the customer before the merge the owner of these accounts again. */
export async function returnAccounts(tx: Tx, storeId: string, from: string, ids: string[]): Promise<void> {
  await sql`
    update loyalty.accounts set owner_id = ${from}
     where store_id = ${storeId} and id = any(${ids}::uuid[])`.execute(tx);
}

export interface Holding {
  customerId: string;
  tier: string | null;
  points: number;
  lifetime: number;
}

/** What customers have in the default programme over all their accounts; the tier is the highest of them. */
export async function readHoldings(tx: Tx, storeId: string, customerIds: string[]): Promise<Holding[]> {
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
