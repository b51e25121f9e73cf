import type { BulkAction, BulkAudience } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

interface Bulk {
  id: string;
  action: BulkAction;
  createdBy: string;
}

/** Writes an operation with its customers. */
export async function insertBulk(
  tx: Tx,
  storeId: string,
  now: Date,
  bulk: Bulk & {
    audienceKind: BulkAudience['kind'];
    audienceName: string | null;
    customerIds: readonly string[];
  },
): Promise<void> {
  const made = sql`
    insert into operations.bulks (store_id, id, action, audience_kind, audience_name, state, total, created_by,
      created_at)
    values (${storeId}, ${bulk.id}, ${JSON.stringify(bulk.action)}::jsonb, ${bulk.audienceKind},
      ${bulk.audienceName}, 'running', ${bulk.customerIds.length}, ${bulk.createdBy}, ${now})`.execute(tx);
  const filled = sql`
    insert into operations.bulk_customers (store_id, bulk_id, customer_id)
    select ${storeId}::uuid, ${bulk.id}::uuid, c.id from unnest(${bulk.customerIds}::uuid[]) as c (id)
     order by c.id`.execute(tx);
  await Promise.all([made, filled]);
}

/** How many of these customers are closed. */
export async function countClosed(tx: Tx, storeId: string, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ closed: number }>`
    select count(*) as closed
      from unnest(${ids}::uuid[]) as c (id)
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = c.id
     where u.status = 'closed'`.execute(tx);
  return rows[0]?.closed ?? 0;
}

export interface LockedBulk extends Bulk {
  state: 'running' | 'cancelled' | 'done';
  /** The last customer dealt with. */
  cursor: string | null;
}

/** Locks an operation, so that its steps and whoever cancels it take turns. */
export async function lockBulk(tx: Tx, storeId: string, id: string): Promise<LockedBulk | undefined> {
  const { rows } = await sql<LockedBulk>`
    select b.id, b.action, b.created_by as "createdBy", b.state, b.cursor
      from operations.bulks b where b.store_id = ${storeId} and b.id = ${id} for no key update`.execute(tx);
  return rows[0];
}

/** The next customers of an operation in ascending order of id. */
export async function nextCustomers(
  tx: Tx,
  storeId: string,
  id: string,
  cursor: string | null,
  limit: number,
): Promise<string[]> {
  const after = cursor === null ? sql`` : sql`and c.customer_id > ${cursor}::uuid`;
  const { rows } = await sql<{ id: string }>`
    select c.customer_id as id from operations.bulk_customers c
     where c.store_id = ${storeId} and c.bulk_id = ${id} ${after}
     order by c.customer_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Notes what became of customers: done, or refused with a reason. */
export async function writeOutcomes(
  tx: Tx,
  storeId: string,
  id: string,
  outcomes: readonly { customerId: string; reason: string | null }[],
): Promise<void> {
  await sql`
    update operations.bulk_customers c
       set status = case when o."reason" is null then 'done' else 'refused' end, reason = o."reason"
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o ("customerId" uuid, "reason" text)
     where c.store_id = ${storeId} and c.bulk_id = ${id} and c.customer_id = o."customerId"`.execute(tx);
}

/** Notes how far an operation has come. */
export async function advance(
  tx: Tx,
  storeId: string,
  id: string,
  step: { cursor: string | null; done: number; refused: number; at: Date; isLast: boolean },
): Promise<void> {
  await sql`
    update operations.bulks b
       set cursor = coalesce(${step.cursor}::uuid, b.cursor), done = b.done + ${step.done},
           refused = b.refused + ${step.refused}, worked_at = ${step.at},
           state = case when ${step.isLast} then 'done' else b.state end,
           finished_at = case when ${step.isLast} then ${step.at}::timestamptz end
     where b.store_id = ${storeId} and b.id = ${id}`.execute(tx);
}

export async function cancel(tx: Tx, storeId: string, id: string, now: Date): Promise<void> {
  await sql`
    update operations.bulks b set state = 'cancelled', finished_at = ${now}
     where b.store_id = ${storeId} and b.id = ${id}`.execute(tx);
}

export interface BulkRow extends Bulk {
  audienceKind: BulkAudience['kind'];
  audienceName: string | null;
  state: LockedBulk['state'];
  total: number;
  done: number;
  refused: number;
  createdAt: Date;
  workedAt: Date | null;
  finishedAt: Date | null;
}

/** Operations, newest first; the one of an id, or a page of all. */
export async function readBulks(
  tx: Tx,
  storeId: string,
  which: { id: string } | { limit: number; offset: number },
): Promise<BulkRow[]> {
  const narrowed =
    'id' in which
      ? sql`and b.id = ${which.id}`
      : sql`order by b.created_at desc, b.id desc limit ${which.limit} offset ${which.offset}`;
  const { rows } = await sql<BulkRow>`
    select b.id, b.action, b.audience_kind as "audienceKind", b.audience_name as "audienceName", b.state, b.total,
           b.done, b.refused, b.created_by as "createdBy", b.created_at as "createdAt",
           b.worked_at as "workedAt", b.finished_at as "finishedAt"
      from operations.bulks b where b.store_id = ${storeId} ${narrowed}`.execute(tx);
  return rows;
}

export async function countBulks(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from operations.bulks b where b.store_id = ${storeId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

export interface OutcomeRow {
  customerId: string;
  cardNumber: string;
  status: 'done' | 'refused' | null;
  reason: string | null;
}

/** Customers of an operation with what became of them, a page after `after`. */
export async function readOutcomes(
  tx: Tx,
  storeId: string,
  id: string,
  after: string | null,
  limit: number,
): Promise<OutcomeRow[]> {
  const { rows } = await sql<OutcomeRow>`
    select c.customer_id as "customerId", u.card_number as "cardNumber", c.status, c.reason
      from operations.bulk_customers c
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = c.customer_id
     where c.store_id = ${storeId} and c.bulk_id = ${id} and (${after}::uuid is null or c.customer_id > ${after}::uuid)
     order by c.customer_id limit ${limit}`.execute(tx);
  return rows;
}

export interface ExportRow {
  customerId: string;
  cardNumber: string;
  type: string;
  status: string;
  firstName: string;
  lastName: string;
  firstNameAr: string | null;
  lastNameAr: string | null;
  companyName: string | null;
  email: string | null;
  phone: string | null;
  birthday: string | null;
  language: string | null;
  tags: string[];
  tier: string | null;
  points: number;
  totalSpent: number;
  totalOrders: number;
  lastVisitAt: Date | null;
  createdAt: Date;
}

/** Customers of an export as they are now, as far as it has come, a page after `after`. */
export async function readExport(
  tx: Tx,
  storeId: string,
  id: string,
  after: string | null,
  limit: number,
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select u.customer_id as "customerId", u.card_number as "cardNumber", u.type, u.status,
           u.first_name as "firstName", u.last_name as "lastName", u.first_name_ar as "firstNameAr",
           u.last_name_ar as "lastNameAr", u.company_name as "companyName", u.email, u.phone, u.birthday,
           u.language, u.tags, f.tier, f.points, f.total_spent as "totalSpent",
           f.total_orders as "totalOrders", f.last_visit_at as "lastVisitAt", u.created_at as "createdAt"
      from operations.bulk_customers c
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = c.customer_id
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = c.customer_id
     where c.store_id = ${storeId} and c.bulk_id = ${id} and c.status = 'done'
       and (${after}::uuid is null or c.customer_id > ${after}::uuid)
     order by c.customer_id limit ${limit}`.execute(tx);
  return rows;
}
