import { type CustomerHistory, fitChurn, scoreCustomers } from '@wafa/predict';
import { bareMachine } from './lib/bare-machine.ts';
import type { BenchResult } from './lib/report.ts';

const sizes = [10_000, 100_000, 1_000_000];

/** Parameters of a shop like CDNOW, in days and cents. */
const value = {
  purchases: { kind: 'bg-nbd', r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, v: 1_544 },
} as const;

/** S8: lifetime value with its interval, and churn with what moved it, for customers that come as a stream. */
export async function s8(): Promise<BenchResult> {
  const examples = [...makeHistories(5_000)].map((one) => ({
    ...one,
    churned: one.age - one.lastAt > 90 !== (one.lines % 5 === 0),
  }));
  const churn = fitChurn(examples)?.model;
  const rows = sizes.map((size) => {
    let total = 0;
    let mostBytes = 0;
    let count = 0;
    const cpu = process.cpuUsage();
    const begun = performance.now();
    for (const score of scoreCustomers(
      makeHistories(size),
      { value, churn },
      { horizon: 365, yearlyDiscount: 0.1 },
    )) {
      total += (score.value?.value ?? 0) + (score.churn ?? 0);
      if (++count % 10_000 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed);
    }
    const seconds = (performance.now() - begun) / 1_000;
    if (count !== size || !Number.isFinite(total)) throw new Error(`${count} scores that come to ${total}`);
    return {
      customers: size,
      seconds: Math.round(seconds * 100) / 100,
      'CPU seconds': Math.round(process.cpuUsage(cpu).user / 10_000) / 100,
      'customers/s': Math.round(size / seconds),
      'most heap MB': Math.round(mostBytes / 2 ** 20),
    };
  });
  return {
    id: 'S8',
    what: 'score customers: expected purchases and spend, discounted value with interval, P(alive), churn, what moved it',
    target: '1,000,000 in at most 15 s, memory not growing with the customers',
    machine: bareMachine(),
    notes: [
      'CPU: time of the processor, which other programs on the machine do not lengthen as they do the clock',
      'customers are made as they are asked for, and that counts',
      'most heap: looked at every 10,000 customers',
    ],
    rows,
  };
}

/** Histories of up to two years, six in ten without a repeat, by a small generator of its own. */
function* makeHistories(size: number): Generator<CustomerHistory> {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < size; i++) {
    const age = Math.floor(1 + uniform() * 730);
    const repeats = uniform() < 0.6 ? 0 : 1 + Math.floor(-5 * Math.log(1 - uniform()));
    const meanRepeatSpend = repeats > 0 ? Math.round(1_000 + 6_000 * uniform()) : 0;
    yield {
      id: String(i),
      repeats,
      lastAt: repeats > 0 ? Math.floor(uniform() * age) : 0,
      age,
      meanRepeatSpend,
      spent: 3_000 + repeats * meanRepeatSpend,
      lines: 1 + repeats + Math.floor(uniform() * 20),
    };
  }
}
