import type { InputOf, identityContract } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError, type Refusal } from '../../platform/errors.ts';
import type { PrepareContext } from '../../platform/http/bind.ts';
import { noStore } from '../../platform/http/request.ts';
import * as settings from '../settings/index.ts';
import { attempt, locked, subjectOf } from './attempts.ts';
import { acceptCode } from './factor.ts';
import { verifyPassword } from './passwords.ts';
import { loginKey, type Realm } from './rules.ts';
import { openSession, type Tokens } from './sessions.ts';
import { type AccountRow, findAccountByLogin, findAttempts, lockAccount } from './sql.ts';

type Contract = typeof identityContract;

/** What was found out before the transaction: no connection is held while the password is hashed. */
export interface CheckedLogin {
  realm: Realm;
  /** Under which failures are counted. */
  subject: Buffer;
  /** Set where the subject was locked already, so that no password was looked at. */
  lockedUntil?: Date;
  account?: Pick<AccountRow, 'id' | 'passwordHash'>;
  /** Whether the password fits `account.passwordHash`. */
  fits: boolean;
}

/** Looks the log-in up and checks the password, in equal time for known and unknown log-ins. */
export async function checkLogin(
  input: InputOf<Contract['signIn']>,
  request: PrepareContext,
): Promise<CheckedLogin> {
  const { storeId } = request;
  if (input.as === 'customer' && storeId === noStore) throw new AppError('store_unknown');
  const realm: Realm = input.as === 'staff' ? { kind: 'staff' } : { kind: 'customer', storeId };
  const country = storeId === noStore ? undefined : (await settings.storeById(storeId))?.country;
  const key = loginKey(input.login, country);
  const { account, subject, attempts } = await settings.readOutside(storeId, async (ctx) => {
    const account = await findAccountByLogin(ctx.tx, realm, key);
    const subject = subjectOf(account?.id, key);
    return { account, subject, attempts: await findAttempts(ctx.tx, realm, subject) };
  });
  const lockedUntil = attempts?.lockedUntil ?? undefined;
  if (lockedUntil && lockedUntil > request.now) return { realm, subject, lockedUntil, fits: false };
  const fits = await verifyPassword(account?.passwordHash, input.password);
  return { realm, subject, account, fits };
}

/**
 * Signs in. Failures are counted under a lock, so that parallel guesses are counted one by one; past
 * five the account answers `locked` for a growing time, to the right password too. Refusals commit.
 */
export async function signIn(
  ctx: Ctx,
  input: InputOf<Contract['signIn']>,
  checked: CheckedLogin,
): Promise<Tokens | Refusal> {
  const { realm, subject, lockedUntil } = checked;
  if (lockedUntil) return locked(ctx, lockedUntil);
  const account = checked.account && (await lockAccount(ctx.tx, realm, checked.account.id));
  const refusal = await attempt(ctx, realm, subject, account, async () => {
    if (!checked.fits || account?.passwordHash !== checked.account?.passwordHash) return 'sign_in_failed';
    if (!account?.isActive) return 'sign_in_failed';
    if (!account.totpSecret) return undefined;
    if (!input.code) throw new AppError('second_factor_required');
    return (await acceptCode(ctx, realm, account, input.code)) ? undefined : 'code_wrong';
  });
  if (refusal) return refusal;
  const found = account as AccountRow;
  const tokens = await openSession(ctx, realm, found);
  ctx.audit({
    action: 'identity.sign_in',
    entity: 'account',
    entityId: found.id,
    customerId: found.customerId ?? undefined,
  });
  return tokens;
}
