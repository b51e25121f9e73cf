import type { PredictionModelKind } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { FittedModel } from './fit.ts';
import type { LearntItems } from './items.ts';

export interface ModelRow extends FittedModel {
  id: string;
  recalculationId: string;
  /** yyyy-mm-dd */
  untilDay: string;
  fittedAt: Date;
}

const columns = sql`m.id, m.recalculation_id as "recalculationId", m.kind, m.name, m.reason, m.parameters, m.report,
  m.customers, m.until_day as "untilDay", m.fitted_at as "fittedAt"`;

export async function insertModels(tx: Tx, storeId: string, models: readonly ModelRow[]): Promise<void> {
  await sql`
    insert into predictions.models (store_id, id, recalculation_id, kind, name, reason, parameters, report, customers,
      until_day, fitted_at)
    select ${storeId}::uuid, m.id, m."recalculationId", m.kind, m.name, m.reason, m.parameters, m.report,
           m.customers, m."untilDay", m."fittedAt"
      from jsonb_to_recordset(${JSON.stringify(models)}::jsonb)
        as m (id uuid, "recalculationId" uuid, kind text, name text, reason text, parameters jsonb, report jsonb,
              customers integer, "untilDay" date, "fittedAt" timestamptz)`.execute(tx);
}

/** The models of a recalculation. */
export async function readModels(tx: Tx, storeId: string, recalculationId: string): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from predictions.models m
     where m.store_id = ${storeId} and m.recalculation_id = ${recalculationId}`.execute(tx);
  return rows;
}

/** The models of the latest recalculation that came to its end; none before the first. */
export async function readCurrentModels(tx: Tx, storeId: string): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from predictions.models m
     where m.store_id = ${storeId}
       and m.recalculation_id = (select r.id from predictions.recalculations r
                                  where r.store_id = ${storeId} and r.state = 'done' order by r.id desc limit 1)`.execute(
    tx,
  );
  return rows;
}

/** Models of a kind, newest first, and how many there are. */
export async function readHistory(
  tx: Tx,
  storeId: string,
  kind: PredictionModelKind,
  page: { limit: number; offset: number },
): Promise<{ rows: ModelRow[]; total: number }> {
  const listed = sql<ModelRow>`
    select ${columns} from predictions.models m where m.store_id = ${storeId} and m.kind = ${kind}
     order by m.fitted_at desc, m.id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from predictions.models m where m.store_id = ${storeId} and m.kind = ${kind}`.execute(
    tx,
  );
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Forgets models made before `before`, but for those of the newest recalculation. */
export async function deleteModels(tx: Tx, storeId: string, before: Date, newestId: string): Promise<void> {
  await sql`
    delete from predictions.models m
     where m.store_id = ${storeId} and m.fitted_at < ${before} and m.recalculation_id <> ${newestId}`.execute(
    tx,
  );
}

export interface ItemModelRow extends LearntItems {
  rates: [string, number][];
  usualRate: number;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A copy in memory of its own, since a buffer of the driver's may begin at any byte. */
const numbersOf = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer;

export async function insertItemModel(
  tx: Tx,
  storeId: string,
  recalculationId: string,
  model: ItemModelRow,
): Promise<void> {
  await sql`
    insert into predictions.item_models (store_id, recalculation_id, items, starts, targets, weights, rates, usual_rate)
    values (${storeId}, ${recalculationId}, ${JSON.stringify(model.items)}::jsonb, ${bytesOf(model.starts)},
      ${bytesOf(model.targets)}, ${bytesOf(model.weights)}, ${JSON.stringify(model.rates)}::jsonb,
      ${model.usualRate})`.execute(tx);
}

export async function readItemModel(
  tx: Tx,
  storeId: string,
  recalculationId: string,
): Promise<ItemModelRow | undefined> {
  const { rows } = await sql<{
    items: string[];
    starts: Buffer;
    targets: Buffer;
    weights: Buffer;
    rates: [string, number][];
    usualRate: number;
  }>`
    select items, starts, targets, weights, rates, usual_rate as "usualRate" from predictions.item_models
     where store_id = ${storeId} and recalculation_id = ${recalculationId}`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  return {
    ...row,
    starts: new Uint32Array(numbersOf(row.starts)),
    targets: new Uint32Array(numbersOf(row.targets)),
    weights: new Float32Array(numbersOf(row.weights)),
  };
}

/** Forgets the item models of all recalculations but this one. */
export async function deleteItemModels(tx: Tx, storeId: string, exceptId: string): Promise<void> {
  await sql`
    delete from predictions.item_models
     where store_id = ${storeId} and recalculation_id <> ${exceptId}`.execute(tx);
}
