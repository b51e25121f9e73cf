import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Balance } from './types.ts';

export interface AccountRow extends Balance {
  accountId: string;
  tierKey: string | null;
  since: Date | null;
  heldUntil: Date | null;
  qualifying: number;
  /** Usable points that end within 90 days, soonest first. */
  expiring: { points: number; expiresAt: string }[];
}

/**
 * A customer's account in a programme, nothing written: points whose time has come count as available,
 * after repaying debts, although no job has moved them yet. Undefined where there is no account.
 */
export async function readAccount(
  tx: Tx,
  storeId: string,
  input: { customerId: string; programmeId: string; at: Date; timeZone: string },
): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    with mine as (
      select a.*, coalesce((select sum(l.remaining) from loyalty.lots l
               where a.next_available_at <= ${input.at} and l.store_id = ${storeId} and l.account_id = a.id
                 and l.remaining > 0 and l.is_pending and l.available_from <= ${input.at}), 0)::bigint as due
        from loyalty.accounts a
       where a.store_id = ${storeId} and a.owner_id = ${input.customerId} and a.programme_id = ${input.programmeId}
    )
    select m.id as "accountId", s.*, m.tier_key as "tierKey", m.tier_since as since,
           m.tier_held_until as "heldUntil", q.qualifying, coalesce(e.expiring, '[]') as expiring
      from (select * from mine order by origin_id <> owner_id, id limit 1) as m
     cross join (
       select sum(available + due - least(debt, due))::bigint as available, sum(pending - due)::bigint as pending,
              sum(held)::bigint as held, sum(debt - least(debt, due))::bigint as debt, sum(lifetime)::bigint as lifetime
         from mine) as s
     cross join loyalty.ladder_v1(${storeId}, ${input.at}, ${input.timeZone}) as p
     cross join lateral (
       select coalesce(sum(case p.tier_basis when 'points' then d.points else d.spend end), 0)::bigint as qualifying
         from loyalty.qualifying_days d
        where d.store_id = ${storeId} and d.account_id = m.id and d.day >= p.window_start) as q
     cross join lateral (
       select jsonb_agg(jsonb_build_object('points', x.points, 'expiresAt',
                to_char(x.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by x.expires_at) as expiring
         from (select l.expires_at, sum(l.remaining - l.held)::bigint as points
                 from mine join loyalty.lots l on l.store_id = ${storeId} and l.account_id = mine.id
                where l.remaining > 0 and l.remaining > l.held and l.available_from <= ${input.at}
                  and l.expires_at > ${input.at} and l.expires_at <= ${input.at}::timestamptz + interval '90 days'
                group by l.expires_at) as x) as e
     where p.programme_id = ${input.programmeId}`.execute(tx);
  return rows[0];
}

export interface HistoryRow {
  accountId: string;
  sequence: number;
  id: string;
  kind: string;
  moved: number;
  balanceAfter: number;
  orderId: string | null;
  locationId: string | null;
  occurredAt: Date;
  /** Stored details: `{number?, reason?, description?}`; null once erased. */
  details: { number?: string; reason?: Record<string, unknown>; description?: string } | null;
}

/** Accounts of a customer with the number of their entries: the sequence counts them. */
export async function readHeads(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<{ id: string; sequence: number }[]> {
  const { rows } = await sql<{ id: string; sequence: number }>`
    select id, sequence from loyalty.accounts where store_id = ${storeId} and owner_id = ${customerId}
     order by id`.execute(tx);
  return rows;
}

/**
 * Entries below the given sequence of each account, newest first over all of them. Per account, both
 * recorded_at and sequence rise along the chain, so `limit + offset` rows of each suffice.
 * @param kinds null for all
 */
export async function readHistory(
  tx: Tx,
  storeId: string,
  input: { below: { id: string; sequence: number }[]; kinds: string[] | null; limit: number; offset: number },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select e.account_id as "accountId", e.sequence, e.id, e.kind, e.moved,
           e.available_after + e.pending_after + e.held_after as "balanceAfter", e.order_id as "orderId",
           e.location_id as "locationId", e.occurred_at as "occurredAt",
           convert_from(d.bytes, 'UTF8')::jsonb as details
      from unnest(${input.below.map((head) => head.id)}::uuid[],
        ${input.below.map((head) => head.sequence)}::bigint[]) as a(id, below)
     cross join lateral (
       select * from loyalty.entries t
        where t.store_id = ${storeId} and t.account_id = a.id and t.sequence < a.below
          and (${input.kinds}::text[] is null or t.kind = any (${input.kinds}::text[]))
        order by t.sequence desc limit ${input.limit + input.offset}) as e
      left join loyalty.entry_details d on d.store_id = ${storeId} and d.entry_id = e.id
     order by e.recorded_at desc, e.account_id desc, e.sequence desc
     limit ${input.limit} offset ${input.offset}`.execute(tx);
  return rows;
}

/** Entries of some kinds, counted. */
export async function countEntries(tx: Tx, storeId: string, ids: string[], kinds: string[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from loyalty.entries
     where store_id = ${storeId} and account_id = any (${ids}::uuid[]) and kind = any (${kinds}::text[])`.execute(
    tx,
  );
  return rows[0]?.total ?? 0;
}
