import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFrom, maskCode, normaliseCode, showCode } from './codes.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

test('every code is found again, however it is typed', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = codeFrom(random);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{11}$/);
      const shown = showCode(code);
      for (const typed of [
        code,
        shown,
        shown.toLowerCase(),
        ` ${shown.replaceAll('-', ' ')} `,
        code.replaceAll('0', 'o').replaceAll('1', 'l'),
        code.replaceAll('1', 'I'),
        code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
      ])
        expect(normaliseCode(typed)).toBe(code);
    }),
  );
});

test('one wrong character is found, whichever it is', () => {
  fc.assert(
    fc.property(bytes, fc.nat(10), fc.nat(31), (random, place, other) => {
      const code = codeFrom(random);
      const wrong = alphabet[other] as string;
      fc.pre(code[place] !== wrong);
      expect(normaliseCode(code.slice(0, place) + wrong + code.slice(place + 1))).toBeUndefined();
    }),
  );
});

test('two neighbours that changed places are found, but for 0 and Z', () => {
  fc.assert(
    fc.property(bytes, fc.nat(8), (random, place) => {
      const code = codeFrom(random);
      const [a, b] = [code[place] as string, code[place + 1] as string];
      fc.pre(a !== b && !(`${a}${b}` === '0Z' || `${a}${b}` === 'Z0'));
      expect(normaliseCode(code.slice(0, place) + b + a + code.slice(place + 2))).toBeUndefined();
    }),
  );
});

test.each(['', 'U0000-00000-0', 'ABCDE', 'ABCDE-FGHJK-MM', '😀😀😀😀😀😀😀😀😀😀😀', 'ABCDE-FGHJ*-M'])(
  '%j is no code',
  (typed) => {
    expect(normaliseCode(typed)).toBeUndefined();
  },
);

test('a masked code shows its last three characters', () => {
  expect(maskCode('ABCDEFGHJKM')).toBe('•••••-•••JK-M');
});
