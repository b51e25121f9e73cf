import type { SegmentKind, SegmentNumbers } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

interface Words {
  en: string;
  ar: string;
}
interface Benefit {
  title: Words;
  text: Words | null;
}

/** A segment as it is kept; of built-in ones only what the store changed is not null. */
export interface SegmentRow {
  key: string;
  kind: SegmentKind;
  name: Words | null;
  description: Words | null;
  customerText: Words | null;
  benefits: Benefit[];
  isVisible: boolean | null;
  rules: unknown;
  figures: Record<string, number>;
  version: number;
  evaluatedAt: Date | null;
  evaluatedBy: string | null;
  archivedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`key, kind, name, description, customer_text as "customerText", benefits,
  is_visible as "isVisible", rules, figures, version, evaluated_at as "evaluatedAt",
  evaluated_by as "evaluatedBy", archived_at as "archivedAt", created_at as "createdAt", updated_at as "updatedAt"`;

/** All segments of the store that have a row, by key. */
export async function readSegments(tx: Tx, storeId: string): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    select ${columns} from segments.segments where store_id = ${storeId} order by key`.execute(tx);
  return rows;
}

/**
 * Takes turns with all who change segments of the store, so that two edits cannot make a circle of references
 * together.
 */
export async function lockDefinitions(tx: Tx, storeId: string): Promise<void> {
  await sql`
    insert into segments.settings (store_id) values (${storeId}) on conflict do nothing`.execute(tx);
  await sql`select 1 from segments.settings where store_id = ${storeId} for update`.execute(tx);
}

const json = (value: unknown): RawBuilder<unknown> =>
  sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`;

export async function insertSegment(tx: Tx, storeId: string, row: SegmentRow): Promise<void> {
  await sql`
    insert into segments.segments (store_id, key, kind, name, description, customer_text, benefits, is_visible,
      rules, figures, version, evaluated_at, evaluated_by, created_at, updated_at)
    values (${storeId}, ${row.key}, ${row.kind}, ${json(row.name)}, ${json(row.description)},
      ${json(row.customerText)}, ${json(row.benefits)}, ${row.isVisible}, ${json(row.rules)}, ${json(row.figures)},
      ${row.version}, ${row.evaluatedAt}, ${row.evaluatedBy}, ${row.createdAt}, ${row.updatedAt})`.execute(
    tx,
  );
}

export async function updateSegment(tx: Tx, storeId: string, row: SegmentRow): Promise<void> {
  await sql`
    update segments.segments set
      name = ${json(row.name)}, description = ${json(row.description)}, customer_text = ${json(row.customerText)},
      benefits = ${json(row.benefits)}, is_visible = ${row.isVisible}, rules = ${json(row.rules)},
      figures = ${json(row.figures)}, version = ${row.version}, evaluated_at = ${row.evaluatedAt},
      evaluated_by = ${row.evaluatedBy}, archived_at = ${row.archivedAt}, updated_at = ${row.updatedAt}
    where store_id = ${storeId} and key = ${row.key}`.execute(tx);
}

interface VersionRow {
  version: number;
  snapshot: Pick<SegmentRow, 'name' | 'description' | 'customerText' | 'benefits' | 'isVisible' | 'rules'>;
  at: Date;
  by: string;
}

export async function insertVersion(tx: Tx, storeId: string, key: string, row: VersionRow): Promise<void> {
  await sql`
    insert into segments.versions (store_id, key, version, snapshot, at, by_id)
    values (${storeId}, ${key}, ${row.version}, ${json(row.snapshot)}, ${row.at}, ${row.by})`.execute(tx);
}

export async function readVersions(
  tx: Tx,
  storeId: string,
  key: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: VersionRow[]; total: number }> {
  const [found, counted] = await Promise.all([
    sql<VersionRow>`
      select version, snapshot, at, by_id as by from segments.versions
       where store_id = ${storeId} and key = ${key}
       order by version desc limit ${limit} offset ${offset}`.execute(tx),
    sql<{ total: number }>`
      select count(*) as total from segments.versions where store_id = ${storeId} and key = ${key}`.execute(
      tx,
    ),
  ]);
  return { rows: found.rows, total: counted.rows[0]?.total ?? 0 };
}

export interface SettingsRow {
  numbers: Partial<SegmentNumbers>;
  version: number;
  updatedAt: Date | null;
}

export async function readSettings(tx: Tx, storeId: string): Promise<SettingsRow> {
  const { rows } = await sql<SettingsRow>`
    select numbers, version, updated_at as "updatedAt" from segments.settings where store_id = ${storeId}`.execute(
    tx,
  );
  return rows[0] ?? { numbers: {}, version: 1, updatedAt: null };
}

export async function writeSettings(tx: Tx, storeId: string, row: SettingsRow): Promise<void> {
  await sql`
    update segments.settings set numbers = ${json(row.numbers)}, version = ${row.version}, updated_at = ${row.updatedAt}
     where store_id = ${storeId}`.execute(tx);
}

/** Centres of clusters on scaled (log recency, log frequency, log money). */
export interface ClusterModel {
  means: number[];
  deviations: number[];
  centres: number[][];
  keys: string[];
}

/** What the last full evaluation learnt from everybody. */
export interface ModelRow {
  vipCutoff: number | null;
  /** Quintile borders, four each, rising; empty before anybody ordered. */
  recencyDays: number[];
  orderCounts: number[];
  spent: number[];
  /** Values below which 1 to 99 per cent of the customers with orders lie. */
  percentiles: { spent?: number[]; orders?: number[] };
  clusters: ClusterModel | null;
  customers: number;
  fittedAt: Date | null;
  evaluatedAt: Date | null;
  evaluatedBy: string | null;
}

const noModel: ModelRow = {
  vipCutoff: null,
  recencyDays: [],
  orderCounts: [],
  spent: [],
  percentiles: {},
  clusters: null,
  customers: 0,
  fittedAt: null,
  evaluatedAt: null,
  evaluatedBy: null,
};

export async function readModel(tx: Tx, storeId: string): Promise<ModelRow> {
  const { rows } = await sql<ModelRow>`
    select vip_cutoff as "vipCutoff", recency_days as "recencyDays", order_counts as "orderCounts", spent,
      percentiles, clusters, customers, fitted_at as "fittedAt", evaluated_at as "evaluatedAt",
      evaluated_by as "evaluatedBy"
    from segments.models where store_id = ${storeId}`.execute(tx);
  return rows[0] ?? noModel;
}

export async function writeModel(tx: Tx, storeId: string, row: ModelRow): Promise<void> {
  await sql`
    insert into segments.models (store_id, vip_cutoff, recency_days, order_counts, spent, percentiles, clusters,
      customers, fitted_at, evaluated_at, evaluated_by)
    values (${storeId}, ${row.vipCutoff}, ${row.recencyDays}::float8[], ${row.orderCounts}::float8[],
      ${row.spent}::float8[], ${json(row.percentiles)}, ${json(row.clusters)}, ${row.customers}, ${row.fittedAt},
      ${row.evaluatedAt}, ${row.evaluatedBy})
    on conflict on constraint models_pkey do update set
      vip_cutoff = excluded.vip_cutoff, recency_days = excluded.recency_days, order_counts = excluded.order_counts,
      spent = excluded.spent, percentiles = excluded.percentiles, clusters = excluded.clusters,
      customers = excluded.customers, fitted_at = excluded.fitted_at`.execute(tx);
}

/** Notes that all segments, or one, were evaluated for everybody. */
export async function markEvaluated(
  tx: Tx,
  storeId: string,
  { key, at, by }: { key: string | null; at: Date; by: string },
): Promise<void> {
  await sql`
    update segments.segments set evaluated_at = ${at}, evaluated_by = ${by}
     where store_id = ${storeId} and kind = 'dynamic' and archived_at is null
       and (${key}::text is null or key = ${key})`.execute(tx);
  if (key !== null) return;
  await sql`
    insert into segments.models (store_id, evaluated_at, evaluated_by) values (${storeId}, ${at}, ${by})
    on conflict on constraint models_pkey do update set
      evaluated_at = excluded.evaluated_at, evaluated_by = excluded.evaluated_by`.execute(tx);
}
