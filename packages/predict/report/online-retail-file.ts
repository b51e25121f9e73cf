import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dayOf } from './data-file.ts';

/** A sold line of Online Retail. */
export interface RetailLine {
  customerId: string;
  item: string;
  /** Days since 1970-01-01. */
  day: number;
  /** Value in pence. */
  amount: number;
}

/** The clean lines: customer present, not cancelled, quantity and price above nought; in the file's order. */
export function readOnlineRetail(file: string): RetailLine[] {
  const clean: RetailLine[] = [];
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1)) {
    const [invoice = '', item = '', , quantity = '', at = '', price = '', customer = ''] = fields(line);
    if (customer === '' || invoice.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0))
      continue;
    clean.push({
      customerId: customer,
      item,
      day: dayOf(at.slice(0, 10)),
      amount: Math.round(Number(quantity) * Number(price) * 100),
    });
  }
  return clean;
}

/** The fields of one line of CSV; no field of this file holds a line break. */
function fields(line: string): string[] {
  const found = line.match(/("([^"]|"")*"|[^,]*)(,|\r?$)/g) ?? [];
  return found.map((field) => field.replace(/,$|\r$/, '').replace(/^"(.*)"$/, '$1'));
}
