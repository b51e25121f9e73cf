import type { customersContract, InputOf, identityContract, OutputOf } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as identity from '../../identity/index.ts';
import * as settings from '../../settings/index.ts';
import { putMainAddress } from '../addresses/addresses.ts';
import { createMany, type NewCustomer } from './bulk.ts';
import { showCustomer } from './present.ts';
import { requireCustomer } from './references.ts';
import { changesOf, forbiddenField, homeOf, normalFields, type Profile, withTag } from './rules.ts';
import { lockProfile, writeProfile } from './sql.ts';

declare module '../../../platform/events/catalogue.ts' {
  interface Events {
    'customer.created': { customerId: string; source: string | null };
    /** `fields`: the names of what changed, `address` for any of the addresses. */
    'customer.updated': { customerId: string; fields: string[] };
    'customer.merged': { customerId: string; fromId: string; mergeId: string };
    'customer.unmerged': { customerId: string; fromId: string; mergeId: string };
  }
}

type Contract = typeof customersContract;

/** Registers a customer with card, opening facts and, where given, the first address. */
export async function create(
  ctx: Ctx,
  input: InputOf<Contract['create']>,
): Promise<OutputOf<Contract['create']>> {
  return showCustomer(ctx, await createOne(ctx, input));
}

async function createOne(ctx: Ctx, item: NewCustomer): Promise<string> {
  const [made] = await createMany(ctx, [item]);
  if (made === undefined || made instanceof AppError) throw made;
  return made.id;
}

/** Customer, card and log-in in one step; the new customer is signed in. */
export async function signUp(
  ctx: Ctx,
  input: InputOf<typeof identityContract.signUp>,
  passwordHash: string,
): Promise<OutputOf<typeof identityContract.signUp>> {
  const { firstName, lastName, email, phone, language } = input;
  if (!email && !phone) {
    const message = translate(ctx.language, 'validation.email_or_phone');
    throw new AppError('validation', { errors: [{ field: 'email', message }] });
  }
  const source = 'sign_up';
  const customerId = await createOne(ctx, { firstName, lastName, email, phone, language, source });
  ctx.concerns(customerId);
  const profile = await lockProfile(ctx.tx, ctx.storeId, customerId);
  if (!profile) throw new AppError('internal', { detail: 'the customer just made is not there' });
  const login = await identity.createLogin(ctx, { customerId, passwordHash, ...loginOf(profile) });
  return { ...(await identity.openSession(ctx, login)), customerId };
}

/** What a log-in repeats of the profile. */
function loginOf(profile: Profile) {
  const { email, phone, firstName, lastName, firstNameAr, lastNameAr } = profile;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  const nameAr = [firstNameAr, lastNameAr].filter(Boolean).join(' ') || null;
  return { email, phone, name, nameAr, language: profile.language ?? undefined };
}

export async function get(ctx: Ctx, input: InputOf<Contract['get']>): Promise<OutputOf<Contract['get']>> {
  return showCustomer(ctx, await requireCustomer(ctx, input.customerId));
}

/**
 * Changes what is given and leaves the rest. A customer changes only their own profile; status, type,
 * tags, source and custom fields are the staff's. `address` replaces the main address.
 */
export async function update(
  ctx: Ctx,
  input: InputOf<Contract['update']>,
): Promise<OutputOf<Contract['update']>> {
  const { customerId: ref, address, ...patch } = input;
  const id = await requireCustomer(ctx, ref);
  const refused = ctx.actor.kind === 'customer' ? forbiddenField(patch) : undefined;
  if (refused) throw new AppError('forbidden', { field: refused });
  await changeProfile(ctx, id, () => patch);
  if (address) await putMainAddress(ctx, id, address);
  return showCustomer(ctx, id);
}

export async function addTag(
  ctx: Ctx,
  input: InputOf<Contract['addTag']>,
): Promise<OutputOf<Contract['addTag']>> {
  const id = await requireCustomer(ctx, input.customerId);
  const { tags } = await changeProfile(ctx, id, (before) => ({ tags: withTag(before.tags, input.tag) }));
  return { tags };
}

export async function removeTag(
  ctx: Ctx,
  input: InputOf<Contract['removeTag']>,
): Promise<OutputOf<Contract['removeTag']>> {
  const id = await requireCustomer(ctx, input.customerId);
  const { tags } = await changeProfile(ctx, id, (before) => ({
    tags: before.tags.filter((tag) => tag !== input.tag),
  }));
  return { tags };
}

/**
 * Writes what `patchOf` asks for and differs from what stands, with audit and event; the log-in follows.
 * The profile is locked in between, so that what a patch is made from cannot change under it.
 */
async function changeProfile(
  ctx: Ctx,
  id: string,
  patchOf: (before: Profile) => Partial<Profile>,
): Promise<Profile> {
  const home = homeOf(await settings.store(ctx), ctx.now);
  const before = await lockProfile(ctx.tx, ctx.storeId, id);
  if (!before) throw new AppError('not_found', { field: 'customerId' });
  if (before.erasedAt !== null) throw new AppError('customer_closed', { field: 'customerId' });
  const changes = changesOf(before, normalFields(patchOf(before), home));
  const fields = Object.keys(changes) as (keyof Profile)[];
  if (fields.length === 0) return before;
  const after = { ...before, ...changes };
  await writeProfile(ctx.tx, ctx.storeId, ctx.now, id, after);
  const isActive = after.status !== 'suspended' && after.status !== 'closed';
  await identity.syncLogin(ctx, id, { ...loginOf(after), isActive });
  ctx.audit({
    action: 'customers.update',
    entity: 'customer',
    entityId: id,
    customerId: id,
    fields,
    before: Object.fromEntries(fields.map((field) => [field, before[field]])),
    after: changes,
  });
  ctx.emit('customer.updated', { customerId: id, fields });
  return after;
}
