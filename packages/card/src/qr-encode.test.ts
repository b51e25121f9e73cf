import { describe, expect, it } from 'vitest';
import { encodeQr } from './qr-encode.ts';

/** Paints the path back onto a grid. */
function grid({ size, path }: { size: number; path: string }): boolean[][] {
  const rows = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let step = 0; step < Number(run); step++) (rows[Number(y)] as boolean[])[Number(x) + step] = true;
  }
  return rows;
}

describe('the QR drawing', () => {
  it('holds the three finder patterns and the timing line', () => {
    const drawing = encodeQr('628142007196');
    const rows = grid(drawing);
    const last = drawing.size - 1;
    for (const [top, left] of [
      [0, 0],
      [0, last - 6],
      [last - 6, 0],
    ] as const) {
      const ring = Array.from({ length: 7 }, (_, step) => rows[top]?.[left + step]);
      expect(ring.every(Boolean)).toBe(true);
      expect(rows[top + 1]?.[left + 1]).toBe(false);
      expect(rows[top + 3]?.[left + 3]).toBe(true);
    }
    for (let x = 8; x < drawing.size - 8; x++) expect(rows[6]?.[x]).toBe(x % 2 === 0);
  });

  it('needs the smallest version for a card number, and more for more', () => {
    expect(encodeQr('628142007196').size).toBe(21);
    expect(encodeQr('x'.repeat(200)).size).toBe(53);
  });

  it('holds a rotating code in version 9: its characters are those of the alphanumeric mode', () => {
    expect(encodeQr(`WAFA:${'7B.'.repeat(96)}Z5`).size).toBe(53);
  });
});
