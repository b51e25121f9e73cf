import { z } from 'zod';
import { id, instant, listOf, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const staffMailStatus = z.enum(['QUEUED', 'SENT', 'FAILED', 'SKIPPED']);

/** Why a mail to the staff was not sent, or did not leave. */
export const staffMailReason = z.enum([
  'switched_off',
  'not_addressed',
  'channel_unavailable',
  'rejected',
  'unreachable',
]);
export type StaffMailReason = z.infer<typeof staffMailReason>;

export const staffMail = z.object({
  id,
  staff: z.object({ id, name: z.string() }),
  template: z.string().describe('What it is about: `ledger_root`, `reward_low_stock`, and later ones'),
  subject: z.string().describe('In the language of who reads the list'),
  params: z.record(z.string(), z.union([z.string(), z.number()])).describe('What it told: ids and figures'),
  status: staffMailStatus,
  reason: staffMailReason
    .nullable()
    .describe('Why SKIPPED or FAILED; `not_addressed`: the member left or changed role before it was sent'),
  error: z.string().nullable().describe('What the mail server answered: its code, never its text'),
  tries: z.int(),
  nextTryAt: instant.nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
});
export type StaffMail = z.infer<typeof staffMail>;

export const notificationsStaffContract = {
  staffMails: endpoint({
    name: 'notifications.staffMails',
    method: 'GET',
    path: '/api/v1/notifications/staff',
    summary: 'Mails to the store’s own staff, newest first',
    description: 'As the daily root of the ledger to its owners. Addresses are not kept.',
    caller: 'staff',
    permission: 'audit.read',
    lane: 'read',
    query: paging.extend({ template: text(60).optional(), status: staffMailStatus.optional() }),
    response: listOf('mails', staffMail),
    errors: ['cursor_invalid'],
  }),
};
