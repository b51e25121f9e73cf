import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import {
  attemptSubject,
  formatRefresh,
  lockSeconds,
  loginKey,
  normaliseEmail,
  normalisePhone,
  parseRefresh,
  recoveryCodes,
  recoveryHash,
  sameHash,
  totpSecret,
  totpStep,
  totpUri,
} from './rules.ts';

describe('log-ins', () => {
  it.each([
    ['0501234567', 'SA', '+966501234567'],
    ['+966 50 123 4567', undefined, '+966501234567'],
    ['٠٥٠١٢٣٤٥٦٧', 'SA', '+966501234567'],
    ['00966501234567', 'SA', '+966501234567'],
    ['0712 345678', 'KE', '+254712345678'],
    ['0501234567', undefined, undefined],
    ['0501234567', 'EU', undefined],
    ['12', 'SA', undefined],
    ['hello', 'SA', undefined],
  ])('reads the phone number %s in %s as %s', (typed, country, expected) => {
    expect(normalisePhone(typed, country)).toBe(expected);
  });

  it('tells e-mail, phone and anything else apart', () => {
    expect(loginKey(' Sara@Example.COM ', 'SA')).toEqual({ email: 'sara@example.com' });
    expect(loginKey('050 123 4567', 'SA')).toEqual({ phone: '+966501234567' });
    expect(loginKey(' Nobody ', 'SA')).toEqual({ unknown: 'nobody' });
    expect(normaliseEmail(' A@B.c ')).toBe('a@b.c');
  });

  it('counts failures under the account, or under what was typed', () => {
    const key = randomBytes(32);
    const byAccount = attemptSubject(key, 'id-1', { email: 'a@b.c' });
    expect(byAccount).toEqual(attemptSubject(key, 'id-1', { phone: '+966501234567' }));
    expect(attemptSubject(key, undefined, { email: 'a@b.c' })).not.toEqual(byAccount);
    expect(attemptSubject(key, undefined, { unknown: 'x' })).toEqual(
      createHmac('sha256', key).update('login:x').digest(),
    );
  });

  it('delays growingly from the fifth failure on, up to an hour', () => {
    expect([0, 1, 4, 5, 6, 7, 8, 11, 12, 60].map(lockSeconds)).toEqual([
      0, 0, 0, 30, 60, 120, 240, 1920, 3600, 3600,
    ]);
  });
});

describe('TOTP', () => {
  // RFC 6238, appendix B: SHA-1, secret "12345678901234567890", the last six of the eight digits.
  const secret = totpSecret(Buffer.from('12345678901234567890'));
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('agrees with RFC 6238 at %i s', (seconds, code) => {
    expect(totpStep(secret, code, new Date(seconds * 1000), null)).toBe(Math.floor(seconds / 30));
  });

  it('takes the step before and after, and none further', () => {
    const at = 1_700_000_000_000;
    const code = (steps: number) =>
      new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: at + steps * 30_000 });
    const step = Math.floor(at / 30_000);
    const found = [-2, -1, 0, 1, 2].map((steps) => totpStep(secret, code(steps), new Date(at), null));
    expect(found).toEqual([undefined, step - 1, step, step + 1, undefined]);
  });

  it('takes each step once, and no earlier one after it', () => {
    const now = new Date(59_000);
    expect(totpStep(secret, '287 082', now, 0)).toBe(1);
    expect(totpStep(secret, '287082', now, 1)).toBeUndefined();
    expect(totpStep(secret, '287082', now, 2)).toBeUndefined();
  });

  it('reads the digits of Arabic and Persian keyboards', () => {
    expect(totpStep(secret, '٢٨٧٠٨٢', new Date(59_000), null)).toBe(1);
    expect(totpStep(secret, '۲۸۷۰۸۲', new Date(59_000), null)).toBe(1);
  });

  it('refuses what is not six digits', () => {
    for (const text of ['28708', '2870822', 'abcdef', '', '٢٨٧٠٨'])
      expect(totpStep(secret, text, new Date(59_000), null)).toBeUndefined();
  });

  it('names store and person in the enrolment address', () => {
    const uri = new URL(totpUri(secret, 'sara@example.test', 'متجر'));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(uri.searchParams.get('issuer')).toBe('متجر');
  });
});

describe('recovery codes', () => {
  it('are ten, readable, and found again however they are typed', () => {
    const codes = recoveryCodes(randomBytes(100));
    expect(codes).toHaveLength(10);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(recoveryHash('a', ` ${code.toLowerCase().replace('-', ' ')} `)).toEqual(recoveryHash('a', code));
    }
    expect(recoveryHash('a', 'O0I1L-00000')).toEqual(recoveryHash('a', '00111-00000'));
    expect(recoveryHash('a', codes[0] as string)).not.toEqual(recoveryHash('b', codes[0] as string));
  });
  it('are ten letters and digits, nothing else', () => {
    for (const text of ['', '12345', '123456', 'UUUUU-UUUUU', '00000-000000'])
      expect(recoveryHash('a', text)).toBeUndefined();
  });
});

describe('refresh tokens', () => {
  const key = randomBytes(32);
  it('carry what they were made of', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.boolean(), (storeId, sessionId, isStaff) => {
        const realm = isStaff ? ({ kind: 'staff' } as const) : ({ kind: 'customer', storeId } as const);
        const { token, hash } = formatRefresh(key, realm, sessionId, randomBytes(32));
        expect(parseRefresh(key, token)).toEqual({ realm, sessionId, hash });
      }),
    );
  });
  it('are nothing under another key, or changed in one letter', () => {
    const { token } = formatRefresh(key, { kind: 'staff' }, crypto.randomUUID(), randomBytes(32));
    expect(parseRefresh(randomBytes(32), token)).toBeUndefined();
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(parseRefresh(key, token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    }
    expect(parseRefresh(key, '')).toBeUndefined();
    expect(parseRefresh(key, `${token}A`)).toBeUndefined();
  });
  it('compare hashes whatever their lengths', () => {
    expect(sameHash(Buffer.from('ab'), Buffer.from('ab'))).toBe(true);
    expect(sameHash(Buffer.from('ab'), Buffer.from('ac'))).toBe(false);
    expect(sameHash(Buffer.from('ab'), Buffer.from('abc'))).toBe(false);
  });
});
