/** What the files of analytics share: ranges, shares, who reads. For them alone: index.ts does not export it. */
import { z } from 'zod';
import { analyticsFreshness } from './analytics-freshness.ts';
import { day, instant } from './common.ts';

export const rate = z
  .number()
  .nullable()
  .describe('A share, 0 to 1, to four digits; null where it has no base');
export const currencyCode = z.string().describe('ISO 4217; of every amount of the reply');

export const range = z.object({
  from: day.optional().describe('First day of the store’s calendar; default: 30 days up to `to`'),
  to: day.optional().describe('Last day; default, and at the latest, today'),
});
/** What stands at the head of a reply about a range of days. */
export const ranged = { from: day, to: day, currency: currencyCode, freshness: analyticsFreshness };
/** The head of a reply about the present. */
export const measuredNow = { currency: currencyCode, measuredAt: instant, customers: z.int() };
/** Errors of an endpoint that takes a range. */
export const rangeErrors = ['range_invalid', 'period_too_long', 'date_in_future'];

/** What reading figures needs; a customer’s own are read by the customer too. */
export const reads = { method: 'GET', caller: 'staff', permission: 'analytics.read', lane: 'read' } as const;
/** The same of files. */
export const files = {
  method: 'GET',
  caller: 'staff',
  permission: 'analytics.export',
  lane: 'stream',
} as const;
export const csv = z.string().describe('CSV, UTF-8; amounts in minor units');
