import type { RecalculationStage } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Trial } from '../models/items.ts';

export interface RecalculationRow {
  id: string;
  state: 'running' | 'done';
  stage: RecalculationStage;
  /** The last customer of the stage that is dealt with. */
  cursor: string;
  /** Steps committed so far. */
  step: number;
  /** yyyy-mm-dd */
  untilDay: string;
  timeZone: string;
  customers: number;
  read: number;
  buyers: number;
  scored: number;
  recommended: number;
  /** What each penalty of the item model reached so far. */
  tried: Trial[];
  startedAt: Date;
  startedBy: string;
  movedAt: Date;
  endedAt: Date | null;
}

const columns = sql`id, state, stage, cursor, step, until_day as "untilDay", time_zone as "timeZone", customers, read,
  buyers, scored, recommended, tried, started_at as "startedAt", started_by as "startedBy", moved_at as "movedAt",
  ended_at as "endedAt"`;

type NewRow = Pick<RecalculationRow, 'id' | 'cursor' | 'untilDay' | 'timeZone' | 'customers' | 'startedBy'>;

/** Begins a recalculation; false where one is running. */
export async function insertRecalculation(tx: Tx, storeId: string, now: Date, row: NewRow): Promise<boolean> {
  const { rows } = await sql`
    insert into predictions.recalculations (store_id, id, state, stage, cursor, until_day, time_zone, customers,
      started_at, started_by, moved_at)
    values (${storeId}, ${row.id}, 'running', 'reading', ${row.cursor}, ${row.untilDay}, ${row.timeZone},
      ${row.customers}, ${now}, ${row.startedBy}, ${now})
    on conflict (store_id) where state = 'running' do nothing
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** The recalculation begun last, which is the running one where one runs. */
export async function latestRecalculation(tx: Tx, storeId: string): Promise<RecalculationRow | undefined> {
  const { rows } = await sql<RecalculationRow>`
    select ${columns} from predictions.recalculations where store_id = ${storeId}
     order by state = 'running' desc, id desc limit 1`.execute(tx);
  return rows[0];
}

/** The latest recalculation that came to its end. */
export async function latestDone(tx: Tx, storeId: string): Promise<RecalculationRow | undefined> {
  const { rows } = await sql<RecalculationRow>`
    select ${columns} from predictions.recalculations where store_id = ${storeId} and state = 'done'
     order by id desc limit 1`.execute(tx);
  return rows[0];
}

export async function findRecalculation(
  tx: Tx,
  storeId: string,
  id: string,
): Promise<RecalculationRow | undefined> {
  const { rows } = await sql<RecalculationRow>`
    select ${columns} from predictions.recalculations where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

/** The same, locked against other steps. */
export async function lockRecalculation(
  tx: Tx,
  storeId: string,
  id: string,
): Promise<RecalculationRow | undefined> {
  const { rows } = await sql<RecalculationRow>`
    select ${columns} from predictions.recalculations where store_id = ${storeId} and id = ${id}
       for no key update`.execute(tx);
  return rows[0];
}

export async function listRecalculations(
  tx: Tx,
  storeId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: RecalculationRow[]; total: number }> {
  const listed = sql<RecalculationRow>`
    select ${columns} from predictions.recalculations where store_id = ${storeId}
     order by id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from predictions.recalculations where store_id = ${storeId}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Writes how far a recalculation is, a step further. */
export async function saveRecalculation(
  tx: Tx,
  storeId: string,
  now: Date,
  row: RecalculationRow,
): Promise<void> {
  const isDone = row.stage === 'done';
  await sql`
    update predictions.recalculations
       set stage = ${row.stage}, cursor = ${row.cursor}, step = step + 1, read = ${row.read}, buyers = ${row.buyers},
           scored = ${row.scored}, recommended = ${row.recommended}, tried = ${JSON.stringify(row.tried)}::jsonb,
           moved_at = ${now}, state = ${isDone ? 'done' : 'running'}, ended_at = ${isDone ? now : null}
     where store_id = ${storeId} and id = ${row.id}`.execute(tx);
}
