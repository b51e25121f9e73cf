import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';

/**
 * What the store says of a device, signed by the store's Ed25519 key. Integers big-endian:
 *
 *    1  version, 1                       8  device, at random
 *    2  key id of the store's key        4  not after, seconds since 1970
 *    8  store: first bytes of its hash  33  the device's P-256 public key, compressed
 *    5  card number                     64  Ed25519 signature over "wafa-cert-1" and the 61 bytes before
 */
export interface Certificate {
  keyId: number;
  /** First 8 bytes of SHA-256 of the store's id (`storeMark`). */
  store: Uint8Array;
  /** 12 digits. */
  cardNumber: string;
  /** 8 random bytes that name the device. */
  device: Uint8Array;
  /** Seconds since 1970. */
  notAfter: number;
  /** P-256, compressed, 33 bytes. */
  publicKey: Uint8Array;
}

export const certificateLength = 125;
const signedLength = 61;
const version = 1;
const domain = new TextEncoder().encode('wafa-cert-1');

/** How a certificate names its store: 8 bytes say enough where the key id already picks the key. */
export function storeMark(storeId: string): Uint8Array {
  return sha256(new TextEncoder().encode(storeId.toLowerCase())).slice(0, 8);
}

function signedPart(certificate: Certificate): Uint8Array {
  const bytes = new Uint8Array(signedLength);
  const view = new DataView(bytes.buffer);
  const card = BigInt(certificate.cardNumber);
  view.setUint8(0, version);
  view.setUint16(1, certificate.keyId);
  bytes.set(certificate.store, 3);
  view.setUint8(11, Number(card >> 32n));
  view.setUint32(12, Number(card & 0xffffffffn));
  bytes.set(certificate.device, 16);
  view.setUint32(24, certificate.notAfter);
  bytes.set(certificate.publicKey, 28);
  return bytes;
}

/**
 * Signs a certificate; 125 bytes.
 * @param secretKey of the store, Ed25519, 32 bytes
 * @throws RangeError where a part has the wrong size
 */
export function issueCertificate(certificate: Certificate, secretKey: Uint8Array): Uint8Array {
  const { store, device, publicKey, cardNumber, keyId } = certificate;
  if (store.length !== 8 || device.length !== 8 || publicKey.length !== 33 || !/^\d{12}$/.test(cardNumber))
    throw new RangeError('certificate: a part has the wrong size');
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 0xffff) throw new RangeError('certificate: key id');
  const part = signedPart(certificate);
  return join(part, ed25519.sign(join(domain, part), secretKey));
}

/** Reads a certificate without believing it; undefined where it is none. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  if (bytes.length !== certificateLength || bytes[0] !== version) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const card = (BigInt(view.getUint8(11)) << 32n) + BigInt(view.getUint32(12));
  return {
    keyId: view.getUint16(1),
    store: bytes.slice(3, 11),
    cardNumber: card.toString().padStart(12, '0'),
    device: bytes.slice(16, 24),
    notAfter: view.getUint32(24),
    publicKey: bytes.slice(28, signedLength),
  };
}

/** The Ed25519 public key of a store's secret key, 32 bytes. */
export function storePublicKey(secretKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secretKey);
}

/**
 * A device's public key as certificates carry it, compressed.
 * @param point a point of P-256, 65 bytes or compressed; undefined where it is none
 */
export function devicePublicKey(point: Uint8Array): Uint8Array | undefined {
  try {
    return p256.Point.fromBytes(point).toBytes(true);
  } catch {
    return undefined;
  }
}

/** Whether the store's key signed these bytes. */
export function isSigned(bytes: Uint8Array, storeKey: Uint8Array): boolean {
  try {
    return ed25519.verify(bytes.slice(signedLength), join(domain, bytes.slice(0, signedLength)), storeKey);
  } catch {
    return false;
  }
}

/** Two byte strings as one. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
