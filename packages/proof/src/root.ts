/**
 * A day's root. Its signed bytes, integers big-endian and signed:
 *
 *   11  "wafa/root/1"     16  store     10  day (yyyy-mm-dd)     8  before, microseconds since 1970
 *    8  count             32  tree root                         32  fingerprint of the root before (0: none)
 *
 * The fingerprint of a root is SHA-256 of these 117 bytes; the signature is Ed25519 (RFC 8032) over them.
 * A key's id is the first 16 hex digits of SHA-256 of the public key.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, integer, microsOf, utf8ToBytes, uuid } from './bytes.ts';

export const rootDomain = 'wafa/root/1';

/** What a root says, before it is signed. Hashes are hex in lower case. */
export interface RootFacts {
  /** The day that ended, in the time zone of the store. */
  day: string;
  /** Entries recorded before this instant are in the tree (`YYYY-MM-DDThh:mm:ss.ffffffZ`). */
  before: string;
  store: string;
  /** Accounts in the tree. */
  count: number;
  treeRoot: string;
  /** Fingerprint of the store's root before; zeros for the first. */
  previousRoot: string;
}

export interface Root extends RootFacts {
  domain: typeof rootDomain;
  keyId: string;
  publicKey: string;
  signature: string;
}

/** `previousRoot` of a store's first root. */
export const noRoot = '0'.repeat(64);

function signedBytes(root: RootFacts): Uint8Array {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(root.day)) throw new RangeError(`not a day: ${root.day}`);
  return concatBytes(
    utf8ToBytes(rootDomain),
    uuid(root.store),
    utf8ToBytes(root.day),
    integer(microsOf(root.before), 8),
    integer(root.count, 8),
    hexToBytes(root.treeRoot),
    hexToBytes(root.previousRoot),
  );
}

/** What to write down of a root: 64 hex digits that stand for all it says. */
export function fingerprint(root: RootFacts): string {
  return bytesToHex(sha256(signedBytes(root)));
}

export function keyIdOf(publicKey: Uint8Array): string {
  return bytesToHex(sha256(publicKey)).slice(0, 16);
}

/** Signs with the 32-byte seed of an Ed25519 key. */
export function signRoot(facts: RootFacts, seed: Uint8Array): Root {
  const publicKey = ed25519.getPublicKey(seed);
  const signature = bytesToHex(ed25519.sign(signedBytes(facts), seed));
  return {
    domain: rootDomain,
    ...facts,
    keyId: keyIdOf(publicKey),
    publicKey: bytesToHex(publicKey),
    signature,
  };
}

/** The field of a root that is wrong, or null. Says nothing about whose key it is: compare that with one you hold. */
export function faultOfRoot(root: Root): 'domain' | 'keyId' | 'signature' | null {
  if (root.domain !== rootDomain) return 'domain';
  const publicKey = hexToBytes(root.publicKey);
  if (root.keyId !== keyIdOf(publicKey)) return 'keyId';
  // Without ZIP 215, so that one message has one signature and no other bytes pass.
  const fits = ed25519.verify(hexToBytes(root.signature), signedBytes(root), publicKey, { zip215: false });
  return fits ? null : 'signature';
}
