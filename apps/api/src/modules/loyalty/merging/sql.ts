import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../../platform/module.ts';

/**
 * Makes another customer the owner of someone's accounts, locked in id order. Answers the accounts of both,
 * with the number of their entries now, and which were moved.
 */
export async function giveAccounts(
  tx: Tx,
  storeId: string,
  { from, into }: Merge,
): Promise<{ id: string; sequence: number; moved: boolean }[]> {
  const { rows } = await sql<{ id: string; sequence: number; moved: boolean }>`
    with both_of as (
      select id, sequence, owner_id = ${from} as moved from loyalty.accounts
       where store_id = ${storeId} and owner_id in (${from}, ${into}) order by id for no key update
    ), given as (
      update loyalty.accounts a set owner_id = ${into} from both_of b
       where a.store_id = ${storeId} and a.id = b.id and b.moved
    )
    select id, sequence, moved from both_of`.execute(tx);
  return rows;
}

/** `separate_v1`: makes good what each of two separated customers had of the other's. */
export async function separateAccounts(
  tx: Tx,
  storeId: string,
  unmerge: Unmerge,
  input: { at: Date; id: string; salt: Uint8Array; starts: Readonly<Record<string, number>> },
): Promise<void> {
  await sql`
    select * from loyalty.separate_v1(${storeId}, ${input.at}, ${unmerge.id}, ${unmerge.from}, ${unmerge.into},
      ${[...unmerge.presented]}::uuid[], ${JSON.stringify(input.starts)}::jsonb, ${input.id},
      ${Buffer.from(input.salt)})`.execute(tx);
}

/** Makes the customer before the merge the owner of these accounts again. */
export async function returnAccounts(tx: Tx, storeId: string, from: string, ids: string[]): Promise<void> {
  await sql`
    update loyalty.accounts set owner_id = ${from}
     where store_id = ${storeId} and id = any(${ids}::uuid[])`.execute(tx);
}
