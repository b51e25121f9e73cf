import type { Pool, PoolClient } from 'pg';
import PgBoss from 'pg-boss';
import type { Enqueue } from '../db/run.ts';
import type { Logger } from '../log.ts';
import type { Job, Listener, OutsideJob } from '../module.ts';

/** A job works at most 20 s; twice that without an end means that its worker died, and it runs again. */
const expireInSeconds = 40;
/** With expiry, a killed worker's job runs again within a minute. */
const maintenanceIntervalSeconds = 10;
const retryLimit = 8;

export const deadLetterQueue = 'dead-letters';

/** Every queue of the product; `migrate` makes them, since making one needs the owner's rights. */
export function queueNames(jobs: readonly (Job | OutsideJob)[], listeners: readonly Listener[]): string[] {
  return [
    deadLetterQueue,
    ...jobs.map((job) => job.queue),
    ...jobs.filter((job) => job.schedule).map((job) => tickQueue(job)),
    ...listeners.map((listener) => listenerQueue(listener.subscriber)),
  ];
}

/** The queue on which a scheduled job's clock ticks; each tick enqueues the job for every store. */
export const tickQueue = (job: Job | OutsideJob): string => `${job.queue}.tick`;
export const listenerQueue = (subscriber: string): string => `on.${subscriber}`;

/** pg-boss on our own pool. It never migrates: its schema and queues are `migrate`'s. */
export function createBoss(pool: Pool, log: Logger, options: { works: boolean }): PgBoss {
  const boss = new PgBoss({
    db: executor(pool),
    schema: 'pgboss',
    migrate: false,
    supervise: options.works,
    schedule: options.works,
    maintenanceIntervalSeconds,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  return boss;
}

function executor(source: Pool | PoolClient): PgBoss.Db {
  return { executeSql: async (text, values) => source.query(text, values as unknown[]) };
}

/** Enqueues in the caller's transaction; throws where nothing was queued (an unknown queue says nothing). */
export function makeEnqueue(boss: PgBoss): Enqueue {
  return async (client, queue, data, options) => {
    const id = await boss.send(queue, data, {
      ...options,
      expireInSeconds,
      retryLimit,
      retryBackoff: true,
      deadLetter: deadLetterQueue,
      db: executor(client),
    });
    if (!id && !options?.singletonKey) throw new Error(`nothing was queued on ${queue}`);
  };
}

/** Enqueues many jobs of one queue in one statement. */
export async function enqueueMany(
  boss: PgBoss,
  client: PoolClient,
  jobs: readonly { queue: string; data: object }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await boss.insert(
    jobs.map((job) => ({
      name: job.queue,
      data: job.data,
      expireInSeconds,
      retryLimit,
      retryBackoff: true,
      deadLetter: deadLetterQueue,
    })),
    { db: executor(client) },
  );
}
