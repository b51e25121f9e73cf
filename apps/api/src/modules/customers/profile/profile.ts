import type { customersContract, InputOf, identityContract, OutputOf } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as identity from '../../identity/index.ts';
import { putMainAddress } from '../addresses/addresses.ts';
import { type CreateOptions, createMany, type NewCustomer } from './bulk.ts';
import { changeProfile, loginOf } from './change.ts';
import { showCustomer } from './present.ts';
import { requireCustomer } from './references.ts';
import { forbiddenField, withTag } from './rules.ts';
import { lockProfile } from './sql.ts';

type Contract = typeof customersContract;

/** Registers a customer with card, opening facts and, where given, the first address. */
export async function create(
  ctx: Ctx,
  input: InputOf<Contract['create']>,
): Promise<OutputOf<Contract['create']>> {
  return showCustomer(ctx, await createOne(ctx, input, { whole: true }));
}

async function createOne(ctx: Ctx, item: NewCustomer, options: CreateOptions): Promise<string> {
  const [made] = await createMany(ctx, [item], options);
  if (made === undefined || made instanceof AppError) throw made;
  return made.id;
}

/** Customer, card and log-in in one step; the new customer is signed in. */
export async function signUp(
  ctx: Ctx,
  input: InputOf<typeof identityContract.signUp>,
  passwordHash: string,
): Promise<OutputOf<typeof identityContract.signUp>> {
  const { firstName, lastName, email, phone, language, referralCode, device } = input;
  if (!email && !phone) {
    const message = translate(ctx.language, 'validation.email_or_phone');
    throw new AppError('validation', { errors: [{ field: 'email', message }] });
  }
  const source = 'sign_up';
  const person = { firstName, lastName, email, phone, language, source };
  const referral = referralCode ? { code: referralCode, ...(device && { device }) } : undefined;
  const customerId = await createOne(ctx, person, {
    consentSource: 'sign_up',
    ...(referral && { referral }),
  });
  ctx.concerns(customerId);
  const profile = await lockProfile(ctx.tx, ctx.storeId, customerId);
  if (!profile) throw new AppError('internal', { detail: 'the customer just made is not there' });
  const login = await identity.createLogin(ctx, { customerId, passwordHash, ...loginOf(profile) });
  return { ...(await identity.openSession(ctx, login)), customerId };
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
  const { customerId: ref, address, consentWording: wording, ...patch } = input;
  const id = await requireCustomer(ctx, ref);
  const refused = ctx.actor.kind === 'customer' ? forbiddenField(patch) : undefined;
  if (refused) throw new AppError('forbidden', { field: refused });
  await changeProfile(ctx, id, () => patch, { wording });
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
