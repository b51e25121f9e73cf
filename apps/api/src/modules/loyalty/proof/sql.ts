import { bytesToHex, type Leaf, type Position, type Root } from '@wafa/proof';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

interface RootRow {
  day: string;
  before: string;
  count: number;
  tree: Buffer;
  previous: Buffer;
  keyId: string;
  publicKey: Buffer;
  signature: Buffer;
}

const rootColumns = sql`
  day, to_char(cut_off at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as before, count, tree_root as tree,
  previous_root as previous, key_id as "keyId", public_key as "publicKey", signature`;

const rootOf = (storeId: string, row: RootRow): Root => ({
  domain: 'wafa/root/1',
  day: row.day,
  before: row.before,
  store: storeId,
  count: row.count,
  treeRoot: bytesToHex(row.tree),
  previousRoot: bytesToHex(row.previous),
  keyId: row.keyId,
  publicKey: bytesToHex(row.publicKey),
  signature: bytesToHex(row.signature),
});

/** Takes the sealing of the store until the commit; false where another worker has it. */
export async function lockSealing(tx: Tx, storeId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('loyalty.seal ' || ${storeId}, 0)) as locked`.execute(
    tx,
  );
  return rows[0]?.locked === true;
}

/**
 * The day to seal now and its cut-off: the one after the newest root; without a root, the last that ended.
 * Undefined where none has ended that lacks a root. A cut-off never lies before the one of the day before,
 * though the store may have moved to another time zone.
 */
export async function dayToSeal(
  tx: Tx,
  storeId: string,
  input: { endedBy: Date; timeZone: string },
): Promise<{ day: string; cutOff: Date } | undefined> {
  const { rows } = await sql<{ day: string; cutOff: Date }>`
    select d.day, coalesce(b.cut_off, greatest(d.newest, (d.day + 1)::timestamp at time zone ${input.timeZone})) as "cutOff"
      from (select coalesce(max(r.day) + 1, e.day) as day, max(r.cut_off) as newest, e.day as ended
              from (select (${input.endedBy}::timestamptz at time zone ${input.timeZone})::date - 1 as day) as e
              left join loyalty.roots r on r.store_id = ${storeId}
             group by e.day) as d
      left join loyalty.root_blocks b on b.store_id = ${storeId} and b.day = d.day and b.number = 0
     where d.day <= d.ended`.execute(tx);
  return rows[0];
}

/** Whether a transaction of the product that began before `at` is still open. */
export async function hasOpenSince(tx: Tx, at: Date): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and xact_start < ${at}) as open`.execute(
    tx,
  );
  return rows[0]?.open === true;
}

/** The last block of a day that is there already: where sealing goes on. */
export async function lastBlock(
  tx: Tx,
  storeId: string,
  day: string,
): Promise<{ number: number; last: string } | undefined> {
  const { rows } = await sql<{ number: number; last: string }>`
    select number, last_account as last from loyalty.root_blocks
     where store_id = ${storeId} and day = ${day}::date order by number desc limit 1`.execute(tx);
  return rows[0];
}

/** State of an entry's account after it: each part stands in the row, and their sum is the sum of amounts so far. */
const balanceAfter = sql`e.available_after + e.pending_after + e.held_after - e.debt_after`;
const noHead = Buffer.alloc(32);
/** Open ends of a range, so that both are conditions of the index. */
const leastId = '00000000-0000-0000-0000-000000000000';
const greatestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Accounts opened before the cut-off, by id, as they stood then: after the last entry recorded before it.
 * Opened and recorded times never change, so this gives the same whenever it is read.
 * @param after the id after which to begin; null: at the first
 * @param until the last id; null: no end
 */
export async function leavesAsOf(
  tx: Tx,
  storeId: string,
  input: { cutOff: Date | string; after: string | null; until: string | null; limit: number },
): Promise<Leaf[]> {
  const { rows } = await sql<Leaf>`
    select a.id as account, coalesce(e.sequence, 0) as sequence, coalesce(e.hash, ${noHead}) as head,
           coalesce(e.balance, 0) as balance
      from (select id from loyalty.accounts
             where store_id = ${storeId} and opened_at < ${input.cutOff}::timestamptz
               and id > ${input.after ?? leastId}::uuid and id <= ${input.until ?? greatestId}::uuid
             order by id limit ${input.limit}) as a
      left join lateral (
        select e.sequence, e.hash, ${balanceAfter} as balance from loyalty.entries e
         where e.store_id = ${storeId} and e.account_id = a.id and e.recorded_at < ${input.cutOff}::timestamptz
         order by e.sequence desc limit 1) as e on true
     order by a.id`.execute(tx);
  return rows;
}

