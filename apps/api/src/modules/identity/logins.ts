import type { Language } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { Participant } from '../../platform/module.ts';
import { normaliseEmail, type Realm } from './rules.ts';
import { end, openSession as openSessionOf, type SessionAccount, type Tokens } from './sessions.ts';
import {
  type AccountRow,
  deleteLogin,
  findLoginOfCustomer,
  insertAccount,
  openSessions,
  updateLoginRow,
} from './sql.ts';

export interface NewLogin {
  customerId: string;
  email?: string | null;
  /** E.164, by `normalisePhone`. */
  phone?: string | null;
  /** By `hashPassword`, made outside the transaction. */
  passwordHash: string;
  /** Shown as "signed in as"; kept in step by `syncLogin`. */
  name?: string;
  nameAr?: string | null;
  language?: Language;
}

/** A customer's log-in, as `openSession` takes it. */
export type CustomerLogin = SessionAccount & { customerId: string };

/**
 * Gives a customer of the store a log-in. Throws `email_taken`, `phone_taken`, `conflict` for a second
 * log-in of one customer, `validation` without e-mail and phone.
 */
export async function createLogin(ctx: Ctx, input: NewLogin): Promise<CustomerLogin> {
  if (!input.email && !input.phone) throw new AppError('validation', { field: 'email' });
  const login = { id: ctx.newId(), customerId: input.customerId, language: input.language ?? ctx.language };
  const row = {
    ...login,
    email: input.email ? normaliseEmail(input.email) : null,
    phone: input.phone ?? null,
    passwordHash: input.passwordHash,
    name: input.name ?? '',
    nameAr: input.nameAr ?? null,
  };
  await insertAccount(ctx.tx, realmOf(ctx), row, ctx.now);
  ctx.audit({
    action: 'identity.create_login',
    entity: 'account',
    entityId: login.id,
    customerId: login.customerId,
  });
  return login;
}

/** Opens a session of a customer who has just proved who they are (sign-up); gives the tokens. */
export function openSession(ctx: Ctx, login: CustomerLogin): Promise<Tokens> {
  return openSessionOf(ctx, realmOf(ctx), login);
}

export type LoginChange = Partial<Pick<AccountRow, 'email' | 'phone' | 'name' | 'nameAr' | 'language'>> & {
  /** False for a customer who may not sign in: suspended or closed. Their sessions end. */
  isActive?: boolean;
};

/**
 * Brings the customer's log-in, where they have one, in step with their profile: new e-mail or phone to
 * sign in with, name, language, or whether they may sign in at all. Throws `email_taken`, `phone_taken`,
 * `validation` where neither e-mail nor phone would be left.
 */
export async function syncLogin(ctx: Ctx, customerId: string, change: LoginChange): Promise<void> {
  const before = await findLoginOfCustomer(ctx.tx, ctx.storeId, customerId);
  if (!before) return;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: AccountRow = { ...before, ...given };
  if (after.email !== null) after.email = normaliseEmail(after.email);
  if (!after.email && !after.phone) throw new AppError('validation', { field: 'email' });
  const fields = (Object.keys(change) as (keyof LoginChange)[]).filter((key) => after[key] !== before[key]);
  if (fields.length === 0) return;
  await updateLoginRow(ctx.tx, ctx.storeId, after);
  if (before.isActive && !after.isActive) await end(ctx, realmOf(ctx), before, {}, 'closed');
  ctx.audit({ action: 'identity.change_login', entity: 'account', entityId: before.id, customerId, fields });
}

function realmOf(ctx: Ctx): Realm {
  return { kind: 'customer', storeId: ctx.storeId };
}

/**
 * Merging leaves log-ins alone: a log-in keeps naming the customer it was made for, and `customers`
 * follows merged ids to the survivor, so both people's log-ins go on working and un-merge needs nothing.
 */
export const participant: Participant = {
  async exportPersonal(ctx, customerId) {
    const login = await findLoginOfCustomer(ctx.tx, ctx.storeId, customerId);
    if (!login) return {};
    const sessions = await openSessions(ctx.tx, realmOf(ctx), login.id, ctx.now);
    return {
      login: {
        email: login.email,
        phone: login.phone,
        name: login.name,
        nameAr: login.nameAr,
        language: login.language,
        twoFactor: login.totpSecret !== null,
      },
      sessions: sessions.map(({ createdAt, lastUsedAt, device, address }) => ({
        createdAt,
        lastUsedAt,
        device,
        address,
      })),
    };
  },
  async erasePersonal(ctx, customerId) {
    const login = await findLoginOfCustomer(ctx.tx, ctx.storeId, customerId);
    if (!login) return;
    await end(ctx, realmOf(ctx), login, {}, 'closed');
    await deleteLogin(ctx.tx, ctx.storeId, customerId);
  },
};
