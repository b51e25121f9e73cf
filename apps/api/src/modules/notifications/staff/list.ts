import type { InputOf, notificationsStaffContract, OutputOf, StaffMail } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { words } from './rules.ts';
import { listMails, type MailRow } from './sql.ts';
import { templatesByKey } from './templates.ts';

type Contract = typeof notificationsStaffContract;

/** What the store's own people were told by mail, newest first. */
export async function staffMails(
  ctx: Ctx,
  input: InputOf<Contract['staffMails']>,
): Promise<OutputOf<Contract['staffMails']>> {
  const page = settings.pageOf(input);
  const store = await settings.store(ctx);
  const { rows, total } = await listMails(ctx.tx, ctx.storeId, input, page);
  const members = await settings.members(ctx, { ids: [...new Set(rows.map(({ staffId }) => staffId))] });
  const nameOf = new Map(members.map(({ id, name }) => [id, name]));
  return {
    mails: rows.map((row) => shown(ctx, store, row, nameOf.get(row.staffId) ?? '')),
    ...settings.pageFacts(page, total),
  };
}

function shown(ctx: Ctx, store: settings.StoreFacts, row: MailRow, name: string): StaffMail {
  const { staffId, ...mail } = row;
  const template = templatesByKey[row.template];
  return {
    ...mail,
    staff: { id: staffId, name },
    subject: template ? words(template, { params: row.params, name, store }, ctx.language).subject : '',
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}
