import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { decodeBase45, encodeBase45 } from './base45.ts';
import { type Certificate, certificateLength, isSigned, join, readCertificate } from './certificate.ts';

/** A code holds for this long; tills take the one before and the one after too. */
export const stepSeconds = 30;

/** How a rotating code begins, so that a scanner tells it from the printed one at once. */
export const prefix = 'WAFA:';

const domain = new TextEncoder().encode('wafa-card-1');

/** The step of an instant, in milliseconds since 1970. */
export function stepAt(ms: number): number {
  return Math.floor(ms / 1000 / stepSeconds);
}

/** What the device signs: the domain, the hash of the certificate, and the step. */
export function messageOf(certificate: Uint8Array, step: number): Uint8Array {
  return join(domain, sha256(certificate), uint32(step));
}

/**
 * The text of the QR code: certificate, step and the device's signature in base45, about 300 characters
 * (QR version 9 at level L).
 * @param signature ECDSA P-256 with SHA-256 over `messageOf`, as WebCrypto gives it: r and s, 64 bytes
 */
export function codeOf(certificate: Uint8Array, step: number, signature: Uint8Array): string {
  return prefix + encodeBase45(join(certificate, uint32(step), signature));
}

/** What a till holds to judge a code without a network. */
export interface Trust {
  /** First 8 bytes that name the store (`storeMark`). */
  store: Uint8Array;
  /** Ed25519 public keys of the store by key id: the current one and the next. */
  keys: ReadonlyMap<number, Uint8Array>;
  /** Devices that were revoked, in hexadecimal. */
  revoked: ReadonlySet<string>;
}

export type Fault =
  | 'malformed'
  | 'other_store'
  | 'unknown_key'
  | 'forged'
  | 'revoked'
  | 'ended'
  | 'stale'
  | 'used';

export type Verdict =
  | { ok: true; cardNumber: string; device: string; step: number }
  | { ok: false; fault: Fault };

/**
 * Judges a scanned code: is it of this store, signed by a known key, unrevoked, within its days, of now or
 * one step beside, signed by the device, and not shown before.
 *
 * A code relayed live within about 90 seconds passes: nothing in a picture can tell.
 * @param nowMs the till's clock
 * @param take remembers (device, step) and answers whether it is new; called last, for a code that is good
 */
export function verifyCode(
  text: string,
  trust: Trust,
  nowMs: number,
  take: (device: string, step: number) => boolean,
): Verdict {
  const read = readCode(text);
  if (!read) return { ok: false, fault: 'malformed' };
  const { certificate, certificateBytes, step, signature } = read;
  const device = toHex(certificate.device);
  const fault = faultOf(certificate, certificateBytes, trust, nowMs) ?? staleness(step, nowMs);
  if (fault) return { ok: false, fault };
  if (!isByDevice(certificateBytes, certificate.publicKey, step, signature))
    return { ok: false, fault: 'forged' };
  if (!take(device, step)) return { ok: false, fault: 'used' };
  return { ok: true, cardNumber: certificate.cardNumber, device, step };
}

interface Read {
  certificate: Certificate;
  certificateBytes: Uint8Array;
  step: number;
  signature: Uint8Array;
}

/** The parts of a code, nothing of them believed; undefined where it is none. */
export function readCode(text: string): Read | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const bytes = decodeBase45(text.slice(prefix.length));
  if (bytes?.length !== certificateLength + 4 + 64) return undefined;
  const certificateBytes = bytes.slice(0, certificateLength);
  const certificate = readCertificate(certificateBytes);
  if (!certificate) return undefined;
  const step = new DataView(bytes.buffer, bytes.byteOffset + certificateLength, 4).getUint32(0);
  return { certificate, certificateBytes, step, signature: bytes.slice(certificateLength + 4) };
}

function faultOf(
  certificate: Certificate,
  bytes: Uint8Array,
  trust: Trust,
  nowMs: number,
): Fault | undefined {
  if (toHex(certificate.store) !== toHex(trust.store)) return 'other_store';
  const key = trust.keys.get(certificate.keyId);
  if (!key) return 'unknown_key';
  if (!isSigned(bytes, key)) return 'forged';
  if (trust.revoked.has(toHex(certificate.device))) return 'revoked';
  return certificate.notAfter * 1000 <= nowMs ? 'ended' : undefined;
}

const staleness = (step: number, nowMs: number): Fault | undefined =>
  Math.abs(step - stepAt(nowMs)) > 1 ? 'stale' : undefined;

function isByDevice(
  certificate: Uint8Array,
  publicKey: Uint8Array,
  step: number,
  signature: Uint8Array,
): boolean {
  try {
    // WebCrypto gives either of the two s that hold; refusing the high one would refuse every other code.
    return p256.verify(signature, messageOf(certificate, step), publicKey, { lowS: false });
  } catch {
    return false;
  }
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
