import type { Hold } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A row of `loyalty.holds` as `to_jsonb` gives it. */
interface StoredHold {
  id: string;
  account_id: string;
  points: number;
  captured: number;
  released: number;
  status: Hold['status'];
  order_id: string | null;
  reason: string | null;
  created_at: string;
  expires_at: string;
  ended_at: string | null;
}

/** A hold, and the account it was asked on. */
export type HeldPoints = Omit<Hold, 'customerId'> & { accountId: string };

function toHold(row: StoredHold): HeldPoints {
  const instant = (text: string) => new Date(text).toISOString();
  return {
    id: row.id,
    accountId: row.account_id,
    status: row.status,
    points: row.points,
    open: row.points - row.captured - row.released,
    captured: row.captured,
    released: row.released,
    orderId: row.order_id,
    reason: row.reason,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  };
}

interface Answer<S extends string> {
  status: S;
  ownerId: string;
  available: number;
  hold: HeldPoints | null;
}

type Raw<T> = Omit<T, 'hold'> & { hold: StoredHold | null };

async function rowsOf<T extends { hold: HeldPoints | null }>(
  tx: Tx,
  query: RawBuilder<Raw<T>>,
): Promise<T[]> {
  const { rows } = await query.execute(tx);
  return rows.map((row) => ({ ...row, hold: row.hold && toHold(row.hold) }) as T);
}

/** An item as `hold_v1` takes it; names are the function's. */
export interface HoldRow {
  n: number;
  id: string;
  account: string;
  source: string;
  source_id: string;
  points: number;
  order: string | null;
  reason: string | null;
  expires: Date;
  salt: string;
  fingerprint: string;
}

/** `hold_v1`, one row per item in the order of `n`; `hold` null where nothing is held. */
export async function holdRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; items: HoldRow[] },
): Promise<Answer<'held' | 'duplicate' | 'conflict' | 'insufficient'>[]> {
  return rowsOf(
    tx,
    sql`select status, owner_id as "ownerId", available, hold
          from loyalty.hold_v1(${storeId}, ${input.at}, ${JSON.stringify(input.items)}::jsonb) order by n`,
  );
}

/** An item as `capture_v1` takes it; names are the function's. */
export interface CaptureRow {
  n: number;
  id: string;
  hold: string;
  source: string;
  source_id: string;
  points: number | null;
  final: boolean;
  order: string | null;
  location: string | null;
  occurred: Date;
  rule_version: number | null;
  salt: string;
  details: string;
  fingerprint: string;
  /** Line number, total, points. */
  lines: [number, number, number][];
}

export interface CapturedRow
  extends Answer<'captured' | 'duplicate' | 'conflict' | 'unknown' | 'ended' | 'exceeded' | 'lines_differ'> {
  entryId: string | null;
  points: number;
}

/** `capture_v1`, one row per item in the order of `n`. */
export async function captureRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; items: CaptureRow[] },
): Promise<CapturedRow[]> {
  return rowsOf<CapturedRow>(
    tx,
    sql`select status, owner_id as "ownerId", entry_id as "entryId", points, available, hold
          from loyalty.capture_v1(${storeId}, ${input.at}, ${JSON.stringify(input.items)}::jsonb) order by n`,
  );
}

export interface ReleasedRow extends Answer<'released' | 'duplicate' | 'unknown' | 'ended'> {
  /** Points that this call gave free. */
  freed: number;
}

/** `release_v1` of the holds named, in their order. */
export async function releaseRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; holdIds: readonly string[]; salt: Uint8Array },
): Promise<ReleasedRow[]> {
  return rowsOf<ReleasedRow>(
    tx,
    sql`select status, owner_id as "ownerId", freed, available, hold
          from loyalty.release_v1(${storeId}, ${input.at}, ${input.holdIds}::uuid[], false, ${Buffer.from(input.salt)})`,
  );
}

/** `release_v1` of at most `limit` holds that have lasted their time, the oldest end first. */
export async function releaseDueRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; limit: number; salt: Uint8Array },
): Promise<ReleasedRow[]> {
  return rowsOf<ReleasedRow>(
    tx,
    sql`select status, owner_id as "ownerId", freed, available, hold
          from loyalty.release_v1(${storeId}, ${input.at},
            array(select h.id from loyalty.holds h
                   where h.store_id = ${storeId} and h.status = 'open' and h.expires_at <= ${input.at}
                   order by h.expires_at, h.id limit ${input.limit}),
            true, ${Buffer.from(input.salt)})`,
  );
}

/** Holds of a customer's accounts, newest first, with their number. */
export async function readHolds(
  tx: Tx,
  storeId: string,
  input: { customerId: string; status: string | null; limit: number; offset: number },
): Promise<{ holds: HeldPoints[]; total: number }> {
  const mine = sql`
      from loyalty.accounts a join loyalty.holds h on h.store_id = a.store_id and h.account_id = a.id
     where a.store_id = ${storeId} and a.owner_id = ${input.customerId}
       and (${input.status}::text is null or h.status = ${input.status}::text)`;
  const [page, count] = await Promise.all([
    sql<{ hold: StoredHold }>`
      select to_jsonb(h) as hold ${mine} order by h.created_at desc, h.id desc
       limit ${input.limit} offset ${input.offset}`.execute(tx),
    sql<{ total: number }>`select count(*) as total ${mine}`.execute(tx),
  ]);
  return { holds: page.rows.map((row) => toHold(row.hold)), total: count.rows[0]?.total ?? 0 };
}
