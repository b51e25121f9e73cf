import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../platform/module.ts';

/** Gives a customer's claims to another; answers their ids. */
export async function giveClaims(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update offers.claims set customer_id = ${into}
     where store_id = ${storeId} and customer_id = ${from} returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Names the other customer for an offer, or against it, as the one was; excluded by either is excluded. */
export async function givePeople(tx: Tx, storeId: string, { from, into }: Merge): Promise<void> {
  await sql`
    insert into offers.people (store_id, offer_id, customer_id, is_excluded, at)
    select store_id, offer_id, ${into}::uuid, is_excluded, at from offers.people
     where store_id = ${storeId} and customer_id = ${from}
    on conflict on constraint people_pkey do update set is_excluded = people.is_excluded or excluded.is_excluded`.execute(
    tx,
  );
}

/** What counted for the one counts for the other; what each carried from the other stands in its claims again. */
export async function uniteCarried(tx: Tx, storeId: string, { from, into }: Merge): Promise<void> {
  const doubled = sql`
    delete from offers.carried
     where store_id = ${storeId} and customer_id in (${from}, ${into}) and other_id in (${from}, ${into})`.execute(
    tx,
  );
  const moved = sql`
    insert into offers.carried as c (store_id, customer_id, other_id, offer_id, claims)
    select store_id, ${into}::uuid, other_id, offer_id, claims from offers.carried
     where store_id = ${storeId} and customer_id = ${from}
    on conflict on constraint carried_pkey do update set claims = greatest(c.claims, excluded.claims)`.execute(
    tx,
  );
  await Promise.all([doubled, moved]);
}

/** Gives back the claims named, and those that came since the merge under one of the presented ids. */
export async function returnClaims(
  tx: Tx,
  storeId: string,
  { from, into, presented }: Unmerge,
  ids: string[],
): Promise<void> {
  await sql`
    update offers.claims set customer_id = ${from}
     where store_id = ${storeId} and customer_id = ${into}
       and (id = any(${ids}::uuid[]) or presented_id = any(${[...presented]}::uuid[]))`.execute(tx);
}

/** Lets the claims of each count for the other too. */
export async function carryOver(tx: Tx, storeId: string, { from, into }: Unmerge): Promise<void> {
  await sql`
    insert into offers.carried (store_id, customer_id, other_id, offer_id, claims)
    select ${storeId}, case when customer_id = ${from} then ${into}::uuid else ${from}::uuid end, customer_id,
           offer_id, count(*)
      from offers.claims
     where store_id = ${storeId} and customer_id in (${from}, ${into}) and status in ('open', 'redeemed')
     group by customer_id, offer_id
    on conflict on constraint carried_pkey do update set claims = excluded.claims`.execute(tx);
}

/** Takes a customer off every list that names them. */
export async function forgetPeople(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await Promise.all([
    sql`delete from offers.people where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx),
    sql`
      delete from offers.carried
       where store_id = ${storeId} and (customer_id = ${customerId} or other_id = ${customerId})`.execute(tx),
  ]);
}
