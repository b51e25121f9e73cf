import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeOf,
  decodeBase45,
  encodeBase45,
  issueCertificate,
  messageOf,
  readCertificate,
  stepAt,
  storeMark,
  type Trust,
  toHex,
  verifyCode,
} from './index.ts';

const storeId = '01890000-0000-7000-8000-000000000001';
const now = Date.parse('2026-11-20T10:00:10Z');
const store = ed25519.keygen();
const device = p256.keygen();
const deviceId = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const seconds = Math.floor(now / 1000);

const facts = {
  keyId: 7,
  store: storeMark(storeId),
  cardNumber: '628142007196',
  device: deviceId,
  notAfter: seconds + 30 * 86_400,
  publicKey: device.publicKey,
};

const certificate = issueCertificate(facts, store.secretKey);
const trust: Trust = {
  store: storeMark(storeId),
  keys: new Map([[7, store.publicKey]]),
  revoked: new Set(),
};

/** The code as the device shows it at an instant. */
function shown(atMs = now, by = device.secretKey, bytes = certificate): string {
  const step = stepAt(atMs);
  return codeOf(bytes, step, p256.sign(messageOf(bytes, step), by));
}

const always = () => true;

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes %s as RFC 9285 does', (text, code) => {
    expect(encodeBase45(new TextEncoder().encode(text))).toBe(code);
    expect(new TextDecoder().decode(decodeBase45(code))).toBe(text);
  });

  it('reads back any bytes, and refuses what is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['A', 'abc', '::::', ':::', 'ZZ']) expect(decodeBase45(text)).toBeUndefined();
  });
});

describe('a code', () => {
  it('fits QR version 9 at level L and is believed by a till', () => {
    const code = shown();
    expect(code.length).toBeLessThanOrEqual(335);
    expect(verifyCode(code, trust, now, always)).toEqual({
      ok: true,
      cardNumber: '628142007196',
      device: '0102030405060708',
      step: stepAt(now),
    });
    expect(readCertificate(certificate)).toEqual(facts);
  });

  it('is good one step early or late, and then no more', () => {
    const verdicts = [-61, -30, 0, 30, 61].map(
      (late) => verifyCode(shown(), trust, now + late * 1000, always).ok,
    );
    expect(verdicts).toEqual([false, true, true, true, false]);
  });

  it('is good once at a till', () => {
    const seen = new Set<string>();
    const take = (id: string, step: number) =>
      !seen.has(`${id} ${step}`) && Boolean(seen.add(`${id} ${step}`));
    expect(verifyCode(shown(), trust, now, take).ok).toBe(true);
    expect(verifyCode(shown(), trust, now, take)).toEqual({ ok: false, fault: 'used' });
    expect(verifyCode(shown(now + 30_000), trust, now, take).ok).toBe(true);
  });

  it.each<[string, string, Trust, number]>([
    ['other_store', shown(), { ...trust, store: storeMark('other') }, now],
    ['unknown_key', shown(), { ...trust, keys: new Map([[8, store.publicKey]]) }, now],
    ['forged', shown(), { ...trust, keys: new Map([[7, ed25519.keygen().publicKey]]) }, now],
    ['forged', shown(now, p256.keygen().secretKey), trust, now],
    ['revoked', shown(), { ...trust, revoked: new Set([toHex(deviceId)]) }, now],
    ['ended', shown(facts.notAfter * 1000), trust, facts.notAfter * 1000],
    ['malformed', 'wafa:1:628142007196', trust, now],
    ['malformed', `${shown()}0`, trust, now],
  ])('is refused as %s', (fault, code, held, at) => {
    const unasked = () => {
      throw new Error('a code that is refused is not remembered');
    };
    expect(verifyCode(code, held, at, unasked)).toEqual({ ok: false, fault });
  });

  it('is refused with any one byte changed', () => {
    const bytes = decodeBase45(shown().slice(5)) as Uint8Array;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = bytes.slice();
        other[at] = (other[at] as number) ^ change;
        expect(verifyCode(`WAFA:${encodeBase45(other)}`, trust, now, always).ok).toBe(false);
      }),
    );
  });

  it('may carry the signature of a browser, whose s is high half the time', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
    const publicKey = p256.Point.fromBytes(raw).toBytes(true);
    const own = issueCertificate({ ...facts, publicKey }, store.secretKey);
    for (let round = 0; round < 8; round += 1) {
      const at = now + round * 30_000;
      const message = messageOf(own, stepAt(at));
      const signature = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        keys.privateKey,
        message.slice(),
      );
      expect(verifyCode(codeOf(own, stepAt(at), new Uint8Array(signature)), trust, at, always).ok).toBe(true);
    }
  });

  it('cannot be issued with parts of the wrong size', () => {
    expect(() => issueCertificate({ ...facts, cardNumber: '1' }, store.secretKey)).toThrow(RangeError);
    expect(() => issueCertificate({ ...facts, keyId: 70_000 }, store.secretKey)).toThrow(RangeError);
  });
});
