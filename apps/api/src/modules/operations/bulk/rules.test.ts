import { describe, expect, it } from 'vitest';
import { paceOf } from './rules.ts';

const createdAt = new Date('2026-03-10T09:00:00Z');
const progress = { isRunning: true, total: 1000, done: 150, refused: 50, createdAt };
const after = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000);

describe('the pace of an operation', () => {
  it('is not known before its first step', () => {
    expect(paceOf({ ...progress, workedAt: null })).toEqual({
      left: 800,
      perSecond: null,
      secondsLeft: null,
    });
    expect(paceOf({ ...progress, workedAt: createdAt }).perSecond).toBeNull();
  });

  it('counts who was refused, too, and rounds the time left up', () => {
    expect(paceOf({ ...progress, workedAt: after(3) })).toEqual({
      left: 800,
      perSecond: 66.7,
      secondsLeft: 12,
    });
  });

  it('promises no end to one that has ended', () => {
    expect(paceOf({ ...progress, isRunning: false, workedAt: after(3) }).secondsLeft).toBeNull();
  });
});