export interface Block {
  number: number;
  first: string;
  last: string;
  count: number;
  hash: Buffer;
}

/** Keeps blocks of a day, and the hashes of their leaves. */
export async function insertBlocks(
  tx: Tx,
  storeId: string,
  input: {
    day: string;
    cutOff: Date;
    blocks: (Omit<Block, 'hash'> & { hash: Uint8Array; leaves: Uint8Array })[];
  },
): Promise<void> {
  const { blocks } = input;
  const numbers = blocks.map((block) => block.number);
  await Promise.all([
    sql`
      insert into loyalty.root_blocks (store_id, day, number, cut_off, first_account, last_account, count, hash)
      select ${storeId}, ${input.day}::date, b.number, ${input.cutOff}, b.first, b.last, b.count, b.hash
        from unnest(${numbers}::integer[], ${blocks.map((block) => block.first)}::uuid[],
          ${blocks.map((block) => block.last)}::uuid[], ${blocks.map((block) => block.count)}::integer[],
          ${blocks.map((block) => Buffer.from(block.hash))}::bytea[]) as b(number, first, last, count, hash)`.execute(
      tx,
    ),
    sql`
      insert into loyalty.root_leaves (store_id, day, number, hashes)
      select ${storeId}, ${input.day}::date, b.number, b.hashes
        from unnest(${numbers}::integer[], ${blocks.map((block) => Buffer.from(block.leaves))}::bytea[])
          as b(number, hashes)`.execute(tx),
  ]);
}

/** Blocks of a day in their order. */
export async function blocksOf(tx: Tx, storeId: string, day: string): Promise<Block[]> {
  const { rows } = await sql<Block>`
    select number, first_account as first, last_account as last, count, hash from loyalty.root_blocks
     where store_id = ${storeId} and day = ${day}::date order by number`.execute(tx);
  return rows;
}

/** Keeps a signed root, and of leaves only its own. */
export async function insertRoot(tx: Tx, storeId: string, root: Root): Promise<void> {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  await Promise.all([
    sql`
      insert into loyalty.roots (store_id, day, cut_off, count, tree_root, previous_root, key_id, public_key, signature)
      values (${storeId}, ${root.day}::date, ${root.before}::timestamptz, ${root.count}, ${bytes(root.treeRoot)},
        ${bytes(root.previousRoot)}, ${root.keyId}, ${bytes(root.publicKey)}, ${bytes(root.signature)})`.execute(
      tx,
    ),
    sql`delete from loyalty.root_leaves where store_id = ${storeId} and day < ${root.day}::date`.execute(tx),
  ]);
}

