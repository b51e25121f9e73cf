import { hkdfSync } from 'node:crypto';
import { storePublicKey } from '@wafa/pass';

/** The secret from which every key of this folder is derived: from the environment or the data folder. */
let secret: Uint8Array | undefined;

const publicKeys = new Map<string, Uint8Array>();

/** Hands over the secret (32 bytes as base64url). Another one makes every certificate anew. */
export function configureCardKey(cardKey: string): void {
  const bytes = Buffer.from(cardKey, 'base64url');
  if (bytes.length !== 32) throw new Error('CARD_KEY: 32 bytes as base64url');
  secret = bytes;
  publicKeys.clear();
}

/** HKDF-SHA-256 (RFC 5869): the store is the salt, the purpose the info. */
function derive(storeId: string, purpose: string): Uint8Array {
  if (!secret) throw new Error('configureCardKey has not been called');
  return new Uint8Array(hkdfSync('sha256', secret, storeId.toLowerCase(), purpose, 32));
}

/** The Ed25519 secret key by which a store signs certificates under this key id. */
export function storeSecretKey(storeId: string, keyId: number): Uint8Array {
  return derive(storeId, `wafa-card-key-1/${keyId}`);
}

/** The public half; kept, because deriving one takes about a millisecond and each scan needs it. */
export function storePublicKeyOf(storeId: string, keyId: number): Uint8Array {
  const name = `${storeId}/${keyId}`;
  const key = publicKeys.get(name) ?? storePublicKey(storeSecretKey(storeId, keyId));
  publicKeys.set(name, key);
  return key;
}

/** The key under which a store hashes one-time codes. */
export const oneTimeCodeKey = (storeId: string): Uint8Array => derive(storeId, 'wafa-one-time-code-1');
