import type { Topic } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface TemplateRow {
  key: string;
  type: string;
  version: number;
  retired: boolean;
  topic: Topic;
  nameEn: string;
  nameAr: string;
  subjectEn: string | null;
  bodyEn: string | null;
  subjectAr: string | null;
  bodyAr: string | null;
  sample: Record<string, string | number>;
  createdAt: Date;
}

const columns = sql`t.key, t.type, t.version, t.retired, t.topic, t.name_en as "nameEn", t.name_ar as "nameAr",
  t.subject_en as "subjectEn", t.body_en as "bodyEn", t.subject_ar as "subjectAr", t.body_ar as "bodyAr",
  t.sample, t.created_at as "createdAt"`;

/** The newest version of each template, also of those taken back; of all keys, or of these. */
export async function readTemplates(
  tx: Tx,
  storeId: string,
  keys: readonly string[] | null,
): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select distinct on (t.key, t.type) ${columns}
      from notifications.templates t
     where t.store_id = ${storeId} and (${keys}::text[] is null or t.key = any(${keys}::text[]))
     order by t.key, t.type, t.version desc`.execute(tx);
  return rows;
}

/** One version of a template. */
export async function readVersion(
  tx: Tx,
  storeId: string,
  key: string,
  type: string,
  version: number,
): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`
    select ${columns} from notifications.templates t
     where t.store_id = ${storeId} and t.key = ${key} and t.type = ${type} and t.version = ${version}`.execute(
    tx,
  );
  return rows[0];
}

/** Adds a version; two at one moment meet at the primary key. @returns its number */
export async function insertVersion(
  tx: Tx,
  storeId: string,
  row: Omit<TemplateRow, 'version'> & { createdBy: string },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into notifications.templates (store_id, key, type, version, retired, topic, name_en, name_ar,
      subject_en, body_en, subject_ar, body_ar, sample, created_by, created_at)
    select ${storeId}::uuid, ${row.key}, ${row.type}, coalesce(max(t.version), 0) + 1, ${row.retired}::boolean,
           ${row.topic}, ${row.nameEn}, ${row.nameAr}, ${row.subjectEn}, ${row.bodyEn}, ${row.subjectAr},
           ${row.bodyAr}, ${JSON.stringify(row.sample)}::jsonb, ${row.createdBy}::uuid,
           ${row.createdAt}::timestamptz
      from notifications.templates t
     where t.store_id = ${storeId} and t.key = ${row.key} and t.type = ${row.type}
    returning version`.execute(tx);
  return (rows[0] as { version: number }).version;
}
