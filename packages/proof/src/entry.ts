/**
 * The hash chain of a member account. Layout of the hashed bytes, integers big-endian and signed, times in
 * microseconds since 1970-01-01T00:00Z (a never-ending lot: 2^63 - 1):
 *
 *   entry    12  "wafa/entry/1"          movement  16  lot
 *            32  previous hash (0: none)            8  delta
 *            16  store                              8  available from
 *            16  account                            8  expiry
 *             8  sequence, from 1
 *            16  entry id                key        4  length of kind,      then kind
 *             2  kind, its place in                 4  length of source,    then source
 *                entryKinds from 1                  4  length of source id, then source id (UTF-8)
 *             8  amount                             4  line
 *            16  counter-account
 *             8  occurred at             details   32  salt
 *            32  SHA-256(key)                       -  bytes as stored (JSON, UTF-8)
 *            16  rule id (0: none)
 *             4  rule version (0: none)
 *            32  SHA-256(movements in order)
 *            32  SHA-256(details)        = 250 bytes; the entry's hash is their SHA-256
 *
 * The database says the same in SQL (loyalty/ledger/chain.sql); the golden vectors in vectors.ts hold the
 * two together. A change of layout is a new domain and new functions, never an edit.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, integer, sized, utf8ToBytes, uuid } from './bytes.ts';

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

/** What an entry's hash covers. */
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

const domain = utf8ToBytes('wafa/entry/1');
const never = 2n ** 63n - 1n;
const noRule = '00000000-0000-0000-0000-000000000000';

/** SHA-256 of the entry after the hash before it. */
export function entryHash(previous: Uint8Array, entry: ChainEntry): Uint8Array {
  return sha256(
    concatBytes(
      domain,
      previous,
      uuid(entry.storeId),
      uuid(entry.accountId),
      integer(entry.sequence, 8),
      uuid(entry.id),
      integer(entryKinds.indexOf(entry.kind) + 1, 2),
      integer(entry.amount, 8),
      uuid(entry.counterId),
      integer(entry.occurredAt, 8),
      entry.businessKey,
      uuid(entry.ruleId ?? noRule),
      integer(entry.ruleVersion ?? 0, 4),
      entry.movementsDigest,
      entry.detailsCommitment,
    ),
  );
}

/** Digest of the lots that an entry moved, in their order. */
export function movementsDigest(movements: readonly Movement[]): Uint8Array {
  return sha256(
    concatBytes(
      ...movements.flatMap((movement) => [
        uuid(movement.lotId),
        integer(movement.delta, 8),
        integer(movement.availableFrom, 8),
        integer(movement.expiresAt ?? never, 8),
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
  return sha256(concatBytes(sized(key.kind), sized(key.source), sized(key.sourceId), integer(key.line, 4)));
}

/** Commitment to an entry's details; without the salt, which erasure deletes, it tells nothing. */
export function detailsCommitment(salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(concatBytes(salt, bytes));
}
