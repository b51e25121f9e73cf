import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fitBgNbd } from '@wafa/predict';
import { readCdnowSummary } from '../packages/predict/report/cdnow-file.ts';
import { root } from '../scripts/lib/processes.ts';
import { bareMachine } from './lib/bare-machine.ts';
import type { BenchResult, Skipped } from './lib/report.ts';

const published = -9582.43;
const copies = [1, 10, 100];
const runs = 15;

/** S7: the BG/NBD fit of CDNOW, and of ten and a hundred times as many customers. */
export async function s7(): Promise<BenchResult | Skipped> {
  const data = process.env.WAFA_DATA ?? join(root, '../shared/data');
  const source = join(data, 'cdnow/cdnow_customers_summary_with_transactions.csv');
  if (!existsSync(source)) return { id: 'S7', skipped: `${source} is not there; set WAFA_DATA` };
  const customers = readCdnowSummary(source);
  const rows = copies.map((times) => {
    // Each copy is a little younger, so that equal histories do not fall into one group.
    const many = Array.from({ length: times }, (_, copy) =>
      customers.map((customer) => ({ ...customer, age: customer.age + copy / 1_000 })),
    ).flat();
    const measured = Array.from({ length: runs }, () => {
      const cpu = process.cpuUsage();
      const begun = performance.now();
      const fit = fitBgNbd(many);
      return { ms: performance.now() - begun, cpuMs: process.cpuUsage(cpu).user / 1_000, fit };
    });
    const sorted = measured.map(({ ms }) => ms).sort((a, b) => a - b);
    const { fit } = measured[0]!;
    if (times === 1 && Math.abs(fit.logLikelihood - published) > 0.005)
      throw new Error(`log-likelihood ${fit.logLikelihood} is not the published ${published}`);
    return {
      customers: many.length,
      'first ms': round(measured[0]!.ms),
      'median ms': round(sorted[runs >> 1]!),
      'median CPU ms': round(measured.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b)[runs >> 1]!),
      'slowest ms': round(sorted.at(-1)!),
      'log-likelihood': Math.round(fit.logLikelihood * 1_000) / 1_000,
      iterations: fit.iterations,
    };
  });
  return {
    id: 'S7',
    what: 'BG/NBD fit on CDNOW, grouping, fit and standard errors',
    target:
      'at most 20 ms at the published likelihood (−9582.4); lifetimes (Python) is quoted with 83 to 141 ms',
    machine: bareMachine(),
    notes: [
      'CPU: time of the processor, which other programs on the machine do not lengthen as they do the clock',
      'histories are in memory; first: the first fit of the process, before the compiler has warmed up',
      'ten and a hundred copies have other ages each, and so other likelihoods',
    ],
    rows,
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
