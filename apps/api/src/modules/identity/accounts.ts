import type { InputOf, identityContract, Language, OutputOf, settingsContract } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError, type Refusal } from '../../platform/errors.ts';
import * as settings from '../settings/index.ts';
import { attempt, subjectOf } from './attempts.ts';
import type { CheckedOwner } from './owner.ts';
import { normaliseEmail } from './rules.ts';
import { end, ownAccount, requireAccount } from './sessions.ts';
import {
  type AccountRow,
  findAccountByLogin,
  findStaffContacts,
  insertAccount,
  lockAccount,
  type StaffContact,
  setPassword,
  updateStaffPerson,
} from './sql.ts';

type Contract = typeof identityContract;

export interface NewStaffAccount {
  email: string;
  /** By `hashPassword`, made outside the transaction. */
  passwordHash: string;
  name: string;
  nameAr?: string;
  language?: Language;
}

/** Makes a staff log-in, of no store yet; gives its id. Throws `email_taken`. */
export async function createStaffAccount(ctx: Ctx, input: NewStaffAccount): Promise<string> {
  const id = ctx.newId();
  const row = {
    id,
    customerId: null,
    email: normaliseEmail(input.email),
    phone: null,
    passwordHash: input.passwordHash,
    name: input.name,
    nameAr: input.nameAr ?? null,
    language: input.language ?? ctx.language,
  };
  await insertAccount(ctx.tx, { kind: 'staff' }, row, ctx.now);
  ctx.audit({ action: 'identity.create_account', entity: 'account', entityId: id });
  return id;
}

/** How the holders of these accounts are reached, by account; those whose account is closed are missing. */
export async function staffContacts(
  ctx: Ctx,
  accountIds: readonly string[],
): Promise<Map<string, StaffContact>> {
  const found = await findStaffContacts(ctx.tx, accountIds);
  return new Map(found.map((contact) => [contact.id, contact]));
}

/**
 * Makes someone a member of the store's staff by e-mail: with the account they have, else with a new one.
 * @param passwordHash of the initial password, for a new account
 */
export async function addStaff(
  ctx: Ctx,
  input: InputOf<(typeof settingsContract)['addStaff']>,
  passwordHash: string,
): Promise<OutputOf<(typeof settingsContract)['addStaff']>> {
  const email = normaliseEmail(input.email);
  const existing = await findAccountByLogin(ctx.tx, { kind: 'staff' }, { email });
  const accountId =
    existing?.id ?? (await createStaffAccount(ctx, { email, passwordHash, name: input.name }));
  return settings.addMember(ctx, { ...input, email, accountId });
}

/** Changes the own password and ends every other session; wrong current passwords are counted. */
export async function changePassword(
  ctx: Ctx,
  _input: InputOf<Contract['changePassword']>,
  checked: CheckedOwner & { newHash: string },
): Promise<OutputOf<Contract['changePassword']> | Refusal> {
  const own = await requireAccount(ctx);
  const { realm } = own;
  const account = (await lockAccount(ctx.tx, realm, own.account.id)) ?? own.account;
  const refusal = await attempt(ctx, realm, subjectOf(account.id), account, async () =>
    checked.fits && account.passwordHash === checked.passwordHash ? undefined : 'sign_in_failed',
  );
  if (refusal) return refusal;
  await setPassword(ctx.tx, realm, account.id, checked.newHash, ctx.now);
  await end(ctx, realm, account, { except: own.sessionId }, 'password_changed');
  ctx.audit({
    action: 'identity.change_password',
    entity: 'account',
    entityId: account.id,
    customerId: account.customerId ?? undefined,
  });
  if (account.customerId) ctx.emit('security.password_changed', { customerId: account.customerId });
  return { changed: true };
}

/** Who is signed in, and the store they are in. */
export async function me(ctx: Ctx): Promise<OutputOf<Contract['me']>> {
  const [facts, own] = await Promise.all([settings.store(ctx), ownAccount(ctx, ctx.actor)]);
  const { actor } = ctx;
  if (actor.kind !== 'customer' && actor.kind !== 'staff' && actor.kind !== 'key')
    throw new AppError('unauthenticated');
  const store = { id: facts.id, name: facts.name, nameAr: facts.nameAr };
  return {
    kind: actor.kind,
    store: {
      ...store,
      slug: facts.slug,
      currency: facts.currency,
      timeZone: facts.timeZone,
      language: facts.language,
      color: facts.color,
      switches: facts.switches,
    },
    stores: actor.kind === 'staff' ? await ownStores(ctx, actor.accountId) : [store],
    customerId: actor.kind === 'customer' ? actor.customerId : null,
    staffId: actor.kind === 'staff' ? actor.id : null,
    role: actor.kind === 'staff' ? actor.role : null,
    permissions: actor.kind === 'customer' ? [] : [...actor.permissions],
    ...(own ? person(own.account) : nobody),
    ...(actor.kind === 'key' ? { name: await settings.keyName(ctx, actor.id) } : {}),
    language: own?.account.language ?? facts.language,
  };
}

/** Changes the signed-in member's own name or language. */
export async function updateMe(
  ctx: Ctx,
  input: InputOf<Contract['updateMe']>,
): Promise<OutputOf<Contract['updateMe']>> {
  if (ctx.actor.kind !== 'staff') throw new AppError('forbidden', { detail: 'customers have a profile' });
  const { account } = await requireAccount(ctx);
  const after = {
    id: account.id,
    name: input.name ?? account.name,
    nameAr: input.nameAr === undefined ? account.nameAr : input.nameAr,
    language: input.language ?? account.language,
  };
  await updateStaffPerson(ctx.tx, after);
  const fields = (['name', 'nameAr', 'language'] as const).filter((key) => after[key] !== account[key]);
  ctx.audit({ action: 'identity.update_me', entity: 'account', entityId: account.id, fields });
  return me(ctx);
}

async function ownStores(ctx: Ctx, accountId: string) {
  const memberships = await settings.storesOf(ctx, accountId);
  return memberships.map(({ storeId, name, nameAr }) => ({ id: storeId, name, nameAr }));
}

function person(account: AccountRow) {
  const { name, nameAr, email, phone, totpSecret } = account;
  return { name, nameAr, email, phone, twoFactor: totpSecret !== null };
}

const nobody = { name: '', nameAr: null, email: null, phone: null, twoFactor: false };
