import type { StaffMailReason } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import type { OutsideJob, StepRunner } from '../../../platform/module.ts';
import * as identity from '../../identity/index.ts';
import * as settings from '../../settings/index.ts';
import type { OutgoingMessage, SendResult } from '../channels/channel.ts';
import { email, emailConnections } from '../channels/email.ts';
import { settle } from '../delivery/rules.ts';
import { storeName } from '../messages/wording.ts';
import { staffMailQueue } from './mail.ts';
import { obstacleTo, words } from './rules.ts';
import { type ClaimedMail, claimMails, type MailOutcome, writeMailOutcomes } from './sql.ts';
import { type StaffTemplateKey, staffTemplates } from './templates.ts';

/** As many as there are connections: all leave side by side, and a silent server costs one wait. */
const batchSize = emailConnections;
/** Past the longest batch: of a dead worker the mails fall due again after this time. */
const claimMs = 120_000;
/** After this time a job hands over to its continuation. */
const workMs = 10_000;

/** What is to be sent, or why it no longer is. */
type Prepared = { mail: ClaimedMail } & ({ message: OutgoingMessage } | { outcome: MailOutcome });

/** Carries mails to the staff until none is due, the time is up, or the server does not answer. */
export async function carry(step: StepRunner): Promise<boolean> {
  const end = performance.now() + workMs;
  while (performance.now() < end) {
    const batch = await step(claim);
    if (batch.length === 0) return false;
    const results = await Promise.all(batch.map(attempt));
    await step((ctx) =>
      writeMailOutcomes(
        ctx.tx,
        ctx.storeId,
        ctx.now,
        results.map((item) => ('outcome' in item ? item.outcome : tried(item.mail, item.result, ctx.now))),
      ),
    );
    // The minute's schedule tries again; until then there is nothing to gain.
    if (results.some((item) => 'result' in item && isSilence(item.result))) return false;
  }
  return true;
}

const attempt = async (item: Prepared) =>
  'outcome' in item ? item : { mail: item.mail, result: await email.send(item.message) };
const isSilence = (result: SendResult) => result.outcome === 'retry' && result.down;

/** Claims what is due and asks who gets it, under which address and in which language. */
async function claim(ctx: Ctx): Promise<Prepared[]> {
  const store = await settings.store(ctx);
  const mails = await claimMails(ctx.tx, ctx.storeId, {
    now: ctx.now,
    until: new Date(ctx.now.getTime() + claimMs),
    templates: Object.keys(staffTemplates) as StaffTemplateKey[],
    limit: batchSize,
  });
  if (mails.length === 0) return [];
  const members = await settings.members(ctx, { ids: mails.map(({ staffId }) => staffId) });
  const contacts = await identity.staffContacts(
    ctx,
    members.map(({ accountId }) => accountId),
  );
  const memberOf = new Map(members.map((member) => [member.id, member]));
  return mails.map((mail) => {
    const member = memberOf.get(mail.staffId);
    return prepare(ctx, store, mail, member, member && contacts.get(member.accountId));
  });
}

/** The words are made now, for who gets them now: nothing personal waits in the table. */
function prepare(
  ctx: Ctx,
  store: settings.StoreFacts,
  mail: ClaimedMail,
  member: settings.StaffFacts | undefined,
  contact: identity.StaffContact | undefined,
): Prepared {
  const template = staffTemplates[mail.template];
  const reason = obstacleTo(template, {
    settings: store.settings,
    member: contact && member,
    isConfigured: email.isConfigured(),
  });
  if (!contact || reason) return { mail, outcome: skipped(mail, reason ?? 'not_addressed') };
  const { language } = contact;
  const name = (language === 'ar' ? contact.nameAr : null) ?? contact.name;
  const message = {
    id: mail.id,
    language,
    ...words(template, { params: mail.params, name, store }, language),
    to: contact.email,
    toName: name,
    store: { name: storeName(store, language), color: store.color },
    at: ctx.now,
  };
  return { mail, message };
}

const skipped = ({ id, tries }: ClaimedMail, reason: StaffMailReason): MailOutcome => ({
  id,
  status: 'SKIPPED',
  reason,
  error: null,
  tries,
  nextTryAt: null,
});

function tried({ id, tries }: ClaimedMail, result: SendResult, now: Date): MailOutcome {
  const settled = settle(result, tries + 1, now);
  return {
    id,
    status: settled.status,
    reason: settled.status === 'FAILED' ? settled.reason : null,
    error: settled.status === 'SENT' ? null : settled.error,
    tries: tries + 1,
    nextTryAt: settled.status === 'QUEUED' ? settled.dueAt : null,
  };
}

export const staffMailJob: OutsideJob = { queue: staffMailQueue, schedule: '* * * * *', reach: carry };
