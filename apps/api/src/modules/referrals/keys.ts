import { createHmac, hkdfSync } from 'node:crypto';
import type { Config } from '../../platform/config.ts';

let secret: Uint8Array | undefined;
let port = 0;
const ofStores = new Map<string, Uint8Array>();

/**
 * Hands over what hashes and links are made with. The key of the hashes is derived from the secret of the
 * cards: with another one invitations and marks of before are not recognised any more.
 */
export function configureReferrals(config: Pick<Config, 'cardKey' | 'port'>): void {
  secret = Buffer.from(config.cardKey, 'base64url');
  port = config.port;
  ofStores.clear();
}

/**
 * A keyed hash (HMAC-SHA-256) of what must be recognised and not read: without the key, which stands
 * outside the database, the few phone numbers of a country could all be tried.
 */
export function markOf(storeId: string, kind: string, value: string): Buffer {
  if (!secret) throw new Error('configureReferrals has not been called');
  const key =
    ofStores.get(storeId) ??
    new Uint8Array(hkdfSync('sha256', secret, storeId.toLowerCase(), 'wafa-referral-marks-1', 32));
  ofStores.set(storeId, key);
  return createHmac('sha256', key).update(`${kind}\n${value}`).digest();
}

/** Where links lead: the portal at the store's host name; on the own machine, at the port that it serves. */
export function linkBase(hostName: string | null): string {
  const isOwn = hostName === null || hostName === 'localhost';
  return `${isOwn ? `http://localhost:${port}` : `https://${hostName}`}/r/`;
}
