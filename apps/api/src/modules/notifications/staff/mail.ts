/**
 * Mails to the store's own people. A template says which roles get it and which of the store's settings
 * switches it off; both are asked again when the mail leaves. A mail is written in the transaction of its
 * cause and carried after the commit, at least once and under one Message-ID.
 */
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { insertMails } from './sql.ts';
import { type ParamsOf, type StaffTemplateKey, staffTemplates } from './templates.ts';

/** The job that carries them. */
export const staffMailQueue = 'notifications.mail_staff';

/** Something that the staff are to be told. (source, source id) tells each member once, for ever. */
export type StaffMailItem = {
  [K in StaffTemplateKey]: { template: K; params: ParamsOf<K>; source: string; sourceId: string };
}[StaffTemplateKey];

/**
 * Mails each item to every active member whose role its template names; two round trips for any number.
 * @returns how many mails were written: 0 where everybody was told before
 */
export async function sendToStaff(ctx: Ctx, items: readonly StaffMailItem[]): Promise<number> {
  if (items.length === 0) return 0;
  const rolesOf = (item: StaffMailItem): readonly string[] => staffTemplates[item.template].roles;
  const members = await settings.members(ctx, { roles: [...new Set(items.flatMap(rolesOf))] });
  const mails = items.flatMap((item) =>
    members
      .filter(({ role }) => rolesOf(item).includes(role))
      .map((member) => ({ ...item, id: ctx.newId(), staffId: member.id })),
  );
  const written = await insertMails(ctx.tx, ctx.storeId, ctx.now, mails);
  if (written > 0) wake(ctx);
  return written;
}

/** Enqueues the job once per transaction, however many mails it wrote. */
function wake(ctx: Ctx): void {
  ctx.gather<true>('notifications.wake_staff', (flushed) => flushed.enqueue(staffMailQueue, {})).push(true);
}
