import {
  bytesToHex,
  faultOfRoot,
  fingerprint,
  hexToBytes,
  type Leaf,
  leafHash,
  noRoot,
  type Root,
  treeRoot,
} from '@wafa/proof';
import type { Database } from '../ledger/recount.ts';

type StoredRoot = Omit<Root, 'domain' | 'count'> & { count: string; next: string };
type StoredBlock = {
  number: number;
  before: string;
  first: string;
  last: string;
  count: number;
  hash: string;
  /** Hashes of its leaves, one after the other; null but for the newest root. */
  leaves: string | null;
};

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Recomputes every stored root from the entries, and says what does not fit: the root, the block, and for
 * the newest root the account. Reads balances as sums of amounts, another way than sealing does.
 * Measured: half a minute for a root over 200,000 accounts with 1.6 million entries.
 */
export async function checkRoots(db: Database): Promise<string[]> {
  const { rows } = await db.query<StoredRoot>(
    `select store_id as store, day::text, ${utc('cut_off')} as before, count::text, encode(tree_root, 'hex') as "treeRoot",
            encode(previous_root, 'hex') as "previousRoot", key_id as "keyId", encode(public_key, 'hex') as "publicKey",
            encode(signature, 'hex') as signature, (day + 1)::text as next
       from loyalty.roots order by store_id, roots.day`,
  );
  const faults: string[] = [];
  let previous: { root: Root; next: string } | undefined;
  for (const [n, { next, ...row }] of rows.entries()) {
    const isNewest = rows[n + 1]?.store !== row.store;
    const root: Root = { domain: 'wafa/root/1', ...row, count: Number(row.count) };
    const before = previous?.root.store === root.store ? previous : undefined;
    const name = `root ${root.day} of store ${root.store}`;
    faults.push(...faultsOfRoot(name, root, before), ...(await faultsOfTree(db, name, root, isNewest)));
    previous = { root, next };
  }
  return faults;
}

function faultsOfRoot(name: string, root: Root, before: { root: Root; next: string } | undefined): string[] {
  const faults: string[] = [];
  const fault = faultOfRoot(root);
  if (fault) faults.push(`${name}: its ${fault} does not fit what it says`);
  if (before && before.next !== root.day) faults.push(`${name}: the root of ${before.next} is missing`);
  const expected = before ? fingerprint(before.root) : noRoot;
  if (root.previousRoot !== expected) faults.push(`${name}: does not follow the root before`);
  return faults;
}

async function faultsOfTree(db: Database, name: string, root: Root, isNewest: boolean): Promise<string[]> {
  const { rows: blocks } = await db.query<StoredBlock>(
    `select b.number, ${utc('b.cut_off')} as before, b.first_account as first, b.last_account as last, b.count,
            encode(b.hash, 'hex') as hash, encode(l.hashes, 'hex') as leaves
       from loyalty.root_blocks b
       left join loyalty.root_leaves l on l.store_id = b.store_id and l.day = b.day and l.number = b.number
      where b.store_id = $1 and b.day = $2::date order by b.number`,
    [root.store, root.day],
  );
  const faults: string[] = [];
  if (bytesToHex(treeRoot(blocks.map(({ hash }) => hexToBytes(hash)))) !== root.treeRoot)
    faults.push(`${name}: its blocks do not give its tree`);
  let after: string | null = null;
  for (const [n, block] of blocks.entries()) {
    if (block.number !== n) faults.push(`${name}: block ${block.number} stands in the place of ${n}`);
    if (isNewest && block.leaves === null) faults.push(`${name}, block ${n}: its leaves are missing`);
    const leaves: Leaf[] = await leavesOf(db, root, after, block.last);
    faults.push(...faultsOfBlock(`${name}, block ${block.number}`, root, block, leaves));
    after = block.last;
  }
  for (const { account } of await leavesOf(db, root, after, null))
    faults.push(`${name}: account ${account} was not in it`);
  return faults;
}

function faultsOfBlock(name: string, root: Root, block: StoredBlock, leaves: readonly Leaf[]): string[] {
  const hashes = leaves.map(leafHash);
  const range = `accounts ${block.first} to ${block.last}`;
  const faults: string[] = [];
  if (block.before !== root.before || block.first !== leaves[0]?.account || block.count !== leaves.length)
    faults.push(`${name}: cut-off, count or first account (${range}) do not fit`);
  const kept = block.leaves === null ? null : (block.leaves.match(/.{64}/g) ?? []);
  if (kept && bytesToHex(treeRoot(kept.map((hash) => hexToBytes(hash)))) !== block.hash)
    faults.push(`${name}: the stored leaves are not its own`);
  if (bytesToHex(treeRoot(hashes)) === block.hash) return faults;
  faults.push(`${name}: ${range} are not as they were sealed`);
  if (!kept) return faults;
  const sealed = new Set(kept);
  for (const [n, hash] of hashes.entries())
    if (!sealed.has(bytesToHex(hash)))
      faults.push(`${name}: account ${leaves[n]?.account} is not as it was sealed`);
  return faults;
}

/** Accounts of the root after one id and up to another, as their entries give them at its cut-off. */
async function leavesOf(
  db: Database,
  root: Root,
  after: string | null,
  until: string | null,
): Promise<Leaf[]> {
  const { rows } = await db.query<{ account: string; sequence: string; head: string; balance: string }>(
    `select a.id as account, coalesce(e.sequence, 0)::text as sequence, coalesce(e.head, repeat('0', 64)) as head,
            coalesce(e.balance, 0)::text as balance
       from loyalty.accounts a
      cross join lateral (
        select max(sequence) as sequence, sum(amount) as balance,
               encode((array_agg(hash order by sequence desc))[1], 'hex') as head
          from loyalty.entries e
         where e.store_id = a.store_id and e.account_id = a.id and e.recorded_at < $2::timestamptz) as e
      where a.store_id = $1 and a.opened_at < $2::timestamptz
        and a.id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
        and a.id <= coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by a.id`,
    [root.store, root.before, after, until],
  );
  return rows.map(({ account, sequence, head, balance }) => ({
    account,
    sequence: Number(sequence),
    head: hexToBytes(head),
    balance: Number(balance),
  }));
}
