import { describe, expect, it } from 'vitest';
import { codeFrom, normaliseCode, showCode } from './codes.ts';

const some = Array.from({ length: 200 }, (_, seed) =>
  codeFrom(
    Uint8Array.from({ length: 32 }, (_, place) => (seed * 31 + place * 97 + ((seed * place) % 13)) % 240),
  ),
);
const alphabet = '23456789CDFGHJKMNPRTVWXY';

describe('a referral code', () => {
  it('has eight characters without vowels and without those that look alike', () => {
    for (const code of some) expect(code).toMatch(/^[2-9CDFGHJKMNPRTVWXY]{8}$/);
    expect(showCode('234567CD')).toBe('2345-67CD');
  });

  it('is read however it was typed', () => {
    for (const code of some) {
      const shown = showCode(code);
      const arabic = shown.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
      const lookalike = shown.replaceAll('8', 'b').replaceAll('5', 's').replaceAll('2', 'z');
      for (const typed of [shown, ` ${shown.toLowerCase()} `, arabic, lookalike, shown.replace('-', ' – ')])
        expect(normaliseCode(typed), typed).toBe(code);
    }
  });

  it('shows every slip of one character', () => {
    for (const code of some.slice(0, 20))
      for (let place = 0; place < code.length; place++)
        for (const other of alphabet) {
          if (other === code[place]) continue;
          expect(normaliseCode(code.slice(0, place) + other + code.slice(place + 1))).toBeUndefined();
        }
  });

  it('is nothing else', () => {
    for (const typed of ['', '2345', 'AEIOU234', '2345-67CD-2', 'مرحبا', '\u0000'])
      expect(normaliseCode(typed)).toBeUndefined();
  });

  it('passes over bytes that would make a character likelier, and asks for enough of them', () => {
    expect(codeFrom(Uint8Array.from([255, 240, 0, 24, 48, 72, 96, 120, 144])).slice(0, 7)).toBe('2222222');
    expect(() => codeFrom(new Uint8Array(20).fill(250))).toThrow(RangeError);
  });
});
