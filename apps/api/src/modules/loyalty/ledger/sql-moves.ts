import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** What adjustments and transfers have in common as their functions take them. */
interface MoveRow {
  n: number;
  id: string;
  account: string;
  customer: string;
  source: string;
  source_id: string;
  points: number;
  occurred: Date;
  salt: string;
  details: string;
  fingerprint: string;
}

export type AdjustRow = MoveRow;

export interface AdjustedRow {
  status: 'adjusted' | 'duplicate' | 'conflict' | 'insufficient';
  ownerId: string;
  entryId: string | null;
  points: number;
  /** Of the owner, over all their accounts. */
  available: number;
}

/** `adjust_v1`, one row per item in the order of `n`. */
export async function adjustRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; timeZone: string; items: AdjustRow[] },
): Promise<AdjustedRow[]> {
  const { rows } = await sql<AdjustedRow>`
    select status, owner_id as "ownerId", entry_id as "entryId", points, available
      from loyalty.adjust_v1(${storeId}, ${input.at}, ${input.timeZone}, ${JSON.stringify(input.items)}::jsonb)
     order by n`.execute(tx);
  return rows;
}

export interface TransferRow extends MoveRow {
  to: string;
}

export interface TransferredRow {
  /** `same`: both accounts are one owner's. */
  status: 'transferred' | 'duplicate' | 'conflict' | 'insufficient' | 'same';
  ownerId: string;
  toOwnerId: string;
  entryId: string | null;
  points: number;
  available: number;
  toAvailable: number;
}

/** `transfer_v1`, one row per item in the order of `n`. */
export async function transferRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; items: TransferRow[] },
): Promise<TransferredRow[]> {
  const { rows } = await sql<TransferredRow>`
    select status, owner_id as "ownerId", to_owner_id as "toOwnerId", entry_id as "entryId", points, available,
           to_available as "toAvailable"
      from loyalty.transfer_v1(${storeId}, ${input.at}, ${JSON.stringify(input.items)}::jsonb)
     order by n`.execute(tx);
  return rows;
}

/** Whether a business key of this kind and of a line 0 exists. */
export async function hasKey(
  tx: Tx,
  storeId: string,
  key: { kind: 'credit' | 'spend'; source: string; sourceId: string },
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from loyalty.keys
                    where store_id = ${storeId} and kind = ${key.kind} and source = ${key.source}
                      and source_id = ${key.sourceId} and line = 0) as known`.execute(tx);
  return rows[0]?.known ?? false;
}

export interface PastBalance {
  available: number;
  pending: number;
  held: number;
  debt: number;
}

/**
 * A customer's balance in a programme as recorded by a time, from entries, lot movements and holds alone;
 * what was usable or owed then is reckoned as a read at that time did (`readAccount`): points whose day
 * had come count as available after repaying debts, moved or not.
 */
export async function readBalanceAt(
  tx: Tx,
  storeId: string,
  input: { customerId: string; programmeId: string; at: Date },
): Promise<PastBalance> {
  const { rows } = await sql<PastBalance>`
    with mine as materialized (
      select a.id from loyalty.accounts a
       where a.store_id = ${storeId} and a.owner_id = ${input.customerId} and a.programme_id = ${input.programmeId}
    ), entry as materialized (
      select e.id, e.account_id, e.sequence, e.debt_after
        from mine cross join lateral (
          select * from loyalty.entries t
           where t.store_id = ${storeId} and t.account_id = mine.id and t.recorded_at <= ${input.at} offset 0) as e
    ), lot as (
      select e.account_id, sum(m.delta) as points, max(m.available_from) as available_from
        from entry e join loyalty.lot_movements m on m.store_id = ${storeId} and m.entry_id = e.id
       group by e.account_id, m.lot_id
    ), reserved as (
      select l.account_id, sum(t.points) as points
        from mine
        join loyalty.holds h on h.store_id = ${storeId} and h.account_id = mine.id
        join loyalty.hold_lots t on t.store_id = ${storeId} and t.hold_id = h.id
        join loyalty.lots l on l.store_id = ${storeId} and l.id = t.lot_id
       where h.created_at <= ${input.at} and (h.ended_at is null or h.ended_at > ${input.at})
       group by l.account_id
    ), captured as (
      select e.account_id, sum(c.points) as points
        from mine
        join loyalty.holds h on h.store_id = ${storeId} and h.account_id = mine.id
        join loyalty.hold_captures c on c.store_id = ${storeId} and c.hold_id = h.id
        join entry e on e.id = c.entry_id
       where h.created_at <= ${input.at} and (h.ended_at is null or h.ended_at > ${input.at})
       group by e.account_id
    ), sums as (
      select mine.id,
             coalesce((select sum(l.points) from lot l
                        where l.account_id = mine.id and l.available_from <= ${input.at}), 0) as usable,
             coalesce((select sum(l.points) from lot l
                        where l.account_id = mine.id and l.available_from > ${input.at}), 0) as pending,
             coalesce((select r.points from reserved r where r.account_id = mine.id), 0)
               - coalesce((select c.points from captured c where c.account_id = mine.id), 0) as held,
             coalesce((select e.debt_after from entry e
                        where e.account_id = mine.id order by e.sequence desc limit 1), 0) as debt
        from mine
    )
    select coalesce(sum(usable - held - least(debt, usable - held)), 0)::bigint as available,
           coalesce(sum(pending), 0)::bigint as pending, coalesce(sum(held), 0)::bigint as held,
           coalesce(sum(debt - least(debt, usable - held)), 0)::bigint as debt
      from sums`.execute(tx);
  return rows[0] as PastBalance;
}
