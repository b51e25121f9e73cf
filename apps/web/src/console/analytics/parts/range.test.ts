import { describe, expect, it } from 'vitest';
import { addDays, changeOf, daysOf, intervalOf, intervalsFor, rangeOf } from './range.ts';

const today = '2026-11-20';

describe('the range of an address', () => {
  it('is thirty days up to today where it names none, or nonsense', () => {
    expect(rangeOf({}, today)).toEqual({ from: '2026-10-22', to: today, preset: 30 });
    expect(rangeOf({ days: '31', from: 'soon' }, today)).toMatchObject({ preset: 30 });
    expect(daysOf(rangeOf({}, today))).toBe(30);
  });

  it('is so many days up to today', () => {
    expect(rangeOf({ days: '1' }, today)).toEqual({ from: today, to: today, preset: 1 });
    expect(rangeOf({ days: '365' }, today).from).toBe('2025-11-21');
  });

  it('is the days it names, which go before a count', () => {
    expect(rangeOf({ from: '2026-01-01', to: '2026-01-31', days: '7' }, today)).toEqual({
      from: '2026-01-01',
      to: '2026-01-31',
      preset: null,
    });
    expect(rangeOf({ to: '2026-03-01' }, today)).toMatchObject({ from: '2026-01-31', preset: null });
    expect(rangeOf({ from: '2026-11-01' }, today)).toMatchObject({ to: today });
  });
});

describe('the periods of a range', () => {
  it('can be told apart', () => {
    expect(intervalsFor(1)).toEqual(['day']);
    expect(intervalsFor(30)).toEqual(['day', 'week']);
    expect(intervalsFor(90)).toEqual(['week', 'month']);
    expect(intervalsFor(365)).toEqual(['week', 'month']);
    expect(intervalsFor(3660)).toEqual(['month']);
  });

  it('are the chosen ones where they fit', () => {
    expect(intervalOf('week', 30)).toBe('week');
    expect(intervalOf('day', 365)).toBe('week');
    expect(intervalOf(undefined, 30)).toBe('day');
  });
});

describe('days and changes', () => {
  it('count over months and clocks', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysOf({ from: '2024-02-01', to: '2024-03-01' })).toBe(30);
  });

  it('are shares of what was, and unsaid of nothing', () => {
    expect(changeOf(150, 100)).toBe(0.5);
    expect(changeOf(-50, -100)).toBe(0.5);
    expect(changeOf(5, 0)).toBeNull();
  });
});
