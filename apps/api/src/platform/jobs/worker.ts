import { sql } from 'kysely';
import type PgBoss from 'pg-boss';
import type { Ctx } from '../context.ts';
import { type Runner, runInTransaction } from '../db/run.ts';
import type { EventName, EventPayload } from '../events/catalogue.ts';
import type { Job, Listener, OutsideJob, StepRunner } from '../module.ts';
import { enqueueMany, listenerQueue, tickQueue } from './queue.ts';

/** Actor of jobs in audit and rows. */
const worker = { kind: 'system', id: '00000000-0000-0000-0000-000000000001' } as const;
const pollingIntervalSeconds = 1;

/** The shape of a job made from an event. */
export interface EventJob {
  storeId: string;
  id: string;
  name: string;
  occurredAt: string;
  payload: object;
}

/** Starts work on every queue: jobs, their schedules, and listeners. */
export async function startWorkers(
  boss: PgBoss,
  runner: Runner,
  jobs: readonly Job[],
  outsideJobs: readonly OutsideJob[],
  listeners: readonly Listener[],
  listStores: () => Promise<string[]>,
): Promise<void> {
  for (const job of jobs) {
    await boss.work<{ storeId: string }>(job.queue, { pollingIntervalSeconds }, async ([queued]) => {
      if (queued) await workJob(runner, job, queued.data);
    });
    if (job.schedule) await startSchedule(boss, runner, job, listStores);
  }
  for (const job of outsideJobs) {
    await boss.work<{ storeId: string }>(
      job.queue,
      { pollingIntervalSeconds, batchSize: 50 },
      async (queued) => {
        const stores = new Set(queued.map(({ data }) => data.storeId));
        await Promise.all([...stores].map((storeId) => workOutside(runner, job, storeId)));
      },
    );
    if (job.schedule) await startSchedule(boss, runner, job, listStores);
  }
  for (const listener of listeners) {
    await boss.work<EventJob>(
      listenerQueue(listener.subscriber),
      { pollingIntervalSeconds, batchSize: 50 },
      async (queued) => {
        for (const { data } of queued) await hear(runner, listener, data);
      },
    );
  }
}

/** One step of a job in one transaction; where it returns data, its continuation is enqueued with it. */
async function workJob(runner: Runner, job: Job, data: { storeId: string }): Promise<void> {
  await runInTransaction(runner, { storeId: data.storeId, actor: worker }, async (ctx) => {
    const next = await job.work(ctx, data);
    if (next) await ctx.enqueue(job.queue, next);
  });
}

async function workOutside(runner: Runner, job: OutsideJob, storeId: string): Promise<void> {
  const step: StepRunner = (work) => runInTransaction(runner, { storeId, actor: worker }, work);
  const more = await job.reach(step);
  if (more) await step((ctx) => ctx.enqueue(job.queue, {}));
}

async function startSchedule(
  boss: PgBoss,
  runner: Runner,
  job: Job | OutsideJob,
  listStores: () => Promise<string[]>,
): Promise<void> {
  const queue = tickQueue(job);
  await boss.schedule(queue, job.schedule as string);
  await boss.work(queue, { pollingIntervalSeconds: 10 }, async () => {
    const stores = await listStores();
    const client = await runner.pool.connect();
    try {
      await enqueueMany(
        boss,
        client,
        stores.map((storeId) => ({ queue: job.queue, data: { storeId } })),
      );
    } finally {
      client.release();
    }
  });
}

/** Hears an event once: the pair (subscriber, event) is remembered in the listener's own transaction first. */
async function hear(runner: Runner, listener: Listener, event: EventJob): Promise<void> {
  await runInTransaction(runner, { storeId: event.storeId, actor: worker }, async (ctx: Ctx) => {
    const { rows } = await sql`
      insert into platform.handled_events (store_id, subscriber, event_id, handled_at)
      values (${ctx.storeId}::uuid, ${listener.subscriber}, ${event.id}::uuid, ${ctx.now}::timestamptz)
      on conflict do nothing returning 1`.execute(ctx.tx);
    if (rows.length === 0) return;
    await listener.handle(ctx, {
      id: event.id,
      storeId: event.storeId,
      name: event.name as EventName,
      occurredAt: new Date(event.occurredAt),
      payload: event.payload as EventPayload<EventName>,
    });
  });
}
