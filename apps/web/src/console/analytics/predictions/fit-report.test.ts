import { describe, expect, it } from 'vitest';
import { binsOf, calibrationOf, findingsOf, numberAt } from './fit-report.ts';

const words = (model: Parameters<typeof findingsOf>[0]) => findingsOf(model).map((found) => found.words);
const churnReport = {
  outOfFold: {
    auc: { value: 0.8, low: 0.75, high: 0.85 },
    top: [{ top: 0.1, recall: 0.2, precision: 0.9 }],
    calibration: [{ said: 0.1, seen: 0.12, customers: 40 }],
  },
  holdout: null,
};

describe('what a report says', () => {
  it('is how far the foretold purchases were off, where days could be held back', () => {
    const report = {
      holdout: {
        days: 90,
        actual: 200,
        predicted: 210.4,
        meanAbsoluteError: 1.25,
        bins: [{ repeats: '0', customers: 10, meanActual: 0.5, meanPredicted: 0.6 }],
      },
      meanDropout: 0.1,
      converged: true,
    };
    const found = findingsOf({ kind: 'purchases', name: 'bg-nbd', report, parameters: {} });
    expect(found[0]).toMatchObject({
      words: 'says_purchases',
      figures: { predicted: { value: 210 }, actual: { value: 200 } },
    });
    expect(found.map((one) => one.words)).toEqual(['says_purchases', 'says_error', 'says_dropout']);
    expect(binsOf(report)).toEqual([{ repeats: '0', customers: 10, meanActual: 0.5, meanPredicted: 0.6 }]);
  });

  it('is that nothing could be held back, and that the fit did not settle', () => {
    const report = { holdout: null, meanDropout: null, converged: false };
    expect(words({ kind: 'purchases', name: 'nbd', report, parameters: {} })).toEqual([
      'says_no_holdout',
      'says_unsettled',
    ]);
  });

  it('is the mean spend, unless there is none, and whether it rests on sand', () => {
    const report = { independence: { correlation: 0.5, acceptable: false }, converged: true };
    const found = findingsOf({
      kind: 'spend',
      name: 'gamma-gamma',
      report,
      parameters: { p: 6, q: 4, v: 1500 },
    });
    expect(found[0]?.figures.amount).toEqual({ kind: 'money', value: 3000 });
    expect(found[1]).toMatchObject({ words: 'says_dependent', isWarning: true });
    expect(words({ kind: 'spend', name: 'gamma-gamma', report, parameters: { p: 6, q: 0.9, v: 1 } })).toEqual(
      ['says_dependent'],
    );
  });

  it('tells of churn by the days that were held back, else by customers that were', () => {
    const model = { kind: 'churn', name: 'logistic', parameters: {} } as const;
    expect(words({ ...model, report: churnReport })).toEqual([
      'says_ranks',
      'says_top',
      'says_tested_others',
    ]);
    const later = { ...churnReport, holdout: churnReport.outOfFold };
    expect(words({ ...model, report: later })).toContain('says_tested_later');
    expect(calibrationOf(churnReport)).toEqual([{ said: 0.1, seen: 0.12, customers: 40 }]);
  });

  it('tells what was counted where it was too little', () => {
    const report = { repeaters: 12, needed: 50 };
    expect(words({ kind: 'purchases', name: null, report, parameters: {} })).toEqual([
      'says_repeaters_needed',
    ]);
    expect(words({ kind: 'discover', name: null, report: {}, parameters: {} })).toEqual([]);
  });

  it('says of lists what they would have found', () => {
    const report = {
      leftOut: 3,
      recall: [{ at: 10, recall: 0.2, customers: 50 }],
      recallByPopularity: [{ at: 10, recall: 0.1, customers: 50 }],
    };
    expect(words({ kind: 'discover', name: 'ease', report, parameters: {} })).toEqual([
      'says_discover',
      'says_left_out',
    ]);
    expect(words({ kind: 'buy_again', name: 'repurchase', report: { recall: [] }, parameters: {} })).toEqual([
      'says_no_baskets',
    ]);
  });
});

it('finds numbers only where there are some', () => {
  expect(numberAt({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBe(1);
  expect([numberAt({ a: '1' }, 'a'), numberAt(null, 'a'), numberAt({ a: Number.NaN }, 'a')]).toEqual([
    null,
    null,
    null,
  ]);
});
