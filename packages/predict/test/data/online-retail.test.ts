import { beforeAll, describe, expect, it } from 'vitest';
import { dataFile } from '../../report/data-file.ts';
import { choosePurchaseModel, type ItemStudy, studyChurn, studyItems } from '../../report/online-retail.ts';
import { type RetailLine, readOnlineRetail } from '../../report/online-retail-file.ts';

const file = dataFile('online-retail/online_retail.csv.gz');

describe.skipIf(!file)('predictions on Online Retail', () => {
  let lines: RetailLine[];
  beforeAll(() => {
    lines = readOnlineRetail(file!);
  });

  it('says that nobody drops out, and falls back to the NBD', () => {
    const choice = choosePurchaseModel(lines);
    expect(choice.reason).toBe('nobody-drops-out');
    expect(choice.model).toEqual(choice.nbd!.model);
    expect(choice.gain).toBeLessThan(0.01);
    expect(choice.dropout).toBeLessThan(1e-4);
  });

  it('ranks churn in the next 90 days with an AUC of at least .74', () => {
    const { oneDay, fourDays } = studyChurn(lines);
    for (const { test } of [oneDay, fourDays]) {
      expect(test.auc!.value).toBeGreaterThanOrEqual(0.74);
      expect(test.auc!.low).toBeLessThan(test.auc!.value);
      // Half of the customers would be right by chance in .43 of the cases.
      expect(test.top[0]!.precision).toBeGreaterThan(0.6);
    }
  });

  describe('recommendation, last basket left out', () => {
    let study: ItemStudy;
    beforeAll(() => {
      study = studyItems(lines);
    }, 1_800_000);

    it('takes popularity as published: .0245/.0435', () => {
      const [ten, twenty] = study.newItems.popularity;
      expect(ten!.recall).toBeCloseTo(0.0245, 3);
      expect(twenty!.recall).toBeCloseTo(0.0435, 3);
    });

    it('reaches the published item cosine, .062/.102', () => {
      const [ten, twenty] = study.newItems.cosine;
      expect(ten!.recall).toBeGreaterThanOrEqual(0.062);
      expect(twenty!.recall).toBeGreaterThanOrEqual(0.102);
    });

    it('reaches the published EASE, .070/.109, with the λ of its validation split', () => {
      const [ten, twenty] = study.newItems.ease;
      expect(Number(ten!.recall.toFixed(3))).toBeGreaterThanOrEqual(0.07);
      expect(Number(twenty!.recall.toFixed(3))).toBeGreaterThanOrEqual(0.109);
      expect(study.ease.leftOut).toBe(0);
    });

    it('reaches what own frequency does on all items, .188/.257', () => {
      const [ten, twenty] = study.buyAgain;
      expect(ten!.recall).toBeGreaterThanOrEqual(0.188);
      expect(twenty!.recall).toBeGreaterThanOrEqual(0.257);
    });
  });
});
