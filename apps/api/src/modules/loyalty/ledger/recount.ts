import { type ChainEntry, detailsCommitment, entryHash, genesis, movementsDigest } from '@wafa/proof';

/** What a recount asks of a database: a connection that sees every store. */
export interface Database {
  query<R extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: R[] }>;
}

/** Accounts whose stored balance is not what entries, lots and debts add up to; none, if all is well. */
export async function driftOf(db: Database): Promise<unknown[]> {
  const { rows } = await db.query(
    `with entered as (
       select store_id, account_id, sum(amount) as entered, sum(moved) as moved, count(*) as entries
         from loyalty.entries group by store_id, account_id),
     kept as (
       select store_id, account_id, sum(remaining) as open, sum(held) as in_holds,
              sum(remaining) filter (where is_pending) as waiting
         from loyalty.lots group by store_id, account_id),
     owed as (
       select store_id, account_id, sum(amount - repaid) as owed from loyalty.debts group by store_id, account_id),
     counted as (
       select a.id, a.available, a.pending, a.held, a.debt, a.lifetime, a.sequence,
              coalesce(e.entered, 0) as entered, coalesce(e.moved, 0) as moved, coalesce(e.entries, 0) as entries,
              coalesce(l.open, 0) as open, coalesce(l.in_holds, 0) as in_holds, coalesce(l.waiting, 0) as waiting,
              coalesce(d.owed, 0) as owed
         from loyalty.accounts a
         left join entered e on e.store_id = a.store_id and e.account_id = a.id
         left join kept l on l.store_id = a.store_id and l.account_id = a.id
         left join owed d on d.store_id = a.store_id and d.account_id = a.id)
     select * from counted
      where available + pending + held - debt <> entered or entered <> open - owed or moved <> open
         or waiting <> pending or in_holds <> held or owed <> debt or sequence <> entries`,
  );
  const { rows: lots } = await db.query(
    `select l.id, l.remaining, m.moved from loyalty.lots l
       left join (select store_id, lot_id, sum(delta) as moved from loyalty.lot_movements group by store_id, lot_id) m
         on m.store_id = l.store_id and m.lot_id = l.id
      where l.remaining is distinct from m.moved`,
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
  moved: string;
  after: string;
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

type StoredHead = { store_id: string; id: string; sequence: string; head: Buffer };

/** Accounts whose entries are in memory at once: some ten thousand rows. */
const accountsAtOnce = 1_000;

/** Recomputes every chain in TypeScript from the stored rows; what does not fit, in words. */
export async function checkChains(db: Database): Promise<string[]> {
  const faults: string[] = [];
  let after: StoredHead | undefined;
  for (;;) {
    const { rows: heads }: { rows: StoredHead[] } = await db.query<StoredHead>(
      `select store_id, id, sequence::text, head from loyalty.accounts
        where $1::uuid is null or (store_id, id) > ($1::uuid, $2::uuid)
        order by store_id, id limit ${accountsAtOnce}`,
      [after?.store_id ?? null, after?.id ?? null],
    );
    if (heads.length === 0) return [...faults, ...(await strayEntries(db))];
    const entries = await entriesOf(db, heads);
    for (const head of heads) faults.push(...faultsOfChain(head, entries.get(head.id) ?? []));
    after = heads.at(-1);
  }
}

async function entriesOf(db: Database, heads: readonly StoredHead[]): Promise<Map<string, StoredEntry[]>> {
  const { rows } = await db.query<StoredEntry>(
    `select e.store_id, e.account_id, e.sequence, e.id, e.kind, e.amount::text, e.moved::text,
            (e.available_after + e.pending_after + e.held_after - e.debt_after)::text as after, e.counter_id,
            ((extract(epoch from e.occurred_at) * 1000000)::bigint)::text as occurred, e.business_key, e.rule_id,
            e.rule_version, e.movements_digest, e.details_commitment, e.previous_hash, e.hash, d.salt, d.bytes,
            coalesce((select jsonb_agg(jsonb_build_object('lot', m.lot_id, 'delta', m.delta::text,
                'from', ((extract(epoch from m.available_from) * 1000000)::bigint)::text,
                'expires', ((extract(epoch from m.expires_at) * 1000000)::bigint)::text) order by m.position)
               from loyalty.lot_movements m where m.store_id = e.store_id and m.entry_id = e.id), '[]') as movements
       from unnest($1::uuid[], $2::uuid[]) as a(store_id, id)
       join loyalty.entries e on e.store_id = a.store_id and e.account_id = a.id
       left join loyalty.entry_details d on d.store_id = e.store_id and d.entry_id = e.id
      order by e.sequence`,
    [heads.map((head) => head.store_id), heads.map((head) => head.id)],
  );
  const found = new Map<string, StoredEntry[]>();
  for (const row of rows) {
    const list = found.get(row.account_id);
    if (list) list.push(row);
    else found.set(row.account_id, [row]);
  }
  return found;
}

/** Entries and movements that belong to nothing. */
async function strayEntries(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ fault: string }>(
    `select e.id || ': belongs to no account' as fault from loyalty.entries e
      where not exists (select from loyalty.accounts a where a.store_id = e.store_id and a.id = e.account_id)
     union all
     select m.entry_id || ': a movement without its entry' from loyalty.lot_movements m
      where not exists (select from loyalty.entries e where e.store_id = m.store_id and e.id = m.entry_id)`,
  );
  return rows.map(({ fault }) => fault);
}

function faultsOfChain(account: StoredHead, rows: readonly StoredEntry[]): string[] {
  const faults: string[] = [];
  let [previous, sequence, balance] = [genesis, 0, 0n];
  for (const row of rows) {
    sequence += 1;
    balance += BigInt(row.amount);
    const moved = row.movements.reduce((sum, movement) => sum + BigInt(movement.delta), 0n);
    if (Number(row.sequence) !== sequence)
      faults.push(`${row.id}: sequence ${row.sequence}, not ${sequence}`);
    if (!row.previous_hash.equals(previous)) faults.push(`${row.id}: does not follow the entry before`);
    if (!row.hash.equals(hashOf(previous, row))) faults.push(`${row.id}: hash of ${row.kind} does not fit`);
    if (!row.movements_digest.equals(digestOf(row)))
      faults.push(`${row.id}: digest of its movements does not fit`);
    if (row.salt && row.bytes && !row.details_commitment.equals(detailsCommitment(row.salt, row.bytes)))
      faults.push(`${row.id}: its details are not those it commits to`);
    if (moved !== BigInt(row.moved)) faults.push(`${row.id}: moved ${row.moved}, its lots ${moved}`);
    if (balance !== BigInt(row.after))
      faults.push(`${row.id}: balance ${row.after} after it, not ${balance}`);
    previous = row.hash;
    sequence = Number(row.sequence);
  }
  if (Number(account.sequence) !== sequence || !account.head.equals(previous))
    faults.push(`${account.id}: head of the account is not its last entry`);
  return faults;
}

const digestOf = (row: StoredEntry) =>
  movementsDigest(
    row.movements.map((movement) => ({
      lotId: movement.lot,
      delta: BigInt(movement.delta),
      availableFrom: BigInt(movement.from),
      expiresAt: movement.expires === null ? null : BigInt(movement.expires),
    })),
  );

const hashOf = (previous: Uint8Array, row: StoredEntry) =>
  entryHash(previous, {
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
    movementsDigest: row.movements_digest,
    detailsCommitment: row.details_commitment,
  });
