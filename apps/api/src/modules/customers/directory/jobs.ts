import type { Job } from '../../../platform/module.ts';
import { makeSounds } from './search/search.ts';
import { foldCounts } from './stats/stats.ts';

const again = async (more: Promise<boolean>, data: object) => ((await more) ? data : undefined);

/** Every minute the sounds of new words, until which a search makes them itself; then the counts. */
export const jobs: Job[] = [
  {
    queue: 'customers.make_sounds',
    schedule: '* * * * *',
    work: (ctx, data) => again(makeSounds(ctx), data),
  },
  {
    queue: 'customers.fold_counts',
    schedule: '*/5 * * * *',
    work: (ctx, data) => again(foldCounts(ctx), data),
  },
];
