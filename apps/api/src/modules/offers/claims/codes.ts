import { codeBytes, codeFrom, showCode } from '../../loyalty/index.ts';

const arabicZeros = [0x660, 0x6f0];

/**
 * A code as codes are compared: capitals, Latin digits, without spaces and dashes, with O for 0 and I and L
 * for 1 taken as the digit, so that what is read aloud or typed in Arabic finds it.
 */
export function foldCode(typed: string): string {
  return [...typed.toUpperCase()]
    .map(latinDigit)
    .join('')
    .replace(/[\s\-\u2010-\u2015\u200e\u200f]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** How many random bytes a code of ours needs: ten characters of 32 (50 bits) and a check character. */
export const newCodeBytes: number = codeBytes;

/** A new code, as it is read. */
export const newCode = (bytes: Uint8Array): string => showCode(codeFrom(bytes));

function latinDigit(char: string): string {
  const point = char.codePointAt(0) as number;
  const zero = arabicZeros.find((first) => point >= first && point < first + 10);
  return zero === undefined ? char : String(point - zero);
}
