import { readFileSync } from 'node:fs';
import type { Purchase, PurchaseHistory, RepeatSpend } from '../src/index.ts';
import { dayOf } from './data-file.ts';

/** The fit-ready table: weeks to 1997-09-30, mean repeat spend in dollars, customers in the file's order. */
export function readCdnowSummary(file: string): Array<PurchaseHistory & RepeatSpend> {
  return lines(file)
    .slice(1)
    .map((line) => {
      const [, repeats = 0, lastAt = 0, age = 0, meanRepeatSpend = 0] = line.split(',').map(Number);
      return { repeats, lastAt, age, meanRepeatSpend };
    });
}

/** The purchases of the 1/10 sample, amounts in cents. */
export function readCdnowPurchases(file: string): Purchase[] {
  return lines(file).map((line) => {
    const [customerId = '', , date = '', , dollars = ''] = line.trim().split(/\s+/);
    const day = dayOf(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
    return { customerId, day, amount: Math.round(Number(dollars) * 100) };
  });
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
