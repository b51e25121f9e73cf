/**
 * Referral codes: seven random characters and a check character, shown as `XXXX-XXXX`. The alphabet has no
 * vowels, so that no code is a word, and of letters and digits that look alike only one: no 0 and O, no 1, I
 * and L, no B, S, Z and Q. 24^7 codes are 4.6 billion.
 */
const alphabet = '23456789CDFGHJKMNPRTVWXY';
const size = 7;
const readAs: Readonly<Record<string, string>> = { B: '8', S: '5', Z: '2' };
const arabicZeros = [0x660, 0x6f0];

/** How many random bytes are enough for a code: more than it has characters, as some are passed over. */
export const codeBytes = 32;

/** A code from random bytes. Bytes from 240 on are passed over, so that no character is likelier. */
export function codeFrom(bytes: Uint8Array): string {
  const body = [...bytes]
    .filter((byte) => byte < alphabet.length * 10)
    .slice(0, size)
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');
  if (body.length < size) throw new RangeError('too few random bytes for a code');
  return body + checkOf(body);
}

/** The code that was typed, as it is stored; undefined where it cannot be one (a slip of the finger). */
export function normaliseCode(typed: string): string | undefined {
  const code = [...typed.toUpperCase()]
    .map(latinDigit)
    .map((char) => readAs[char] ?? char)
    .join('')
    .replace(/[\s\-\u2010-\u2015\u200e\u200f]/g, '');
  if (code.length !== size + 1 || [...code].some((char) => !alphabet.includes(char))) return undefined;
  return checkOf(code.slice(0, size)) === code[size] ? code : undefined;
}

/** A stored code in two groups, as it is read aloud. */
export const showCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** Luhn modulo 24: finds every single wrong character and nearly every two that changed places. */
function checkOf(body: string): string {
  const base = alphabet.length;
  let sum = 0;
  [...body].reverse().forEach((char, place) => {
    const value = alphabet.indexOf(char) * (place % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / base) + (value % base);
  });
  return alphabet[(base - (sum % base)) % base] as string;
}

function latinDigit(char: string): string {
  const point = char.codePointAt(0) as number;
  const zero = arabicZeros.find((first) => point >= first && point < first + 10);
  return zero === undefined ? char : String(point - zero);
}
