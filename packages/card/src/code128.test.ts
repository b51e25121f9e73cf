import { describe, expect, it } from 'vitest';
import { code128, code128Path, code128Values } from './code128.ts';

/** Reads widths back into symbol values, by the rule of the standard and not by our encoder. */
function symbols(widths: number[]): string[] {
  const found: string[] = [];
  for (let at = 0; at + 7 < widths.length; at += 6) found.push(widths.slice(at, at + 6).join(''));
  found.push(widths.slice(-7).join(''));
  return found;
}

describe('Code 128', () => {
  it('gives the published check symbols', () => {
    // Set B: (104 + 48·1 + 42·2 + 42·3 + 17·4 + 18·5 + 19·6 + 35·7) mod 103 = 55.
    expect(code128Values('PJJ123C')).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
    expect(code128Values('Wikipedia').at(-2)).toBe(88);
  });

  it('packs digits in pairs', () => {
    expect(code128Values('628142007196')).toEqual([
      105,
      62,
      81,
      42,
      0,
      71,
      96,
      (105 + 62 + 162 + 126 + 0 + 355 + 576) % 103,
      106,
    ]);
    expect(code128Values('123')).toEqual([105, 12, 100, 19, (105 + 12 + 200 + 57) % 103, 106]);
    expect(code128Values('7').slice(0, 2)).toEqual([104, 23]);
  });

  it('draws the start, stop and data patterns of the standard', () => {
    const drawn = symbols(code128('628142007196'));
    expect(drawn[0]).toBe('211232');
    expect(drawn.at(-1)).toBe('2331112');
    expect(drawn[4]).toBe('212222'); // 00
    expect(drawn[3]).toBe('112133'); // 42
  });

  it('keeps every symbol 11 modules wide with an even number of bar modules, all different', () => {
    const drawn = new Set<string>();
    for (let high = 0; high < 100; high++) {
      const widths = code128(String(high).padStart(2, '0')).slice(6, 12);
      expect(widths.reduce((sum, width) => sum + width)).toBe(11);
      expect(((widths[0] ?? 0) + (widths[2] ?? 0) + (widths[4] ?? 0)) % 2, String(high)).toBe(0);
      drawn.add(widths.join(''));
    }
    expect(drawn.size).toBe(100);
  });

  it('draws a card number in 101 modules', () => {
    // Start, six pairs and the check symbol at 11 modules, the stop at 13.
    const { path, width } = code128Path('628142007196', 40);
    expect(width).toBe(8 * 11 + 13);
    expect(path.startsWith('M0 0h2v40h-2z')).toBe(true);
  });

  it('refuses what the sets cannot hold', () => {
    expect(() => code128('بطاقة')).toThrow(RangeError);
    expect(() => code128('')).toThrow(RangeError);
  });
});