/** Roots of the store, newest first. */
export async function listRoots(
  tx: Tx,
  storeId: string,
  page: { limit: number; offset: number },
): Promise<Root[]> {
  const { rows } = await sql<RootRow>`
    select ${rootColumns} from loyalty.roots where store_id = ${storeId}
     order by day desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows.map((row) => rootOf(storeId, row));
}

export async function countRoots(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from loyalty.roots where store_id = ${storeId}`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function rootOfDay(tx: Tx, storeId: string, day: string): Promise<Root | undefined> {
  const { rows } = await sql<RootRow>`
    select ${rootColumns} from loyalty.roots where store_id = ${storeId} and day = ${day}::date`.execute(tx);
  return rows[0] && rootOf(storeId, rows[0]);
}

/** First instant of the first day and first instant after the last, as a store's clocks show them. */
export async function boundsOf(
  tx: Tx,
  input: { from: string | null; to: string | null; timeZone: string },
): Promise<{ from: Date | null; to: Date | null }> {
  const { rows } = await sql<{ from: Date | null; to: Date | null }>`
    select ${input.from}::date::timestamp at time zone ${input.timeZone} as "from",
           (${input.to}::date + 1)::timestamp at time zone ${input.timeZone} as "to"`.execute(tx);
  return rows[0] ?? { from: null, to: null };
}

/** The newest root that a period begins after (none without a beginning), and the first that it ends before, else the newest. */
export async function rootsAround(
  tx: Tx,
  storeId: string,
  period: { from: Date | null; to: Date | null },
): Promise<{ start: Root | null; close: Root | null }> {
  const { rows } = await sql<RootRow & { place: 'start' | 'close' }>`
    (select 'start' as place, ${rootColumns} from loyalty.roots
      where store_id = ${storeId} and cut_off <= ${period.from}::timestamptz order by day desc limit 1)
    union all
    (select 'close', ${rootColumns} from loyalty.roots
      where store_id = ${storeId}
      order by coalesce(cut_off >= ${period.to}::timestamptz, false) desc,
               case when cut_off >= ${period.to}::timestamptz then cut_off end, day desc limit 1)`.execute(
    tx,
  );
  const find = (place: string) => {
    const row = rows.find((found) => found.place === place);
    return row ? rootOf(storeId, row) : null;
  };
  return { start: find('start'), close: find('close') };
}

/** A position of an account at one of several instants; without entries until then, nothing. */
export type PositionRow = Position & { account: string; n: number; isOpen: boolean };

/** Where each account of a customer stood just before each instant (null: now), the first instant being n = 0. */
export async function positionsAt(
  tx: Tx,
  storeId: string,
  input: { customerId: string; instants: (string | null)[] },
): Promise<PositionRow[]> {
  const { rows } = await sql<Omit<PositionRow, 'head'> & { head: Buffer }>`
    select a.id as account, (t.n - 1)::integer as n, coalesce(a.opened_at < t.at, true) as "isOpen",
           coalesce(e.sequence, 0) as sequence, coalesce(e.hash, ${noHead}) as head, coalesce(e.balance, 0) as balance
      from loyalty.accounts a
     cross join unnest(${input.instants}::timestamptz[]) with ordinality as t(at, n)
      left join lateral (
        select e.sequence, e.hash, ${balanceAfter} as balance from loyalty.entries e
         where e.store_id = ${storeId} and e.account_id = a.id and (t.at is null or e.recorded_at < t.at)
         order by e.sequence desc limit 1) as e on true
     where a.store_id = ${storeId} and a.owner_id = ${input.customerId}
     order by a.id, t.n`.execute(tx);
  return rows.map((row) => ({ ...row, head: bytesToHex(row.head) }));
}

export interface EntryRow {
  account: string;
  sequence: number;
  id: string;
  kind: string;
  amount: number;
  counter: string;
  occurredAt: string;
  businessKey: string;
  rule: string | null;
  ruleVersion: number | null;
  commitment: string;
  hash: string;
  salt: string | null;
  text: string | null;
  movements: { lot: string; delta: number; availableFrom: string; expiresAt: string | null }[];
}

/** Entries of accounts, each after one sequence and up to another, with all that their hashes cover. */
export async function entriesBetween(
  tx: Tx,
  storeId: string,
  ranges: readonly { account: string; after: number; last: number }[],
  limit: number,
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select e.account_id as account, e.sequence, e.id, e.kind, e.amount, e.counter_id as counter,
           to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
           encode(e.business_key, 'hex') as "businessKey", e.rule_id as rule, e.rule_version as "ruleVersion",
           encode(e.details_commitment, 'hex') as commitment, encode(e.hash, 'hex') as hash,
           encode(d.salt, 'hex') as salt, convert_from(d.bytes, 'UTF8') as text, coalesce(m.movements, '[]') as movements
      from unnest(${ranges.map((range) => range.account)}::uuid[], ${ranges.map((range) => range.after)}::bigint[],
        ${ranges.map((range) => range.last)}::bigint[]) as r(account, after, last)
      join loyalty.entries e on e.store_id = ${storeId} and e.account_id = r.account and e.sequence > r.after
       and e.sequence <= r.last
      left join loyalty.entry_details d on d.store_id = ${storeId} and d.entry_id = e.id
      left join lateral (
        select jsonb_agg(jsonb_build_object('lot', m.lot_id, 'delta', m.delta,
                 'availableFrom', to_char(m.available_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'expiresAt', to_char(m.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                 order by m.position) as movements
          from loyalty.lot_movements m where m.store_id = ${storeId} and m.entry_id = e.id) as m on true
     order by e.account_id, e.sequence limit ${limit}`.execute(tx);
  return rows;
}
