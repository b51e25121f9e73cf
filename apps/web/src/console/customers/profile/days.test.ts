import { expect, it } from 'vitest';
import { byDay } from './days.ts';

it('puts entries of one day under one heading and keeps their order', () => {
  const at = (...times: string[]) => times.map((time) => ({ at: time }));
  const days = byDay(at('2026-11-20T10:00Z', '2026-11-20T08:00Z', '2026-11-19T23:00Z'), (time) =>
    time.slice(0, 10),
  );
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-11-20', 2],
    ['2026-11-19', 1],
  ]);
  expect(byDay([], String)).toEqual([]);
});
