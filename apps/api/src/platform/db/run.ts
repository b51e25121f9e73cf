import type { Language } from '@wafa/contract';
import type { Pool, PoolClient } from 'pg';
import { type AuditRecord, writeAudit } from '../audit.ts';
import { type Clock, newId } from '../clock.ts';
import type { Actor, Ctx } from '../context.ts';
import { AppError, Refusal } from '../errors.ts';
import { type OutboxItem, writeEvents } from '../events/outbox.ts';
import type { Logger } from '../log.ts';
import { isRetryable, toAppError } from './constraints.ts';
import { kyselyOf } from './pool.ts';
import type { Tx } from './transaction.ts';

/** Puts a job into the open transaction of `client`. */
export type Enqueue = (
  client: PoolClient,
  queue: string,
  data: object,
  options?: { startAfter?: Date; singletonKey?: string },
) => Promise<void>;

/** What a transaction needs besides its frame; one per process. */
export interface Runner {
  pool: Pool;
  clock: Clock;
  log: Logger;
  enqueue: Enqueue;
}

/** Who runs a transaction, for which tenant, and in which language. */
export interface Frame {
  storeId: string;
  actor: Actor;
  language?: Language;
  requestId?: string;
  address?: string;
  userAgent?: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Opens a transaction with its tenant, in one message. The tenant is set here and nowhere else, by a
 * literal SET LOCAL of a checked UUID: `set_config()` would not reach the workers of a Citus cluster.
 */
function begin(client: PoolClient, storeId: string, readOnly: boolean): Promise<unknown> {
  if (!uuid.test(storeId)) throw new AppError('store_unknown', { detail: 'tenant is not a UUID' });
  return client.query(`begin${readOnly ? ' read only' : ''}; set local app.store_id = '${storeId}'`);
}

/** Marks a promise as watched: its failure surfaces through the statement that follows it. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

const maxAttempts = 4;

/**
 * Runs `work` in one transaction with its tenant set, and commits what it wrote together with its
 * events and audit rows. A returned `Refusal` commits; an error rolls back. Deadlocks and
 * serialisation failures run again, up to three times.
 * @param last statements for just before commit, sent down the wire together with it
 */
export async function runInTransaction<T>(
  runner: Runner,
  frame: Frame,
  work: (ctx: Ctx) => Promise<T>,
  last?: (ctx: Ctx, result: T) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransaction(runner, frame, work, last);
    } catch (error) {
      if (attempt >= maxAttempts || !isRetryable(error)) throw toAppError(error);
      runner.log.debug({ attempt, requestId: frame.requestId }, 'transaction runs again');
    }
  }
}

async function attemptTransaction<T>(
  runner: Runner,
  frame: Frame,
  work: (ctx: Ctx) => Promise<T>,
  last?: (ctx: Ctx, result: T) => Promise<void>,
): Promise<T> {
  const client = await runner.pool.connect();
  let broken: Error | undefined;
  const transaction = makeContext(runner, frame, client);
  try {
    const opened = watched(begin(client, frame.storeId, false));
    const result = await work(transaction.ctx);
    await opened;
    await transaction.ctx.flush();
    const closing = [
      writeEvents(transaction.ctx.tx, frame.storeId, transaction.ctx.now, transaction.events),
      writeAudit(
        transaction.ctx.tx,
        {
          ...frame,
          requestId: transaction.ctx.requestId,
          now: transaction.ctx.now,
          newId: transaction.ctx.newId,
        },
        transaction.audits,
      ),
      last?.(transaction.ctx, result),
    ];
    const committed = watched(client.query('commit'));
    await Promise.all(closing);
    await assertCommitted(committed);
    runEffects(runner, transaction.effects);
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; that is one here. */
async function assertCommitted(committed: Promise<unknown>): Promise<void> {
  const result = (await committed) as { command?: string };
  if (result.command !== 'COMMIT')
    throw new AppError('internal', { detail: 'the transaction had failed before its commit' });
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/**
 * Runs `work` in a read-only transaction. The answer does not wait for the commit: there is nothing
 * to lose, and it saves the reader a round trip.
 */
export async function runReadOnly<T>(
  runner: Runner,
  frame: Frame,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const client = await runner.pool.connect().catch((error: unknown) => {
    throw toAppError(error);
  });
  try {
    const opened = watched(begin(client, frame.storeId, true));
    const result = await work(makeContext(runner, frame, client).ctx);
    await opened;
    client.query('commit').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
    return result;
  } catch (error) {
    client.release(await rollback(client));
    throw toAppError(error);
  }
}

interface OpenTransaction {
  ctx: Ctx;
  events: OutboxItem[];
  audits: AuditRecord[];
  effects: (() => void | Promise<void>)[];
}

function makeContext(runner: Runner, frame: Frame, client: PoolClient): OpenTransaction {
  const now = runner.clock.now();
  const events: OutboxItem[] = [];
  const audits: AuditRecord[] = [];
  const effects: (() => void | Promise<void>)[] = [];
  const gathered = new Map<
    string,
    { items: unknown[]; flush: (ctx: Ctx, items: never[]) => Promise<void> }
  >();
  const ctx: Ctx = {
    tx: kyselyOf(client) as Tx,
    storeId: frame.storeId,
    actor: frame.actor,
    now,
    language: frame.language ?? 'en',
    requestId: frame.requestId ?? newId(runner.clock, now),
    address: frame.address,
    userAgent: frame.userAgent,
    newId: () => newId(runner.clock, now),
    randomBytes: runner.clock.randomBytes,
    emit: (name, payload) => {
      events.push({ id: newId(runner.clock, now), name, payload });
    },
    audit: (record) => {
      audits.push(record);
    },
    enqueue: (queue, data, options) =>
      runner.enqueue(client, queue, { storeId: frame.storeId, ...data }, options),
    afterCommit: (effect) => {
      effects.push(effect);
    },
    concerns: (customerId) => {
      ctx.subject = customerId;
    },
    gather: (key, flush) => {
      const entry = gathered.get(key) ?? { items: [], flush };
      gathered.set(key, entry);
      return entry.items as never[];
    },
    flush: async (key) => {
      for (const [name, entry] of [...gathered]) {
        if (key !== undefined && key !== name) continue;
        gathered.delete(name);
        if (entry.items.length > 0) await entry.flush(ctx, entry.items as never[]);
      }
    },
  };
  return { ctx, events, audits, effects };
}

function runEffects(runner: Runner, effects: readonly (() => void | Promise<void>)[]): void {
  for (const effect of effects) {
    Promise.resolve()
      .then(effect)
      .catch((error: unknown) => runner.log.warn({ err: error }, 'an effect after commit failed'));
  }
}

/** Whether an operation's answer is a refusal that was committed. */
export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Refusal;
}
