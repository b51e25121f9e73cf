import type { OccasionCalendar, OccasionGift, OccasionKind } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { LeapDay } from '../rules.ts';

/** How a store celebrates a kind of occasion. */
export interface KindRow {
  kind: OccasionKind;
  isActive: boolean;
  nameEn: string;
  nameAr: string;
  calendar: OccasionCalendar;
  leapDay: LeapDay;
  daysBefore: number;
  daysAfter: number;
  messageDaysBefore: number | null;
  waitDays: number;
  maxPerCustomer: number;
  gifts: readonly { tier: string | null; gift: OccasionGift }[];
  /** Null: as the product brings it. */
  updatedAt: Date | null;
}

/** What the store has changed; kinds that it has not are missing. */
export async function readKinds(tx: Tx, storeId: string): Promise<KindRow[]> {
  const { rows } = await sql<KindRow>`
    select kind, is_active as "isActive", name_en as "nameEn", name_ar as "nameAr", calendar,
           leap_day as "leapDay", days_before as "daysBefore", days_after as "daysAfter",
           message_days_before as "messageDaysBefore", wait_days as "waitDays",
           max_per_customer as "maxPerCustomer", gifts, updated_at as "updatedAt"
      from occasions.kinds where store_id = ${storeId}`.execute(tx);
  return rows;
}

/** One change of a store's kinds after another, until the transaction ends. */
export async function lockKinds(tx: Tx, storeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('occasions.kinds:' || ${storeId}::text, 0))`.execute(
    tx,
  );
}

export async function putKind(tx: Tx, storeId: string, row: KindRow): Promise<void> {
  await sql`
    insert into occasions.kinds (store_id, kind, is_active, name_en, name_ar, calendar, leap_day, days_before,
      days_after, message_days_before, wait_days, max_per_customer, gifts, updated_at)
    values (${storeId}, ${row.kind}, ${row.isActive}, ${row.nameEn}, ${row.nameAr}, ${row.calendar},
      ${row.leapDay}, ${row.daysBefore}, ${row.daysAfter}, ${row.messageDaysBefore}, ${row.waitDays},
      ${row.maxPerCustomer}, ${JSON.stringify(row.gifts)}::jsonb, ${row.updatedAt})
    on conflict on constraint kinds_pkey do update set
      is_active = excluded.is_active, name_en = excluded.name_en, name_ar = excluded.name_ar,
      calendar = excluded.calendar, leap_day = excluded.leap_day, days_before = excluded.days_before,
      days_after = excluded.days_after, message_days_before = excluded.message_days_before,
      wait_days = excluded.wait_days, max_per_customer = excluded.max_per_customer, gifts = excluded.gifts,
      updated_at = excluded.updated_at`.execute(tx);
}
