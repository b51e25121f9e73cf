import type { Runner } from '../db/run.ts';

/** Replies' partitions are made three days ahead, so a round missed for a day harms nothing. */
const roundMs = 3_600_000;

/**
 * Keeps partitions ahead of time and drops replies past their seven days, at the start and every hour.
 * Several workers may do so at once: the database function takes a lock.
 * @returns stop
 */
export function startHousekeeping(runner: Runner): () => Promise<void> {
  const round = () =>
    runner.pool
      .query('select platform.ensure_partitions($1::timestamptz)', [runner.clock.now()])
      .then(() => undefined)
      .catch((error: unknown) => runner.log.warn({ err: error }, 'partitions could not be made'));
  let underWay = round();
  const timer = setInterval(() => {
    underWay = round();
  }, roundMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
