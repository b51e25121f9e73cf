import type { Job } from '../../platform/module.ts';
import { forgetFailuresMs } from './rules.ts';
import { sweep } from './sql.ts';

/** Sessions that ended are kept for this long, for whoever looks into a sign-in. */
const keepSessionsMs = 90 * 24 * 3600 * 1000;

/** Nightly: counters of failures long past and sessions long over. */
export const jobs: Job[] = [
  {
    queue: 'identity.sweep',
    schedule: '40 2 * * *',
    async work(ctx) {
      const before = {
        failures: new Date(ctx.now.getTime() - forgetFailuresMs),
        sessions: new Date(ctx.now.getTime() - keepSessionsMs),
      };
      await sweep(ctx.tx, { kind: 'customer', storeId: ctx.storeId }, before);
      await sweep(ctx.tx, { kind: 'staff' }, before);
      return undefined;
    },
  },
];
