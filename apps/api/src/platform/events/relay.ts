import type { PoolClient } from 'pg';
import type PgBoss from 'pg-boss';
import type { Runner } from '../db/run.ts';
import { enqueueMany, listenerQueue } from '../jobs/queue.ts';
import type { EventJob } from '../jobs/worker.ts';
import type { Listener } from '../module.ts';

/** The relay's place in the outbox, by name: one cursor for all listeners. */
const cursorName = 'listeners';
const batchSize = 1000;
const idleMs = 250;
const failedMs = 2000;

interface OutboxRow {
  id: string;
  store_id: string;
  name: string;
  payload: object;
  occurred_at: Date;
  txid: string;
}

/**
 * Moves events from the outbox to one job per subscriber. Rows are read in the order of their
 * transactions and only below the oldest one still open (`pg_snapshot_xmin`), so that none is
 * overtaken and missed, and the outbox stays append-only. The cursor row is locked: of several
 * workers one relays.
 * @returns stop, which waits for the round under way
 */
export function startRelay(
  runner: Runner,
  boss: PgBoss,
  listeners: readonly Listener[],
): () => Promise<void> {
  const subscribers = new Map<string, string[]>();
  for (const { event, subscriber } of listeners)
    subscribers.set(event, [...(subscribers.get(event) ?? []), listenerQueue(subscriber)]);
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    await runner.pool
      .query(
        `insert into platform.relay_cursor (name, txid, id) values ($1, '0', '00000000-0000-0000-0000-000000000000')
         on conflict do nothing`,
        [cursorName],
      )
      .catch((error: unknown) => runner.log.error({ err: error }, 'the event relay has no cursor'));
    while (!stopped) {
      try {
        const moved = await relayRound(runner, boss, subscribers);
        if (moved < batchSize && !stopped) await pause(idleMs);
      } catch (error) {
        runner.log.warn({ err: error }, 'the event relay failed and goes on');
        if (!stopped) await pause(failedMs);
      }
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await loop;
  };
}

/** One round: at most `batchSize` events, their jobs and the cursor in one transaction. Returns how many. */
export async function relayRound(
  runner: Runner,
  boss: PgBoss,
  subscribers: ReadonlyMap<string, readonly string[]>,
): Promise<number> {
  const client = await runner.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const { rows: cursors } = await client.query<{ txid: string; id: string }>(
      'select txid::text, id from platform.relay_cursor where name = $1 for update skip locked',
      [cursorName],
    );
    const [cursor] = cursors;
    const rows = cursor ? await nextEvents(client, cursor) : [];
    const last = rows.at(-1);
    if (last) {
      await enqueueMany(
        boss,
        client,
        rows.flatMap((row) => jobsOf(row, subscribers)),
      );
      await client.query('update platform.relay_cursor set txid = $2::text::xid8, id = $3 where name = $1', [
        cursorName,
        last.txid,
        last.id,
      ]);
    }
    await client.query('commit');
    return rows.length;
  } catch (error) {
    broken = await client.query('rollback').then(
      () => undefined,
      (failure: Error) => failure,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

async function nextEvents(client: PoolClient, cursor: { txid: string; id: string }): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>(
    `select id, store_id, name, payload, occurred_at, txid::text
       from platform.outbox
      where txid < pg_snapshot_xmin(pg_current_snapshot())
        and (txid, id) > ($1::text::xid8, $2::uuid)
      order by txid, id
      limit ${batchSize}`,
    [cursor.txid, cursor.id],
  );
  return rows;
}

function jobsOf(row: OutboxRow, subscribers: ReadonlyMap<string, readonly string[]>) {
  const data: EventJob = {
    storeId: row.store_id,
    id: row.id,
    name: row.name,
    occurredAt: row.occurred_at.toISOString(),
    payload: row.payload,
  };
  return (subscribers.get(row.name) ?? []).map((queue) => ({ queue, data }));
}
