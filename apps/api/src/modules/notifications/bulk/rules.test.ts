import { expect, it } from 'vitest';
import { type BulkProgress, statusOf } from './rules.ts';

const at = new Date();

it.each<[BulkProgress, string]>([
  [{ state: 'active', spreadAt: null, counts: {} }, 'RUNNING'],
  [{ state: 'active', spreadAt: at, counts: { QUEUED: 1, SENT: 9 } }, 'RUNNING'],
  [{ state: 'active', spreadAt: at, counts: { HELD: 1 } }, 'RUNNING'],
  [{ state: 'active', spreadAt: at, counts: { SENT: 9, FAILED: 1 } }, 'DONE'],
  [{ state: 'paused', spreadAt: at, counts: { QUEUED: 1 } }, 'PAUSED'],
  [{ state: 'paused', spreadAt: at, counts: {} }, 'DONE'],
  [{ state: 'cancelled', spreadAt: null, counts: { QUEUED: 1 } }, 'CANCELLED'],
])('%j is %s', (progress, status) => {
  expect(statusOf(progress)).toBe(status);
});
