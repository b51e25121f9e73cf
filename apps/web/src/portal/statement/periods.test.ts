import { expect, test } from 'vitest';
import { periodOf, today } from './periods.ts';

test('periods end today, or with their month', () => {
  expect(periodOf('month', '2026-03-10')).toEqual({ from: '2026-03-01', to: '2026-03-10' });
  expect(periodOf('last', '2026-03-10')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(periodOf('last', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  expect(periodOf('year', '2026-03-10')).toEqual({ from: '2026-01-01', to: '2026-03-10' });
  expect(periodOf('all', '2026-03-10')).toEqual({ to: '2026-03-10' });
});

test('today is the day of the store', () => {
  const late = new Date('2026-03-10T22:30:00Z');
  expect([today(late, 'Asia/Riyadh'), today(late, 'UTC')]).toEqual(['2026-03-11', '2026-03-10']);
});
