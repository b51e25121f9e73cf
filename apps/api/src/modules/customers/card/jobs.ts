import type { Job } from '../../../platform/module.ts';
import { sweepCards } from './sql-scans.ts';

/** Tills may bring what they took offline within this time, and a replay is found. */
const keepMs = 60 * 24 * 3600 * 1000;

/** Nightly: scans, devices and one-time codes long past. */
export const jobs: Job[] = [
  {
    queue: 'customers.sweepCards',
    schedule: '25 2 * * *',
    async work(ctx) {
      await sweepCards(ctx.tx, ctx.storeId, new Date(ctx.now.getTime() - keepMs));
      return undefined;
    },
  },
];
