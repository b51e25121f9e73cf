/**
 * `npx tsx packages/predict/report.ts`: every published figure beside ours, from the public data sets (WAFA_DATA,
 * else ../shared/data), and the plot packages/predict/tracking.svg. About two minutes, nearly all of them EASE.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CdnowStudy, studyCdnow } from './report/cdnow.ts';
import { dataFile } from './report/data-file.ts';
import { choosePurchaseModel, studyChurn, studyItems } from './report/online-retail.ts';
import { type RetailLine, readOnlineRetail } from './report/online-retail-file.ts';
import { drawTracking } from './report/tracking-svg.ts';
import type { ChurnReport, Estimate, Recall } from './src/index.ts';

/** The published estimates of CDNOW were made of the first 39 weeks. */
const cutWeek = 39;

const summary = dataFile('cdnow/cdnow_customers_summary_with_transactions.csv');
const purchases = dataFile('cdnow/CDNOW_sample.txt');
if (summary && purchases) {
  const study = studyCdnow(summary, purchases);
  printCdnow(study);
  const plot = fileURLToPath(new URL('tracking.svg', import.meta.url));
  writeFileSync(plot, drawTracking(study.tracking, cutWeek));
}
const retail = dataFile('online-retail/online_retail.csv.gz');
if (retail) {
  const lines = readOnlineRetail(retail);
  printPurchaseModel(lines);
  printChurn(lines);
  printItems(lines);
}

function printCdnow(study: CdnowStudy): void {
  const { bgNbd, nbd, spend, holdout, holdoutNbd } = study;
  console.log('\nCDNOW 1/10 sample, weeks to 1997-09-30, holdout of 39 weeks\n');
  const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, p: 6.25, q: 3.74, v: 15.44 };
  const profiles = { ...bgNbd.profile(), ...spend.profile() };
  const row = (name: string, { value, standardError }: Estimate) => ({
    parameter: name,
    published: published[name as keyof typeof published],
    here: round(value, 3),
    'standard error': round(standardError, 3),
    '95 % by profile': interval(profiles[name as keyof typeof profiles]!, 3),
  });
  console.table(
    Object.entries({ ...bgNbd.estimates, ...spend.estimates }).map(([name, one]) => row(name, one)),
  );
  const { correlation, low, high } = spend.independence;
  console.table([
    figure('log-likelihood of the BG/NBD', -9582.4, bgNbd.logLikelihood, 3),
    figure('log-likelihood of the NBD', -9763.7, nbd.logLikelihood, 3),
    figure('log-likelihood of the Gamma-Gamma', -4055.9, spend.logLikelihood, 3),
    figure('purchases in 39 weeks, x 2, t_x 30.43, T 38.86', 1.226, study.customerForecast, 4),
    figure('E[X(39)]', 1.195, study.newcomerForecast, 4),
    figure('holdout, counted', 1882, holdout.actual, 0),
    figure('holdout, BG/NBD', 1653, holdout.predicted, 1),
    figure('holdout, mean absolute error', 0.786, holdout.meanAbsoluteError, 4),
    { figure: 'holdout, NBD', published: '–', here: round(holdoutNbd.predicted, 1) },
    {
      figure: 'correlation of spend and frequency',
      published: '–',
      here: `${round(correlation, 3)} (${interval({ low, high }, 3)})`,
    },
  ]);
  console.log(`E[M] of the first ten: ${study.firstTenSpend.map((value) => value.toFixed(2)).join(', ')}`);
  console.table(
    holdout.bins.map((bin) => ({
      ...bin,
      meanActual: round(bin.meanActual, 3),
      meanPredicted: round(bin.meanPredicted, 3),
    })),
  );
}

function printPurchaseModel(lines: readonly RetailLine[]): void {
  const { model, reason, gain, dropout } = choosePurchaseModel(lines);
  console.log(
    `\nOnline Retail to 2011-09-10: ${reason}; dropout ${dropout?.toExponential(1)}, gain in log-likelihood ${gain?.toFixed(3)}, so ${JSON.stringify(model)}`,
  );
}

function printChurn(lines: readonly RetailLine[]): void {
  const { oneDay, fourDays } = studyChurn(lines);
  console.log('\nChurn in the 90 days after 2011-09-10\n');
  const row = (trained: string, { auc, top, brier }: ChurnReport) => ({
    trained,
    AUC: round(auc!.value, 4),
    '95 %': interval(auc!, 3),
    brier: round(brier, 4),
    ...Object.fromEntries(top.map((one) => [`recall at top ${one.top * 100} %`, round(one.recall, 3)])),
    'precision at top 10 %': round(top[0]!.precision, 3),
  });
  console.table([
    { trained: 'published, recency, frequency, money', AUC: 0.739 },
    row('at 2011-06-12', oneDay.test),
    row('at four days to 2011-06-12', fourDays.test),
    row('out of fold, four days', fourDays.fit.outOfFold),
  ]);
  console.table(
    fourDays.test.calibration.map(({ customers, said, seen }) => ({
      customers,
      said: round(said, 3),
      seen: round(seen, 3),
    })),
  );
}

function printItems(lines: readonly RetailLine[]): void {
  const study = studyItems(lines);
  console.log(
    `\nLast basket left out; λ of EASE ${study.ease.lambda}, chosen of ${JSON.stringify(study.ease.validation)}\n`,
  );
  const row = (what: string, ten: number, twenty: number, [at10, at20]: Recall[]) => ({
    what,
    'published @10': ten,
    'published @20': twenty,
    'here @10': round(at10!.recall, 4),
    'here @20': round(at20!.recall, 4),
    customers: at10!.customers,
  });
  console.table([
    row('new items, popularity', 0.0245, 0.0435, study.newItems.popularity),
    row('new items, item cosine', 0.062, 0.102, study.newItems.cosine),
    row('new items, EASE', 0.07, 0.109, study.newItems.ease),
    row('all items, buy again', 0.188, 0.257, study.buyAgain),
  ]);
}

function figure(name: string, published: number, here: number, digits: number) {
  return { figure: name, published, here: round(here, digits) };
}

function interval({ low, high }: { low: number; high: number }, digits: number): string {
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
