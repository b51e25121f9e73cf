import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as identity from '../../identity/index.ts';
import * as settings from '../../settings/index.ts';
import { recordConsents } from '../consents/consents.ts';
import { checkFields } from '../fields/fields.ts';
import { allows } from '../statuses/rules.ts';
import { insertStatusChange } from '../statuses/sql.ts';
import { changesOf, homeOf, normalFields, ownBirthdayChanges, type Profile } from './rules.ts';
import {
  countBirthdayChange,
  findHolders,
  type HolderRow,
  lockProfile,
  type ProfileRow,
  writeProfile,
} from './sql.ts';

declare module '../../../platform/events/catalogue.ts' {
  interface Events {
    /** `referral`: the code that came with a sign-up, and the device that it came from. */
    'customer.created': {
      customerId: string;
      source: string | null;
      referral?: { code: string; device?: string };
    };
    /** `fields`: the names of what changed, `address` for any of the addresses. */
    'customer.updated': { customerId: string; fields: string[] };
    'customer.merged': { customerId: string; fromId: string; mergeId: string };
    'customer.unmerged': { customerId: string; fromId: string; mergeId: string };
    'customer.erased': { customerId: string };
  }
}

/** What is kept beside a change: why the status changed, and to which words the customer agreed. */
export interface ChangeNote {
  reason?: string;
  wording?: string;
}

/**
 * Writes what `patchOf` asks for and differs from what stands, with audit, consent log and event; the log-in
 * follows. The profile is locked in between, so that what a patch is made from cannot change under it.
 * @throws AppError not_found, customer_closed, email_taken, phone_taken, birthday_locked, validation, and as
 * `normalFields`
 */
export async function changeProfile(
  ctx: Ctx,
  id: string,
  patchOf: (before: Profile) => Partial<Profile>,
  note: ChangeNote = {},
): Promise<Profile> {
  const home = homeOf(await settings.store(ctx), ctx.now);
  const before = await lockProfile(ctx.tx, ctx.storeId, id);
  if (!before) throw new AppError('not_found', { field: 'customerId' });
  const changes = changesOf(before, normalFields(patchOf(before), home));
  const fields = Object.keys(changes) as (keyof Profile)[];
  if (fields.length === 0) return before;
  checkOpen(before, changes);
  await checkBirthdayChange(ctx, before, changes);
  if (changes.customFields) await checkFields(ctx, changes.customFields, before.customFields);
  await checkContacts(ctx, id, changes);
  const after: Profile = { ...before, ...changes };
  await writeProfile(ctx.tx, ctx.storeId, ctx.now, id, after);
  await identity.syncLogin(ctx, id, { ...loginOf(after), isActive: allows(after.status, 'signIn') });
  await recordConsents(ctx, id, [before, after], { wording: note.wording });
  if (changes.status) await noteStatus(ctx, id, [before.status, changes.status], note.reason);
  ctx.audit({
    action: 'customers.update',
    entity: 'customer',
    entityId: id,
    customerId: id,
    fields,
    before: Object.fromEntries(fields.map((field) => [field, before[field]])),
    after: note.reason ? { ...changes, reason: note.reason } : changes,
  });
  ctx.emit('customer.updated', { customerId: id, fields });
  return after;
}

function noteStatus(
  ctx: Ctx,
  customerId: string,
  [from, to]: readonly [Profile['status'], Profile['status']],
  reason: string | undefined,
): Promise<void> {
  const entry = { id: ctx.newId(), customerId, by: actorId(ctx.actor), at: ctx.now };
  return insertStatusChange(ctx.tx, ctx.storeId, { ...entry, from, to, reason: reason ?? null });
}

/** A closed customer changes by being opened again; one who is to be erased, only by `reopen`. */
function checkOpen(before: ProfileRow, changes: Partial<Profile>): void {
  if (allows(before.status, 'edit')) return;
  const opens = changes.status !== undefined && before.erasedAt === null && before.eraseAfter === null;
  if (!opens) throw new AppError('customer_closed', { field: 'customerId' });
}

/**
 * A customer corrects a birthday that stands once: presents come by it. After that the staff do, who may
 * change it as often as it takes.
 */
async function checkBirthdayChange(ctx: Ctx, before: ProfileRow, changes: Partial<Profile>): Promise<void> {
  const isChange = before.birthday !== null && changes.birthday !== undefined;
  if (!isChange || ctx.actor.kind !== 'customer') return;
  if (before.birthdayChanges >= ownBirthdayChanges)
    throw new AppError('birthday_locked', { field: 'birthday' });
  await countBirthdayChange(ctx.tx, ctx.storeId, before.id);
}

/** Whether e-mail and phone are free; of two requests at one moment, the constraint stops the later. */
async function checkContacts(ctx: Ctx, id: string, { email, phone }: Partial<Profile>): Promise<void> {
  if (!email && !phone) return;
  const marks = { emails: email ? [email] : [], phones: phone ? [phone] : [], sources: [], sourceIds: [] };
  const others = (await findHolders(ctx.tx, ctx.storeId, marks)).filter((holder) => holder.id !== id);
  const ofEmail = others.find((holder) => email && holder.email === email);
  if (ofEmail) throw taken(ctx, 'email', ofEmail);
  const ofPhone = others.find((holder) => phone && holder.phone === phone);
  if (ofPhone) throw taken(ctx, 'phone', ofPhone);
}

/** That somebody has this e-mail or phone; who, is told to staff and their systems only. */
export function taken(ctx: Ctx, field: 'email' | 'phone', holder: Pick<HolderRow, 'id'>): AppError {
  const mayKnow = ctx.actor.kind === 'staff' || ctx.actor.kind === 'key';
  const details = mayKnow ? { customerId: holder.id } : undefined;
  return new AppError(`${field}_taken`, { field, details });
}

/** What a log-in repeats of the profile. */
export function loginOf(profile: Profile) {
  const { email, phone, firstName, lastName, firstNameAr, lastNameAr } = profile;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  const nameAr = [firstNameAr, lastNameAr].filter(Boolean).join(' ') || null;
  return { email, phone, name, nameAr, language: profile.language ?? undefined };
}
