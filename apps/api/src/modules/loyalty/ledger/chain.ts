import { createHash } from 'node:crypto';

/** Kinds of entries; a kind's code in the chain is its place here, from 1. Only ever append. */
export const entryKinds = [
  'spend',
  'manual',
  'event',
  'opening',
  'bonus',
  'redeem',
  'expire',
  'adjust',
  'reverse',
  'return',
  'repay',
  'transfer',
  'cancel',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Hash before the first entry of an account. */
export const genesis: Uint8Array = new Uint8Array(32);

export interface Movement {
  lotId: string;
  delta: bigint;
  /** Microseconds since 1970. */
  availableFrom: bigint;
  /** Microseconds since 1970; null: never. */
  expiresAt: bigint | null;
}

/** What an entry's hash covers. The layout of the bytes stands in ledger/chain.sql. */
export interface ChainEntry {
  storeId: string;
  accountId: string;
  sequence: bigint;
  id: string;
  kind: EntryKind;
  amount: bigint;
  counterId: string;
  /** Microseconds since 1970. */
  occurredAt: bigint;
  businessKey: Uint8Array;
  ruleId: string | null;
  ruleVersion: number | null;
  movementsDigest: Uint8Array;
  detailsCommitment: Uint8Array;
}

const domain = Buffer.from('wafa/entry/1', 'ascii');
const never = 2n ** 63n - 1n;
const noRule = '00000000-0000-0000-0000-000000000000';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** SHA-256 of the entry after the hash before it. */
export function entryHash(previous: Uint8Array, entry: ChainEntry): Uint8Array {
  return sha256(
    Buffer.concat([
      domain,
      previous,
      uuid(entry.storeId),
      uuid(entry.accountId),
      int64(entry.sequence),
      uuid(entry.id),
      int16(entryKinds.indexOf(entry.kind) + 1),
      int64(entry.amount),
      uuid(entry.counterId),
      int64(entry.occurredAt),
      entry.businessKey,
      uuid(entry.ruleId ?? noRule),
      int32(entry.ruleVersion ?? 0),
      entry.movementsDigest,
      entry.detailsCommitment,
    ]),
  );
}

/** Digest of the lots that an entry moved, in their order. */
export function movementsDigest(movements: readonly Movement[]): Uint8Array {
  return sha256(
    Buffer.concat(
      movements.flatMap((movement) => [
        uuid(movement.lotId),
        int64(movement.delta),
        int64(movement.availableFrom),
        int64(movement.expiresAt ?? never),
      ]),
    ),
  );
}

/** Digest of a business key: who named the act, so that the chain holds no text of theirs. */
export function businessKey(key: {
  kind: string;
  source: string;
  sourceId: string;
  line: number;
}): Uint8Array {
  return sha256(Buffer.concat([text(key.kind), text(key.source), text(key.sourceId), int32(key.line)]));
}

/** Commitment to an entry's details; without the salt, which erasure deletes, it tells nothing. */
export function detailsCommitment(salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([salt, bytes]));
}

function uuid(value: string): Buffer {
  return Buffer.from(value.replaceAll('-', ''), 'hex');
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([int32(bytes.length), bytes]);
}
