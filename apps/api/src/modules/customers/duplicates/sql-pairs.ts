import type { DuplicateStatus } from '@wafa/contract';
import type { Reason } from '@wafa/matching';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { PairCursor } from './rules.ts';

/** A pair to keep. */
export interface FoundPair {
  id: string;
  aId: string;
  bId: string;
  score: number;
  weight: number;
  reasons: Reason[];
  fingerprint: string;
}

/**
 * Keeps pairs. One that stands gets the new score; one that was dismissed opens again where what was
 * compared has changed.
 */
export async function putPairs(
  tx: Tx,
  storeId: string,
  now: Date,
  pairs: readonly FoundPair[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    insert into customers.duplicate_pairs as p
      (store_id, id, a_id, b_id, score, weight, reasons, fingerprint, found_at)
    select ${storeId}::uuid, r.id, r."aId", r."bId", r.score, r.weight, r.reasons, r.fingerprint, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r (id uuid, "aId" uuid, "bId" uuid,
        score double precision, weight double precision, reasons jsonb, fingerprint text)
     order by r."aId", r."bId"
    on conflict on constraint duplicate_pairs_both_key do update set
      score = excluded.score, weight = excluded.weight, reasons = excluded.reasons,
      fingerprint = excluded.fingerprint,
      status = case when p.fingerprint = excluded.fingerprint then p.status else 'open' end,
      found_at = case when p.fingerprint = excluded.fingerprint or p.status = 'open' then p.found_at
                      else excluded.found_at end,
      decided_at = case when p.fingerprint = excluded.fingerprint then p.decided_at end,
      decided_by = case when p.fingerprint = excluded.fingerprint then p.decided_by end
    where (p.score, p.weight, p.fingerprint) is distinct from (excluded.score, excluded.weight, excluded.fingerprint)`.execute(
    tx,
  );
}

/**
 * Takes open pairs of the customers `ids` off the list that were not found again: with `below`, of those
 * pairs in which they are the later one.
 */
export async function dropOthers(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
  found: readonly FoundPair[],
  below: boolean,
): Promise<void> {
  await sql`
    delete from customers.duplicate_pairs p
     where p.store_id = ${storeId} and p.status = 'open'
       and (p.b_id = any(${ids}::uuid[]) or (not ${below}::boolean and p.a_id = any(${ids}::uuid[])))
       and not exists (
         select 1 from unnest(${found.map((pair) => pair.aId)}::uuid[], ${found.map((pair) => pair.bId)}::uuid[])
           as f (a_id, b_id) where f.a_id = p.a_id and f.b_id = p.b_id)`.execute(tx);
}

/** Makes the pair of two customers merged while a merge joins them, and open once none does. */
export async function followMerge(tx: Tx, storeId: string, one: string, other: string): Promise<void> {
  await sql`
    update customers.duplicate_pairs p
       set status = case when m.id is null then 'open' else 'merged' end,
           decided_at = m.merged_at, decided_by = m.merged_by
      from (select 1) as always left join customers.merges m
        on m.store_id = ${storeId} and m.undone_at is null
       and ((m.from_id, m.into_id) = (${one}::uuid, ${other}::uuid)
         or (m.from_id, m.into_id) = (${other}::uuid, ${one}::uuid))
     where p.store_id = ${storeId} and p.a_id = least(${one}::uuid, ${other}::uuid)
       and p.b_id = greatest(${one}::uuid, ${other}::uuid)
       and (m.id is not null or p.status = 'merged')`.execute(tx);
}

export interface PairRow {
  id: string;
  aId: string;
  bId: string;
  score: number;
  weight: number;
  reasons: Reason[];
  status: DuplicateStatus;
  foundAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
}

const columns = sql`p.id, p.a_id as "aId", p.b_id as "bId", p.score, p.weight, p.reasons, p.status,
  p.found_at as "foundAt", p.decided_at as "decidedAt", p.decided_by as "decidedBy"`;

export interface PairFilter {
  status: DuplicateStatus;
  minScore: number;
}

/** Pairs whose customers both still stand; a merged pair is shown as it was decided. */
function listed(storeId: string, { status, minScore }: PairFilter): RawBuilder<unknown> {
  return sql`
    from customers.duplicate_pairs p
    join customers.customers a on a.store_id = ${storeId} and a.id = p.a_id
    join customers.customers b on b.store_id = ${storeId} and b.id = p.b_id
    where p.store_id = ${storeId} and p.status = ${status} and p.score >= ${minScore}
      and (p.status = 'merged' or a.status not in ('closed', 'merged') and b.status not in ('closed', 'merged'))`;
}

/** A page of pairs, the surest first: after a cursor, or past `offset` pairs. */
export async function listPairs(
  tx: Tx,
  storeId: string,
  filter: PairFilter,
  { after, offset, limit }: { after?: PairCursor; offset: number; limit: number },
): Promise<PairRow[]> {
  const from = after
    ? sql`and (p.score, p.weight, p.id) < (${after.score}::float8, ${after.weight}::float8, ${after.id}::uuid)`
    : sql``;
  const { rows } = await sql<PairRow>`
    select ${columns} ${listed(storeId, filter)} ${from}
     order by p.score desc, p.weight desc, p.id desc limit ${limit} offset ${offset}`.execute(tx);
  return rows;
}

export async function countPairs(tx: Tx, storeId: string, filter: PairFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count ${listed(storeId, filter)}`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** Open pairs of one customer, the surest first. */
export async function pairsOf(tx: Tx, storeId: string, customerId: string): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`
    select ${columns} ${listed(storeId, { status: 'open', minScore: 0 })}
       and (p.a_id = ${customerId} or p.b_id = ${customerId})
     order by p.score desc, p.weight desc, p.id desc limit 100`.execute(tx);
  return rows;
}

/** A pair, locked. */
export async function lockPair(tx: Tx, storeId: string, id: string): Promise<PairRow | undefined> {
  const { rows } = await sql<PairRow>`
    select ${columns} from customers.duplicate_pairs p where p.store_id = ${storeId} and p.id = ${id}
       for update`.execute(tx);
  return rows[0];
}

export async function decidePair(
  tx: Tx,
  storeId: string,
  id: string,
  decided: { status: DuplicateStatus; at: Date | null; by: string | null },
): Promise<void> {
  await sql`
    update customers.duplicate_pairs set status = ${decided.status}, decided_at = ${decided.at}, decided_by = ${decided.by}
     where store_id = ${storeId} and id = ${id}`.execute(tx);
}
