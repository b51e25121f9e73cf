import { describe, expect, it } from 'vitest';
import { inMinor, inUnits, worthOfHundred, worthOfOne } from './amounts.ts';

describe('money in a field', () => {
  it('goes to units and back by the exponent of its currency', () => {
    expect(inUnits(1050, 'SAR')).toBe(10.5);
    expect(inMinor(10.5, 'SAR')).toBe(1050);
    expect(inMinor(1.005, 'KWD')).toBe(1005);
    expect(inMinor(1200, 'JPY')).toBe(1200);
  });
  it('rounds what binary fractions leave over', () => {
    expect(inMinor(19.99, 'SAR')).toBe(1999);
    expect(inMinor(0.29, 'SAR')).toBe(29);
  });
  it('is nothing where the field is empty', () => {
    expect(inMinor(null, 'SAR')).toBeUndefined();
    expect(inUnits(null, 'SAR')).toBeUndefined();
  });
});

describe('the worth of points', () => {
  it('is told for a hundred and kept for one', () => {
    expect(worthOfHundred('1', 'SAR')).toBe(1);
    expect(worthOfOne(1, 'SAR')).toBe('1');
    expect(worthOfHundred('0.25', 'KWD')).toBe(0.025);
    expect(worthOfOne(0.025, 'KWD')).toBe('0.25');
  });
  it('keeps four digits after the point', () => {
    for (const worth of ['0.0001', '0.3333', '12.5', '999999.9999'])
      expect(worthOfOne(worthOfHundred(worth, 'SAR'), 'SAR')).toBe(worth);
  });
  it('may be none', () => {
    expect(worthOfHundred(null, 'SAR')).toBeUndefined();
    expect(worthOfOne(null, 'SAR')).toBeNull();
  });
});
