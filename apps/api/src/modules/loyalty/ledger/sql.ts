import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Balance } from './types.ts';

export interface StandingRow extends Balance {
  customerId: string;
  accountId: string;
  programmeId: string;
  status: 'open' | 'left';
  tierKey: string | null;
  since: Date | null;
  heldUntil: Date | null;
  qualifying: number;
}

/** `standings_v2`: opens missing accounts, locks (if asked) in id order. `ids`: one per customer. */
export async function standingRows(
  tx: Tx,
  storeId: string,
  input: {
    at: Date;
    timeZone: string;
    programmeIds: string[];
    customerIds: string[];
    ids: string[];
    salt: Uint8Array;
    lock: boolean;
  },
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select customer_id as "customerId", account_id as "accountId", programme_id as "programmeId", status,
           available, pending, held, debt, lifetime, tier_key as "tierKey", tier_since as since,
           tier_held_until as "heldUntil", qualifying
      from loyalty.standings_v2(${storeId}, ${input.at}, ${input.timeZone}, ${input.programmeIds}::uuid[],
        ${input.customerIds}::uuid[], ${input.ids}::uuid[], ${Buffer.from(input.salt)}, ${input.lock})`.execute(
    tx,
  );
  return rows;
}

/** An item as `spend_v1` takes it; names are the function's. */
export interface SpendRow {
  n: number;
  id: string;
  account: string;
  customer: string;
  source: string;
  source_id: string;
  line: number;
  points: number;
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

/** An item as `earn_v1` takes it. */
export interface EarnRow extends SpendRow {
  kind: string;
  /** Money behind the points, for tiers by spend. */
  spend: number;
  /** Null: by the programme's rule. */
  expires: Date | null;
}

export interface EarnedRow extends Balance {
  n: number;
  status: 'credited' | 'duplicate' | 'conflict';
  /** Whose account it is now; another than the item's customer after a merge. */
  ownerId: string;
  entryId: string | null;
  points: number;
  waits: boolean;
  repaid: number;
  programmeId: string;
  tierFrom: string | null;
  tierTo: string | null;
  since: Date | null;
  heldUntil: Date | null;
  qualifying: number;
}

/** `earn_v1`, one row per item in the order of `n`. */
export async function earnRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; timeZone: string; items: EarnRow[] },
): Promise<EarnedRow[]> {
  const { rows } = await sql<EarnedRow>`
    select n, status, owner_id as "ownerId", entry_id as "entryId", points, is_pending as waits, repaid, available, pending, held, debt,
           lifetime, programme_id as "programmeId", tier_from as "tierFrom", tier_to as "tierTo",
           tier_since as since, tier_held_until as "heldUntil", qualifying
      from loyalty.earn_v1(${storeId}, ${input.at}, ${input.timeZone}, ${JSON.stringify(input.items)}::jsonb)
     order by n`.execute(tx);
  return rows;
}

export interface SpentRow extends Balance {
  n: number;
  status: 'spent' | 'duplicate' | 'conflict' | 'insufficient';
  ownerId: string;
  entryId: string | null;
  points: number;
}

/** `spend_v1`, one row per item in the order of `n`. */
export async function spendRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; items: SpendRow[] },
): Promise<SpentRow[]> {
  const { rows } = await sql<SpentRow>`
    select n, status, owner_id as "ownerId", entry_id as "entryId", points, available, pending, held, debt, lifetime
      from loyalty.spend_v1(${storeId}, ${input.at}, ${JSON.stringify(input.items)}::jsonb)
     order by n`.execute(tx);
  return rows;
}

export interface ReverseRow {
  n: number;
  id: string;
  refund: string;
  order: string;
  source: string;
  source_id: string;
  occurred: Date;
  salt: string;
  fingerprint: string;
  /** Line number, money given back so far. */
  lines: [number, number][];
}

export interface ReversedRow {
  n: number;
  status: 'reversed' | 'duplicate' | 'conflict';
  accountId: string | null;
  programmeId: string | null;
  ownerId: string | null;
  taken: number;
  returned: number;
  owed: number;
  available: number | null;
  pending: number | null;
  held: number | null;
  debt: number | null;
  lifetime: number | null;
}

/** `reverse_v1`, one row per item in the order of `n`; balances null where the order has no points. */
export async function reverseRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; timeZone: string; items: ReverseRow[] },
): Promise<ReversedRow[]> {
  const { rows } = await sql<ReversedRow>`
    select r.n, r.status, r.account_id as "accountId", r.owner_id as "ownerId", r.taken, r.returned, r.owed,
           r.available, r.pending, r.held, r.debt, r.lifetime,
           (select a.programme_id from loyalty.accounts a
             where a.store_id = ${storeId} and a.id = r.account_id) as "programmeId"
      from loyalty.reverse_v1(${storeId}, ${input.at}, ${input.timeZone}, ${JSON.stringify(input.items)}::jsonb) as r
     order by r.n`.execute(tx);
  return rows;
}

export interface ExpiredRow {
  accountId: string;
  ownerId: string;
  entryId: string;
  points: number;
  available: number;
  /** Lots that this run took up; fewer than the limit: nothing is left. */
  lots: number;
}

/** `expire_v1` over the whole store: at most `limit` lots that ended by `at`. */
export async function expireRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; limit: number; base: string; salt: Uint8Array },
): Promise<ExpiredRow[]> {
  const { rows } = await sql<ExpiredRow>`
    select account_id as "accountId", owner_id as "ownerId", entry_id as "entryId", points, available, lots
      from loyalty.expire_v1(${storeId}, ${input.at}, ${input.at}, null, ${input.limit}, ${input.base},
        ${Buffer.from(input.salt)})`.execute(tx);
  return rows;
}

/** Makes points available whose time has come, for at most `limit` accounts; their owners. */
export async function matureRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; limit: number; salt: Uint8Array },
): Promise<string[]> {
  const { rows } = await sql<{ ownerId: string }>`
    select m.owner_id as "ownerId"
      from (select a.id from loyalty.accounts a
             where a.store_id = ${storeId} and a.next_available_at <= ${input.at}
             order by a.id limit ${input.limit} for no key update skip locked) as due
     cross join lateral loyalty.mature_v1(${storeId}, due.id, ${input.at}, ${Buffer.from(input.salt)}) as m`.execute(
    tx,
  );
  return rows.map((row) => row.ownerId);
}
