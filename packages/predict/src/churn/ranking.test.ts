import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { areaUnderCurve, calibrationBins, recallAtTop } from './ranking.ts';

describe('areaUnderCurve', () => {
  it('is the share of pairs in the right order', () => {
    const case_ = fc.array(fc.record({ score: fc.nat(6), label: fc.nat(1) }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(case_, (rows) => {
        const churned = rows.filter(({ label }) => label === 1);
        const stayed = rows.filter(({ label }) => label === 0);
        const found = areaUnderCurve(
          rows.map(({ score }) => score),
          rows.map(({ label }) => label),
        );
        if (churned.length === 0 || stayed.length === 0) {
          expect(found).toBeUndefined();
          return;
        }
        const wins = churned.flatMap((a) =>
          stayed.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)),
        );
        const share = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(found!.value).toBeCloseTo(share, 12);
        expect(found!.low).toBeLessThanOrEqual(found!.value);
        expect(found!.high).toBeGreaterThanOrEqual(found!.value);
      }),
    );
  });

  it('covers the true area in about 95 of 100 samples', () => {
    // Two normal laws one apart: Φ(1/√2) = .7602.
    const random = randomFrom(12);
    let covered = 0;
    for (let sample = 0; sample < 400; sample++) {
      const labels = Array.from({ length: 120 }, (_, i) => i % 2);
      const found = areaUnderCurve(
        labels.map((label) => random.normal() + label),
        labels,
      )!;
      if (found.low <= 0.7602 && 0.7602 <= found.high) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.98);
  });
});

describe('recallAtTop', () => {
  it('counts the churned among the highest scores', () => {
    const scores = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    const labels = [1, 1, 0, 1, 0, 0, 0, 0, 1, 0];
    expect(recallAtTop(scores, labels, [0.2, 0.5])).toEqual([
      { top: 0.2, recall: 0.5, precision: 1 },
      { top: 0.5, recall: 0.75, precision: 0.6 },
    ]);
    expect(recallAtTop([], [], [0.1])).toEqual([{ top: 0.1, recall: 0, precision: 0 }]);
  });
});

describe('calibrationBins', () => {
  it('sets what was said beside what was seen', () => {
    expect(calibrationBins([0.1, 0.9, 0.3, 0.7], [0, 1, 0, 1], 2)).toEqual([
      { customers: 2, said: 0.2, seen: 0 },
      { customers: 2, said: 0.8, seen: 1 },
    ]);
    expect(calibrationBins([0.5], [1])).toEqual([{ customers: 1, said: 0.5, seen: 1 }]);
  });
});
