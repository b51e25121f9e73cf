/**
 * Codes of redemptions: ten random characters of Crockford's base32 (50 bits; no I, L, O, U) and a check
 * character, shown as `ABCDE-FGHJK-M`. Typed in either case, with spaces or dashes or without, with O for
 * 0 and I or L for 1, and with Arabic digits.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const size = 10;
const arabicZeros = [0x660, 0x6f0];

/** A code from random bytes, one for each character. 256 is a multiple of 32: no character is likelier. */
export function codeFrom(bytes: Uint8Array): string {
  const body = [...bytes.subarray(0, size)].map((byte) => alphabet[byte % 32]).join('');
  return body + checkOf(body);
}

/** How many random bytes a code needs. */
export const codeBytes: number = size;

/** The code that was typed, as it is stored; undefined where it cannot be one (a slip of the finger). */
export function normaliseCode(typed: string): string | undefined {
  const code = [...typed.toUpperCase()]
    .map((char) => latinDigit(char))
    .join('')
    .replace(/[\s\-\u2010-\u2015\u200e\u200f]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (code.length !== size + 1 || [...code].some((char) => !alphabet.includes(char))) return undefined;
  return checkOf(code.slice(0, size)) === code[size] ? code : undefined;
}

/** A stored code in groups, as it is read aloud. */
export function showCode(code: string): string {
  return [code.slice(0, 5), code.slice(5, size), code.slice(size)].join('-');
}

/** The end of a code, for who may see that there is one but not use it. */
export function maskCode(code: string): string {
  return `•••••-•••${code.slice(8, size)}-${code.slice(size)}`;
}

/** Luhn modulo 32: finds every single wrong character and nearly every two that changed places. */
function checkOf(body: string): string {
  let sum = 0;
  [...body].reverse().forEach((char, place) => {
    const value = alphabet.indexOf(char) * (place % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / 32) + (value % 32);
  });
  return alphabet[(32 - (sum % 32)) % 32] as string;
}

function latinDigit(char: string): string {
  const point = char.codePointAt(0) as number;
  const zero = arabicZeros.find((first) => point >= first && point < first + 10);
  return zero === undefined ? char : String(point - zero);
}
