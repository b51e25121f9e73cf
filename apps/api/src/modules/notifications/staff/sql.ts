import type { StaffMailReason } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Params, StaffTemplateKey } from './templates.ts';

export interface NewMail {
  id: string;
  staffId: string;
  template: StaffTemplateKey;
  params: Params;
  source: string;
  sourceId: string;
}

/** Writes mails that are due at once; who was told of a source before is not told again. Gives how many. */
export async function insertMails(
  tx: Tx,
  storeId: string,
  now: Date,
  mails: readonly NewMail[],
): Promise<number> {
  const { rows } = await sql`
    insert into notifications.staff_mails
      (store_id, id, staff_id, template, params, source, source_id, status, next_try_at, created_at)
    select ${storeId}::uuid, r."id", r."staffId", r."template", r."params", r."source", r."sourceId", 'QUEUED',
           ${now}::timestamptz, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as r (
        "id" uuid, "staffId" uuid, "template" text, "params" jsonb, "source" text, "sourceId" text)
    on conflict (store_id, staff_id, source, source_id) do nothing
    returning 1`.execute(tx);
  return rows.length;
}

export interface ClaimedMail {
  id: string;
  staffId: string;
  template: StaffTemplateKey;
  params: Params;
  tries: number;
}

/**
 * Claims up to `limit` mails that are due: nobody else gets them until `until`, which lies past any send.
 * Only of `templates`: what a newer version of the product wrote waits for its workers.
 */
export async function claimMails(
  tx: Tx,
  storeId: string,
  claim: { now: Date; until: Date; templates: readonly StaffTemplateKey[]; limit: number },
): Promise<ClaimedMail[]> {
  const { rows } = await sql<ClaimedMail>`
    with due as (
      select m.id from notifications.staff_mails m
       where m.store_id = ${storeId} and m.status = 'QUEUED' and m.next_try_at <= ${claim.now}::timestamptz
         and m.template = any(${claim.templates}::text[])
       order by m.next_try_at, m.id
       limit ${claim.limit} for update skip locked
    )
    update notifications.staff_mails m set next_try_at = ${claim.until}::timestamptz
      from due where m.store_id = ${storeId} and m.id = due.id
    returning m.id, m.staff_id as "staffId", m.template, m.params, m.tries`.execute(tx);
  return rows;
}

/** What became of a claimed mail. */
export interface MailOutcome {
  id: string;
  status: 'SENT' | 'FAILED' | 'QUEUED' | 'SKIPPED';
  reason: StaffMailReason | null;
  error: string | null;
  /** Tries so far, this one with them. */
  tries: number;
  /** Set with QUEUED. */
  nextTryAt: Date | null;
}

/** Writes what became of claimed mails; one that another worker settled meanwhile stays as it is. */
export async function writeMailOutcomes(
  tx: Tx,
  storeId: string,
  now: Date,
  outcomes: readonly MailOutcome[],
): Promise<void> {
  await sql`
    update notifications.staff_mails m
       set status = o."status", reason = o."reason", error = o."error", tries = o."tries",
           next_try_at = o."nextTryAt", sent_at = case when o."status" = 'SENT' then ${now}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o (
        "id" uuid, "status" text, "reason" text, "error" text, "tries" int, "nextTryAt" timestamptz)
     where m.store_id = ${storeId} and m.id = o."id" and m.status = 'QUEUED'`.execute(tx);
}

export interface MailRow extends Omit<ClaimedMail, 'template'> {
  template: string;
  status: MailOutcome['status'];
  reason: StaffMailReason | null;
  error: string | null;
  nextTryAt: Date | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** A page of mails, newest first, and how many there are. */
export async function listMails(
  tx: Tx,
  storeId: string,
  filter: { template?: string; status?: string },
  page: { limit: number; offset: number },
): Promise<{ rows: MailRow[]; total: number }> {
  const where = sql`
     where m.store_id = ${storeId}
       and (${filter.template ?? null}::text is null or m.template = ${filter.template ?? null})
       and (${filter.status ?? null}::text is null or m.status = ${filter.status ?? null})`;
  const [list, count] = await Promise.all([
    sql<MailRow>`
      select m.id, m.staff_id as "staffId", m.template, m.params, m.tries, m.status, m.reason, m.error,
             m.next_try_at as "nextTryAt", m.created_at as "createdAt", m.sent_at as "sentAt"
        from notifications.staff_mails m ${where}
       order by m.id desc limit ${page.limit} offset ${page.offset}`.execute(tx),
    sql<{ total: number }>`select count(*) as total from notifications.staff_mails m ${where}`.execute(tx),
  ]);
  return { rows: list.rows, total: count.rows[0]?.total ?? 0 };
}
