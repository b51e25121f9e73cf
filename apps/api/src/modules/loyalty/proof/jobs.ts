import type { Job } from '../../../platform/module.ts';
import { seal } from './seal.ts';

/** Days end at another hour in each zone, and a worker may have been away: so every ten minutes. */
export const jobs: Job[] = [
  {
    queue: 'loyalty.seal',
    schedule: '*/10 * * * *',
    work: async (ctx, data) => ((await seal(ctx)) ? data : undefined),
  },
];
