import { type ChainEntry, detailsCommitment, entryHash, genesis, movementsDigest } from './chain.ts';

/** What a recount asks of a database: a connection that sees every store. */
interface Database {
  query<R extends Record<string, unknown>>(text: string): Promise<{ rows: R[] }>;
}

/** Accounts whose stored balance is not what entries, lots and debts add up to; none, if all is well. */
export async function driftOf(db: Database): Promise<unknown[]> {
  const { rows } = await db.query(
    `select a.id, a.available, a.pending, a.held, a.debt, a.lifetime, a.sequence, e.*, l.*, d.*
       from loyalty.accounts a
      cross join lateral (
        select coalesce(sum(amount), 0) as entered, coalesce(sum(moved), 0) as moved, count(*) as entries
          from loyalty.entries e where e.store_id = a.store_id and e.account_id = a.id) e
      cross join lateral (
        select coalesce(sum(remaining), 0) as open, coalesce(sum(held), 0) as in_holds,
               coalesce(sum(remaining) filter (where is_pending), 0) as waiting
          from loyalty.lots l where l.store_id = a.store_id and l.account_id = a.id) l
      cross join lateral (
        select coalesce(sum(amount - repaid), 0) as owed
          from loyalty.debts d where d.store_id = a.store_id and d.account_id = a.id) d
      where a.available + a.pending + a.held - a.debt <> e.entered or e.entered <> l.open - d.owed
         or e.moved <> l.open or l.waiting <> a.pending or l.in_holds <> a.held or d.owed <> a.debt
         or a.sequence <> e.entries`,
  );
  const { rows: lots } = await db.query(
    `select l.id, l.remaining, m.moved from loyalty.lots l
      cross join lateral (select sum(m.delta) as moved from loyalty.lot_movements m
        where m.store_id = l.store_id and m.lot_id = l.id) m
      where l.remaining <> m.moved`,
  );
  return [...rows, ...lots];
}

type StoredEntry = {
  store_id: string;
  account_id: string;
  sequence: number;
  id: string;
  kind: ChainEntry['kind'];
  amount: string;
  counter_id: string;
  occurred: string;
  business_key: Buffer;
  rule_id: string | null;
  rule_version: number | null;
  movements_digest: Buffer;
  details_commitment: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  salt: Buffer | null;
  bytes: Buffer | null;
  movements: { lot: string; delta: string; from: string; expires: string | null }[];
};

/** Recomputes every chain in TypeScript from the stored rows; what does not fit, in words. */
export async function checkChains(db: Database): Promise<string[]> {
  const { rows } = await db.query<StoredEntry>(
    `select e.store_id, e.account_id, e.sequence, e.id, e.kind, e.amount::text, e.counter_id,
            ((extract(epoch from e.occurred_at) * 1000000)::bigint)::text as occurred, e.business_key, e.rule_id,
            e.rule_version, e.movements_digest, e.details_commitment, e.previous_hash, e.hash, d.salt, d.bytes,
            coalesce((select jsonb_agg(jsonb_build_object('lot', m.lot_id, 'delta', m.delta::text,
                'from', ((extract(epoch from m.available_from) * 1000000)::bigint)::text,
                'expires', ((extract(epoch from m.expires_at) * 1000000)::bigint)::text) order by m.position)
               from loyalty.lot_movements m where m.store_id = e.store_id and m.entry_id = e.id), '[]') as movements
       from loyalty.entries e
       left join loyalty.entry_details d on d.store_id = e.store_id and d.entry_id = e.id
      order by e.store_id, e.account_id, e.sequence`,
  );
  const faults: string[] = [];
  let before: StoredEntry | undefined;
  for (const row of rows) {
    const first = before?.account_id !== row.account_id;
    const previous = first ? genesis : (before as StoredEntry).hash;
    const digest = movementsDigest(
      row.movements.map((movement) => ({
        lotId: movement.lot,
        delta: BigInt(movement.delta),
        availableFrom: BigInt(movement.from),
        expiresAt: movement.expires === null ? null : BigInt(movement.expires),
      })),
    );
    const hash = entryHash(previous, {
      storeId: row.store_id,
      accountId: row.account_id,
      sequence: BigInt(row.sequence),
      id: row.id,
      kind: row.kind,
      amount: BigInt(row.amount),
      counterId: row.counter_id,
      occurredAt: BigInt(row.occurred),
      businessKey: row.business_key,
      ruleId: row.rule_id,
      ruleVersion: row.rule_version,
      movementsDigest: digest,
      detailsCommitment:
        row.salt && row.bytes ? detailsCommitment(row.salt, row.bytes) : row.details_commitment,
    });
    const expected = first ? 1 : Number((before as StoredEntry).sequence) + 1;
    if (Number(row.sequence) !== expected)
      faults.push(`${row.id}: sequence ${row.sequence}, not ${expected}`);
    if (!row.previous_hash.equals(previous)) faults.push(`${row.id}: does not follow the entry before`);
    if (!row.hash.equals(hash)) faults.push(`${row.id}: hash of ${row.kind} does not fit`);
    before = row;
  }
  return faults;
}
