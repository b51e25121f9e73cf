import { expect, it } from 'vitest';
import { settle } from './rules.ts';

const now = new Date('2026-03-10T09:00:00Z');

it('is sent, or refused for good', () => {
  expect(settle({ outcome: 'sent' }, 1, now)).toEqual({ status: 'SENT' });
  expect(settle({ outcome: 'failed', error: '550' }, 1, now)).toEqual({
    status: 'FAILED',
    reason: 'rejected',
    error: '550',
  });
});

it('waits longer from try to try, and gives up after about a day', () => {
  const minutes: number[] = [];
  for (let attempt = 1; attempt < 20; attempt++) {
    const settled = settle({ outcome: 'retry', error: 'ETIMEDOUT', down: true }, attempt, now);
    if (settled.status !== 'QUEUED') {
      expect(settled).toEqual({ status: 'FAILED', reason: 'unreachable', error: 'ETIMEDOUT' });
      break;
    }
    minutes.push((settled.dueAt.getTime() - now.getTime()) / 60_000);
  }
  expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
  expect(minutes.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(20 * 60);
  expect(minutes).toHaveLength(6);
});
