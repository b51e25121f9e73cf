/**
 * The tree of RFC 6962 (section 2.1), over hashes of leaves: a leaf is hashed after the byte 0, a node after
 * the byte 1, and a tree of n leaves splits at the largest power of two below n. An account's leaf is
 *
 *   16  account     8  sequence     32  head of its chain     8  balance (available + pending + held - debt)
 *
 * Since splits are at powers of two, the hashes of consecutive blocks of 2^k leaves (the last may be
 * shorter) make the same root as the leaves themselves; so a proof needs the leaves of one block only.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, integer, uuid } from './bytes.ts';

export interface Leaf {
  account: string;
  sequence: number;
  head: Uint8Array;
  balance: number;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export const hashOfData = (data: Uint8Array): Uint8Array => sha256(concatBytes(leafPrefix, data));
const hashOfNode = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(nodePrefix, left, right));

/** Hash of an account's leaf. */
export function leafHash(leaf: Leaf): Uint8Array {
  return hashOfData(
    concatBytes(uuid(leaf.account), integer(leaf.sequence, 8), leaf.head, integer(leaf.balance, 8)),
  );
}

/** Root over hashes of leaves, or of blocks; SHA-256 of nothing where there are none. */
export function treeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array());
  let level = hashes;
  // Pairing from the left and passing on what is over gives the splits of the RFC.
  while (level.length > 1) level = levelAbove(level);
  return level[0] as Uint8Array;
}

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i] as Uint8Array, level[i + 1]];
    above.push(right ? hashOfNode(left, right) : left);
  }
  return above;
}

/** Audit path of the leaf at `index`, from the leaf up. */
export function inclusionPath(index: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (!(index >= 0 && index < hashes.length)) throw new RangeError(`no leaf ${index} of ${hashes.length}`);
  const path: Uint8Array[] = [];
  let at = index;
  for (let level = hashes; level.length > 1; level = levelAbove(level)) {
    const sibling = level[at ^ 1];
    if (sibling) path.push(sibling);
    at = Math.floor(at / 2);
  }
  return path;
}

/** Root that a leaf at `index` of `count` has by its path (RFC 9162, 2.1.3.2); null where the path cannot be its. */
export function rootOfPath(
  leaf: Uint8Array,
  index: number,
  count: number,
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return null;
  let [at, last, hash] = [index, count - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = hashOfNode(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else hash = hashOfNode(hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}
