import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cardNumberBytes,
  cardNumberFrom,
  checkDigit,
  currentKey,
  groupCardNumber,
  isCardNumber,
  keysInForce,
  sixDigits,
  staticQr,
} from './rules.ts';

const cardNumber = fc
  .uint8Array({ minLength: cardNumberBytes, maxLength: cardNumberBytes })
  .map((bytes) => cardNumberFrom(bytes));

const replaceAt = (text: string, at: number, digit: string) => text.slice(0, at) + digit + text.slice(at + 1);

describe('card numbers', () => {
  it('have 12 digits, never a leading zero, and check', () => {
    fc.assert(fc.property(cardNumber, (number) => /^[1-9]\d{11}$/.test(number) && isCardNumber(number)));
    expect(cardNumberFrom(new Uint8Array(8))).toMatch(/^1000000000\d{2}$/);
    expect(cardNumberFrom(new Uint8Array(8).fill(255))).toMatch(/^\d{12}$/);
  });

  it('have the check digit of the published example', () => {
    expect(checkDigit('572')).toBe('4');
    expect(checkDigit('5724')).toBe('0');
  });

  it('catch every wrong digit, at every place', () => {
    fc.assert(
      fc.property(cardNumber, (number) => {
        for (let at = 0; at < 12; at++) {
          for (const digit of '0123456789') {
            if (digit !== number[at]) expect(isCardNumber(replaceAt(number, at, digit))).toBe(false);
          }
        }
      }),
    );
  });

  it('catch every swap of neighbours', () => {
    fc.assert(
      fc.property(cardNumber, (number) => {
        for (let at = 0; at < 11; at++) {
          const [a = '', b = ''] = number.slice(at, at + 2);
          if (a !== b) expect(isCardNumber(number.slice(0, at) + b + a + number.slice(at + 2))).toBe(false);
        }
      }),
    );
  });

  it('catch both for every pair of digits in every state of the check, not only in those drawn', () => {
    // A prefix of each interim digit leads into each state; then all pairs are swapped and replaced.
    const prefixes = Array.from({ length: 10 }, (_, state) =>
      [...'0123456789'].find((digit) => checkDigit(digit) === String(state)),
    );
    for (const prefix of prefixes) {
      for (const a of '0123456789') {
        const ends = new Set([...'0123456789'].map((b) => checkDigit(`${prefix}${a}${b}`)));
        expect(ends.size).toBe(10);
        for (const b of '0123456789') {
          if (a !== b) expect(checkDigit(`${prefix}${a}${b}`)).not.toBe(checkDigit(`${prefix}${b}${a}`));
        }
      }
    }
  });

  it('are no other text', () => {
    for (const text of ['', '000000000000', '12345678901', '1234567890123', '12345678901x']) {
      expect(isCardNumber(text)).toBe(false);
    }
  });

  it('are grouped for reading aloud, and stand in the static QR', () => {
    expect(groupCardNumber('123456789012')).toBe('1234 5678 9012');
    expect(staticQr('123456789012')).toBe('wafa:1:123456789012');
  });
});

describe('the store’s keys', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  const change = (keyId: number, on: number, withdraws = false) => ({ keyId, since: day(on), withdraws });
  const at = (now: Date, ...changes: ReturnType<typeof change>[]) =>
    keysInForce(changes, now).map(({ id, state }) => `${id} ${state}`);

  it('are the first and the next before any change', () => {
    expect(at(day(1))).toEqual(['1 current', '2 next']);
    expect(currentKey([])).toBe(1);
  });

  it('before a change hold as long as a certificate can', () => {
    expect(at(day(31), change(2, 2))).toEqual(['1 previous', '2 current', '3 next']);
    expect(at(day(32), change(2, 2))).toEqual(['2 current', '3 next']);
    expect(at(day(31), change(2, 2), change(3, 20))).toEqual([
      '1 previous',
      '2 previous',
      '3 current',
      '4 next',
    ]);
  });

  it('before a withdrawal hold no longer, those after it do', () => {
    expect(at(day(3), change(2, 2, true))).toEqual(['2 current', '3 next']);
    expect(at(day(4), change(2, 2, true), change(3, 3))).toEqual(['2 previous', '3 current', '4 next']);
  });
});

it('six digits keep their leading zeros', () => {
  expect(sixDigits(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 42]))).toBe('000042');
});
