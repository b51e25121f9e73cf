import type { Language } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { PageOf } from '../paging.ts';

export interface StoreRow {
  id: string;
  slug: string;
  hostName: string | null;
  name: string;
  nameAr: string | null;
  currency: string;
  timeZone: string;
  language: Language;
  color: string | null;
  country: string | null;
  settings: Record<string, unknown>;
  createdAt: Date;
  switches: Record<string, boolean>;
}

const storeColumns = sql`
  s.id, s.slug, s.host_name as "hostName", s.name, s.name_ar as "nameAr", s.currency, s.time_zone as "timeZone",
  s.language, s.color, s.country, s.settings, s.created_at as "createdAt"`;

/** The store of the tenant with its switches, in one statement. */
export async function findStoreRow(tx: Tx, storeId: string): Promise<StoreRow | undefined> {
  const { rows } = await sql<StoreRow>`
    select ${storeColumns},
           coalesce((select jsonb_object_agg(w.capability, w.enabled)
                       from settings.switches w where w.store_id = ${storeId}::uuid), '{}'::jsonb) as switches
      from settings.stores s
     where s.id = ${storeId}::uuid`.execute(tx);
  return rows[0];
}

/** Locks the store for a change; its settings before it. */
export async function lockStore(tx: Tx, storeId: string): Promise<Omit<StoreRow, 'switches'> | undefined> {
  const { rows } = await sql<StoreRow>`
    select ${storeColumns} from settings.stores s where s.id = ${storeId}::uuid for update`.execute(tx);
  return rows[0];
}

/** A store by UUID, slug or host name; stores are global, so no tenant is needed. */
export async function findStoreByName(
  tx: Tx,
  name: string,
): Promise<{ id: string; language: Language } | undefined> {
  const { rows } = await sql<{ id: string; language: Language }>`
    select s.id, s.language
      from settings.stores s
     where s.slug = ${name} or s.host_name = ${name} or s.id::text = ${name}
     order by (s.id::text = ${name}) desc, (s.slug = ${name}) desc
     limit 1`.execute(tx);
  return rows[0];
}

export async function allStoreIds(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select s.id from settings.stores s order by s.id`.execute(tx);
  return rows.map((row) => row.id);
}

export async function insertStore(tx: Tx, row: Omit<StoreRow, 'switches'>): Promise<void> {
  await sql`
    insert into settings.stores
      (id, slug, host_name, name, name_ar, currency, time_zone, language, color, country, settings, created_at)
    values (${row.id}, ${row.slug}, ${row.hostName}, ${row.name}, ${row.nameAr}, ${row.currency}, ${row.timeZone},
            ${row.language}, ${row.color}, ${row.country}, ${JSON.stringify(row.settings)}::jsonb,
            ${row.createdAt})`.execute(tx);
}

export async function updateStoreRow(tx: Tx, row: Omit<StoreRow, 'switches'>): Promise<void> {
  await sql`
    update settings.stores
       set host_name = ${row.hostName}, name = ${row.name}, name_ar = ${row.nameAr}, time_zone = ${row.timeZone},
           language = ${row.language}, color = ${row.color}, country = ${row.country},
           settings = ${JSON.stringify(row.settings)}::jsonb
     where id = ${row.id}::uuid`.execute(tx);
}

export async function putSwitches(
  tx: Tx,
  storeId: string,
  switches: Readonly<Record<string, boolean>>,
): Promise<void> {
  await sql`
    insert into settings.switches (store_id, capability, enabled)
    select ${storeId}::uuid, w.key, w.value::boolean from jsonb_each_text(${JSON.stringify(switches)}::jsonb) as w
    on conflict (store_id, capability) do update set enabled = excluded.enabled`.execute(tx);
}

export interface LocationRow {
  id: string;
  code: string;
  name: string;
  nameAr: string | null;
  kind: 'branch' | 'till' | 'online';
  parentId: string | null;
  isActive: boolean;
}

const locationColumns = sql`
  l.id, l.code, l.name, l.name_ar as "nameAr", l.kind, l.parent_id as "parentId", l.is_active as "isActive"`;

export async function allLocations(tx: Tx, storeId: string): Promise<LocationRow[]> {
  const { rows } = await sql<LocationRow>`
    select ${locationColumns} from settings.locations l where l.store_id = ${storeId}::uuid`.execute(tx);
  return rows;
}

export async function listLocationRows(
  tx: Tx,
  storeId: string,
  filter: { kind?: string; isActive?: boolean },
  page: PageOf,
): Promise<{ rows: LocationRow[]; total: number }> {
  const where = sql`
     where l.store_id = ${storeId}::uuid
       and (${filter.kind ?? null}::text is null or l.kind = ${filter.kind ?? null})
       and (${filter.isActive ?? null}::boolean is null or l.is_active = ${filter.isActive ?? null})`;
  const [list, count] = await Promise.all([
    sql<LocationRow>`
      select ${locationColumns} from settings.locations l ${where}
       order by l.code limit ${page.limit} offset ${page.offset}`.execute(tx),
    sql<{ total: number }>`select count(*) as total from settings.locations l ${where}`.execute(tx),
  ]);
  return { rows: list.rows, total: count.rows[0]?.total ?? 0 };
}

export async function lockLocation(tx: Tx, storeId: string, id: string): Promise<LocationRow | undefined> {
  const { rows } = await sql<LocationRow>`
    select ${locationColumns} from settings.locations l
     where l.store_id = ${storeId}::uuid and l.id = ${id}::uuid for update`.execute(tx);
  return rows[0];
}

export async function insertLocation(tx: Tx, storeId: string, row: LocationRow, now: Date): Promise<void> {
  await sql`
    insert into settings.locations (store_id, id, code, name, name_ar, kind, parent_id, is_active, created_at)
    values (${storeId}, ${row.id}, ${row.code}, ${row.name}, ${row.nameAr}, ${row.kind}, ${row.parentId},
            ${row.isActive}, ${now})`.execute(tx);
}

export async function updateLocationRow(tx: Tx, storeId: string, row: LocationRow): Promise<void> {
  await sql`
    update settings.locations
       set name = ${row.name}, name_ar = ${row.nameAr}, kind = ${row.kind}, parent_id = ${row.parentId},
           is_active = ${row.isActive}
     where store_id = ${storeId}::uuid and id = ${row.id}::uuid`.execute(tx);
}
