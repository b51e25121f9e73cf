import { describe, expect, it } from 'vitest';
import { bestOf, isDue, localTime, type Progress, progressOf } from './rules.ts';

const begun: Progress = {
  stage: 'reading',
  customers: 1_000,
  read: 0,
  buyers: 0,
  scored: 0,
  recommended: 0,
  tried: 0,
  trials: 3,
};

describe('progress', () => {
  it('grows through the stages and reaches 1 at the end only', () => {
    const whole = { ...begun, read: 1_000, buyers: 800, tried: 3 };
    const course: Progress[] = [
      begun,
      { ...begun, read: 500, buyers: 300 },
      { ...whole, stage: 'fitting' },
      { ...whole, stage: 'choosing', tried: 0 },
      { ...whole, stage: 'choosing', tried: 2 },
      { ...whole, stage: 'learning' },
      { ...whole, stage: 'scoring', scored: 400 },
      { ...whole, stage: 'recommending', scored: 800, recommended: 799 },
      { ...whole, stage: 'done', scored: 800, recommended: 800 },
    ];
    const shares = course.map(progressOf);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares.at(-2)).toBeLessThan(1);
    expect(shares.at(-1)).toBe(1);
  });

  it('stands where customers who joined meanwhile are read too, and in a store without any', () => {
    expect(progressOf({ ...begun, read: 1_200 })).toBe(progressOf({ ...begun, read: 1_000 }));
    expect(progressOf({ ...begun, customers: 0 })).toBe(0);
  });
});

describe('the penalty', () => {
  const trial = (lambda: number, ...recalls: number[]) => ({
    lambda,
    recall: recalls.map((recall) => ({ recall })),
  });

  it('is the one of the best mean recall, the first of equals', () => {
    expect(bestOf([trial(200, 0.06, 0.1), trial(400, 0.07, 0.11), trial(800, 0.08, 0.09)])).toBe(400);
    expect(bestOf([trial(200, 0.1, 0.2), trial(400, 0.2, 0.1)])).toBe(200);
  });

  it('is none where nothing was tried', () => {
    expect(bestOf([])).toBeUndefined();
  });
});

describe('the store’s night', () => {
  it('is told by its own clock, through daylight saving', () => {
    expect(localTime('Asia/Riyadh', new Date('2026-03-10T21:30:00Z'))).toEqual({
      day: '2026-03-11',
      hour: 0,
    });
    expect(localTime('Europe/London', new Date('2026-07-01T02:00:00Z'))).toEqual({
      day: '2026-07-01',
      hour: 3,
    });
    expect(localTime('America/New_York', new Date('2026-01-01T04:59:00Z'))).toEqual({
      day: '2025-12-31',
      hour: 23,
    });
  });

  it('calls for a recalculation from three on, once a day', () => {
    expect(isDue({ day: '2026-03-11', hour: 2 }, '2026-03-10')).toBe(false);
    expect(isDue({ day: '2026-03-11', hour: 3 }, '2026-03-10')).toBe(true);
    expect(isDue({ day: '2026-03-11', hour: 23 }, '2026-03-11')).toBe(false);
    expect(isDue({ day: '2026-03-11', hour: 4 }, undefined)).toBe(true);
  });
});
