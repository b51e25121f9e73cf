import { describe, expect, it } from 'vitest';
import { fieldOf, instantOf } from './moments.ts';

describe('a time in a field', () => {
  it('is by the clock of the store, not of the browser', () => {
    expect(instantOf('2026-12-01T09:30', 'Asia/Riyadh')).toBe('2026-12-01T06:30:00.000Z');
    expect(fieldOf('2026-12-01T06:30:00Z', 'Asia/Riyadh')).toBe('2026-12-01T09:30');
    expect(fieldOf('2026-12-31T22:30:00Z', 'Asia/Riyadh')).toBe('2027-01-01T01:30');
  });
  it('follows daylight saving', () => {
    expect(instantOf('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
    expect(instantOf('2026-12-01T12:00', 'Europe/Berlin')).toBe('2026-12-01T11:00:00.000Z');
  });
  it('takes the first of a time shown twice, and the hour after one that is skipped', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
  it('is nothing where the field is empty', () => {
    expect(instantOf('', 'Asia/Riyadh')).toBeNull();
    expect(instantOf(undefined, 'Asia/Riyadh')).toBeNull();
    expect(fieldOf(null, 'Asia/Riyadh')).toBeUndefined();
  });
});
