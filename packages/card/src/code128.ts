/** Bar and space widths of the 107 symbols of Code 128 (ISO/IEC 15417), by value; the last is the stop. */
const widths = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 ' +
  '113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 ' +
  '212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 ' +
  '113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 ' +
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 ' +
  '241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 ' +
  '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 ' +
  '211232 2331112'
).split(' ');

const startB = 104;
const startC = 105;
const switchToB = 100;
const stop = 106;

/**
 * Symbol values of a text: start, data, check symbol and stop. Digits go in pairs (set C), an odd last
 * one and any other text in set B. Throws RangeError for characters outside printable ASCII.
 */
export function code128Values(text: string): number[] {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('Code 128 set B takes printable ASCII only');
  const values = /^\d{2,}$/.test(text) ? pairs(text) : [startB, ...inSetB(text)];
  const check = values.reduce((sum, value, index) => sum + value * Math.max(index, 1), 0) % 103;
  return [...values, check, stop];
}

function pairs(digits: string): number[] {
  const even = digits.length - (digits.length % 2);
  const values = [startC];
  for (let at = 0; at < even; at += 2) values.push(Number(digits.slice(at, at + 2)));
  return even === digits.length ? values : [...values, switchToB, ...inSetB(digits.slice(even))];
}

function inSetB(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0) - 32);
}

/** Widths in modules of bars and spaces in turn, starting with a bar; no quiet zones. */
export function code128(text: string): number[] {
  return code128Values(text).flatMap((value) => Array.from(widths[value] ?? '', Number));
}

/** The bars as an SVG path of unit modules, and the width of the whole in modules. */
export function code128Path(text: string, height: number): { path: string; width: number } {
  let x = 0;
  let path = '';
  code128(text).forEach((width, index) => {
    if (index % 2 === 0) path += `M${x} 0h${width}v${height}h-${width}z`;
    x += width;
  });
  return { path, width: x };
}
