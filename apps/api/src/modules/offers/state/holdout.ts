import { createHmac } from 'node:crypto';

/**
 * Whether a customer is of an offer's control group: the first 32 bits of HMAC-SHA-256 (key: the offer's seed,
 * message: the 16 bytes of the customer's id) lie in the lowest `percent` hundredths. So the group is random
 * over customers, independent between offers, and the same at every look without being stored.
 */
export function isHeldOut(seed: Uint8Array, percent: number, customerId: string): boolean {
  if (percent === 0) return false;
  const id = Buffer.from(customerId.replaceAll('-', ''), 'hex');
  return createHmac('sha256', seed).update(id).digest().readUInt32BE(0) < thresholdOf(percent);
}

/** Hashes below this are held out. */
export const thresholdOf = (percent: number): number => Math.floor((percent / 100) * 2 ** 32);

/** The two pads of HMAC with this key, for SQL: H(outer ‖ H(inner ‖ message)) (RFC 2104). */
export function padsOf(seed: Uint8Array): { inner: Buffer; outer: Buffer } {
  const key = Buffer.alloc(64);
  key.set(seed);
  return { inner: key.map((byte) => byte ^ 0x36) as Buffer, outer: key.map((byte) => byte ^ 0x5c) as Buffer };
}
