import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToHex, hexToBytes, instantOf, utf8ToBytes } from './bytes.ts';
import { detailsCommitment, entryHash, entryKinds, genesis, movementsDigest } from './entry.ts';
import { inclusionPath, leafHash, treeRoot } from './merkle.ts';
import { faultOfRoot, fingerprint, noRoot, type Root, signRoot } from './root.ts';
import type { AccountChain, Position, Statement, StatementEntry } from './statement.ts';
import { verifyStatement } from './verify.ts';

const store = '0196f000-0000-7000-8000-000000000001';
const seed = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
const idOf = (n: number) => `0196f000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const nothing: Position = { sequence: 0, head: bytesToHex(genesis), balance: 0 };

interface Plan {
  kind: number;
  amount: number;
  text: string | null;
  rule: boolean;
  moves: number;
}

function entryOf(account: string, at: Position, plan: Plan): StatementEntry {
  const sequence = at.sequence + 1;
  const salt = bytesToHex(new Uint8Array(32).fill(sequence));
  const text = plan.text ?? '{}';
  const moves = Array.from({ length: plan.moves }, (_, n) => ({
    lot: idOf(n),
    delta: plan.amount - n,
    availableFrom: '2026-03-10T09:00:00.123456Z',
    expiresAt: n === 0 ? null : '2027-03-10T09:00:00.000001Z',
  }));
  const entry: StatementEntry = {
    sequence,
    id: idOf(1000 + sequence),
    kind: entryKinds[plan.kind] as StatementEntry['kind'],
    amount: plan.amount,
    counter: idOf(7),
    occurredAt: instantOf(1_773_133_200_123_456n + BigInt(sequence)),
    businessKey: salt,
    rule: plan.rule ? idOf(8) : null,
    ruleVersion: plan.rule ? 2 : null,
    movements: moves,
    commitment: bytesToHex(detailsCommitment(hexToBytes(salt), utf8ToBytes(text))),
    details: plan.text === null ? null : { salt, text },
    hash: '',
  };
  const hash = entryHash(hexToBytes(at.head), {
    storeId: store,
    accountId: account,
    sequence: BigInt(sequence),
    id: entry.id,
    kind: entry.kind,
    amount: BigInt(entry.amount),
    counterId: entry.counter,
    occurredAt: 1_773_133_200_123_456n + BigInt(sequence),
    businessKey: hexToBytes(salt),
    ruleId: entry.rule,
    ruleVersion: entry.ruleVersion,
    movementsDigest: movementsDigest(
      moves.map((move) => ({
        lotId: move.lot,
        delta: BigInt(move.delta),
        availableFrom: 1_773_133_200_123_456n,
        expiresAt: move.expiresAt === null ? null : 1_804_669_200_000_001n,
      })),
    ),
    detailsCommitment: hexToBytes(entry.commitment),
  });
  return { ...entry, hash: bytesToHex(hash) };
}

/** Positions of an account from nothing through its entries, and the entries. */
function chainOf(account: string, plans: readonly Plan[]): { at: Position[]; entries: StatementEntry[] } {
  const at = [nothing];
  const entries: StatementEntry[] = [];
  for (const plan of plans) {
    const before = at.at(-1) as Position;
    const entry = entryOf(account, before, plan);
    entries.push(entry);
    at.push({ sequence: entry.sequence, head: entry.hash, balance: before.balance + entry.amount });
  }
  return { at, entries };
}

function rootOf(positions: readonly { account: string; at: Position }[], day: string, previousRoot: string) {
  const hashes = positions.map(({ account, at }) => leafHash({ account, ...at, head: hexToBytes(at.head) }));
  const root = signRoot(
    {
      day,
      before: `${day}T21:00:00.000000Z`,
      store,
      count: hashes.length,
      treeRoot: bytesToHex(treeRoot(hashes)),
      previousRoot,
    },
    seed,
  );
  const proofOf = (index: number) => ({ index, path: inclusionPath(index, hashes).map(bytesToHex) });
  return { root, proofOf };
}

/** A sound statement: chains taken up from an earlier root (or their beginning), closed by a later one, and more after. */
function statementOf(
  plans: readonly Plan[][],
  cuts: readonly [number, number][],
  anchored: boolean,
): Statement {
  const chains = plans.map((list, n) => {
    const account = idOf(n + 50);
    const [a = 0, b = 0] = (cuts[n] ?? [0, 0]).map((cut) => cut % (list.length + 1)).sort((x, y) => x - y);
    return { account, ...chainOf(account, list), first: anchored ? a : 0, second: b };
  });
  const early = rootOf(
    chains.map(({ account, at, first }) => ({ account, at: at[first] as Position })),
    '2026-03-09',
    noRoot,
  );
  const late = rootOf(
    chains.map(({ account, at, second }) => ({ account, at: at[second] as Position })),
    '2026-03-10',
    fingerprint(early.root),
  );
  const accounts = chains.map(
    ({ account, at, entries, first, second }, n): AccountChain => ({
      account,
      start: { ...(at[first] as Position), proof: anchored ? early.proofOf(n) : null },
      entries: entries.slice(first),
      end: at.at(-1) as Position,
      sealed: { sequence: second, proof: late.proofOf(n) },
    }),
  );
  return {
    domain: 'wafa/statement/1',
    store,
    startRoot: anchored ? early.root : null,
    root: late.root,
    accounts,
  };
}

const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.nat(entryKinds.length - 1),
  amount: fc.integer({ min: -1000, max: 1000 }),
  text: fc.option(fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => !/\p{Surrogate}/u.test(text))),
  rule: fc.boolean(),
  moves: fc.nat(2),
});
const statements = fc
  .tuple(
    fc.array(fc.array(plan, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map((parts) => statementOf(...parts));

/** Every place in a value where a single text, number, flag or null stands. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]));
}

function changed(value: unknown, turn: number): unknown {
  if (typeof value === 'number') return value + 1 + (turn % 7);
  if (value === null)
    return ['0', 1, '00000000-0000-0000-0000-000000000000', '2026-03-10T09:00:00.123456Z'][turn % 4];
  const text = String(value);
  if (text === '') return 'x';
  const at = turn % text.length;
  const other = text[at] === '1' ? '2' : '1';
  return text.slice(0, at) + other + text.slice(at + 1);
}

function set(value: unknown, path: readonly (string | number)[], turn: number): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1) as string;
  at[last] = changed(at[last], turn);
  return copy;
}

describe('a statement', () => {
  test('that is sound has no finding, and says what it rests on', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const verdict = verifyStatement(JSON.parse(JSON.stringify(statement)));
        expect(verdict.findings).toEqual([]);
        expect(verdict.fingerprint).toBe(fingerprint(statement.root as Root));
        const sealed = statement.accounts.reduce(
          (sum, { end, sealed }) => sum + end.sequence - (sealed?.sequence ?? 0),
          0,
        );
        expect(verdict.afterRoot).toBe(sealed);
      }),
      { numRuns: 60 },
    );
  });

  test('with any one field changed is found out', () => {
    fc.assert(
      fc.property(statements, fc.nat(), fc.nat(), (statement, pick, turn) => {
        const all = places(statement);
        const path = all[pick % all.length] as string[];
        const bent = set(statement, path, turn);
        expect(verifyStatement(bent).findings, path.join('.')).not.toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('with any one byte changed is found out, or reads the same', () => {
    const byte = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(statements, fc.nat(), byte, (statement, pick, other) => {
        const text = JSON.stringify(statement);
        const at = pick % text.length;
        const bent = text.slice(0, at) + other + text.slice(at + 1);
        let read: unknown;
        try {
          read = JSON.parse(bent);
        } catch {
          return;
        }
        if (JSON.stringify(read) === text) return;
        expect(verifyStatement(read).findings, bent.slice(at - 20, at + 20)).not.toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('with an entry left out, at any place, is found out', () => {
    fc.assert(
      fc.property(statements, fc.nat(), fc.nat(), (statement, a, e) => {
        const bent = structuredClone(statement);
        const chain = bent.accounts[a % bent.accounts.length] as AccountChain;
        if (chain.entries.length === 0) return;
        chain.entries.splice(e % chain.entries.length, 1);
        expect(verifyStatement(bent).findings).not.toEqual([]);
      }),
    );
  });

  const one = () =>
    statementOf(
      [[1, 2, 3].map((n) => ({ kind: n, amount: n * 10, text: `{"number":"${n}"}`, rule: true, moves: 1 }))],
      [[1, 2]],
      true,
    );

  test('says which entry and which part is wrong', () => {
    const bent = one();
    const { account, entries } = bent.accounts[0] as AccountChain;
    (entries[0] as StatementEntry).amount = 21;
    (entries[1] as StatementEntry).details = { salt: '00'.repeat(32), text: '{"number":"9"}' };
    expect(verifyStatement(bent).findings).toEqual([
      { what: 'hash', account, entry: 2, field: 'hash' },
      { what: 'details', account, entry: 3, field: 'details' },
      { what: 'balance', account, field: 'end.balance' },
      { what: 'inclusion', account, field: 'sealed' },
    ]);
  });

  test('made up whole with another key passes by itself, and not for who holds a fingerprint or the key', () => {
    const { root } = one();
    const forged = one();
    forged.root = signRoot(root as Root, new Uint8Array(32).fill(9));
    forged.startRoot = signRoot(forged.startRoot as Root, new Uint8Array(32).fill(9));
    expect(verifyStatement(forged).findings).toEqual([]);
    const publicKeys = [(root as Root).publicKey];
    expect(verifyStatement(one(), { publicKeys }).findings).toEqual([]);
    expect(verifyStatement(forged, { publicKeys }).findings.map(({ field }) => field)).toEqual([
      'root.publicKey',
      'startRoot.publicKey',
    ]);
    const fingerprints = [fingerprint(root as Root)];
    expect(verifyStatement(one(), { fingerprints }).findings).toEqual([]);
    expect(verifyStatement(one(), { fingerprints: [noRoot] }).findings).toEqual([
      { what: 'root_foreign', field: 'root' },
    ]);
  });

  test('that is no statement at all is said to be none', () => {
    for (const value of [null, [], 'text', {}, { domain: 'wafa/statement/2' }])
      expect(verifyStatement(value).findings.map(({ what }) => what)).toEqual(['shape']);
    expect(verifyStatement({ ...one(), note: 'approved' }).findings).toEqual([
      { what: 'shape', field: 'note' },
    ]);
  });
});

test('a root is signed over the documented bytes: another implementation of Ed25519 agrees', () => {
  const { root } = rootOf([], '2026-03-10', noRoot);
  const before = Buffer.alloc(8);
  before.writeBigInt64BE(BigInt(Date.parse(root.before)) * 1000n);
  const bytes = Buffer.concat([
    Buffer.from('wafa/root/1'),
    Buffer.from(store.replaceAll('-', ''), 'hex'),
    Buffer.from('2026-03-10'),
    before,
    Buffer.alloc(8),
    Buffer.from(root.treeRoot, 'hex'),
    Buffer.alloc(32),
  ]);
  expect(bytes).toHaveLength(117);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(root.publicKey, 'hex').toString('base64url') },
    format: 'jwk',
  });
  expect(verifyByNode(null, bytes, key, Buffer.from(root.signature, 'hex'))).toBe(true);
  expect(faultOfRoot(root)).toBeNull();
  expect(faultOfRoot({ ...root, count: 1 })).toBe('signature');
});
