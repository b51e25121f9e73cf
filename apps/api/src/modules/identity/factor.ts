import type { InputOf, identityContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError, type Refusal } from '../../platform/errors.ts';
import * as settings from '../settings/index.ts';
import { attempt, subjectOf } from './attempts.ts';
import type { CheckedOwner } from './owner.ts';
import { type Realm, recoveryCodes, recoveryHash, totpSecret, totpStep, totpUri } from './rules.ts';
import { requireAccount } from './sessions.ts';
import { type AccountRow, lockAccount, replaceRecoveryCodes, setTotp, spendRecoveryCode } from './sql.ts';

type Contract = typeof identityContract;

/**
 * Uses a second-factor code up: a TOTP code of a step not used yet, or a recovery code. The account's
 * row is locked by the caller, so that of parallel uses of one code one succeeds.
 */
export async function acceptCode(
  ctx: Ctx,
  realm: Realm,
  account: AccountRow,
  code: string,
): Promise<boolean> {
  if (!account.totpSecret) return false;
  const step = totpStep(account.totpSecret, code, ctx.now, account.totpLastStep);
  if (step !== undefined) {
    await setTotp(ctx.tx, realm, account.id, { secret: account.totpSecret, pending: null, lastStep: step });
    return true;
  }
  const hash = recoveryHash(account.id, code);
  return hash !== undefined && spendRecoveryCode(ctx.tx, realm, account.id, hash, ctx.now);
}

/** Begins an enrolment; beginning again replaces the secret that was not confirmed. */
export async function startTwoFactor(ctx: Ctx): Promise<OutputOf<Contract['startTwoFactor']>> {
  const { realm, account } = await requireAccount(ctx);
  if (account.totpSecret) throw new AppError('two_factor_on');
  const secret = totpSecret(ctx.randomBytes(20));
  await setTotp(ctx.tx, realm, account.id, { secret: null, pending: secret, lastStep: null });
  const label = account.email ?? account.phone ?? account.name;
  return { secret, uri: totpUri(secret, label, (await settings.store(ctx)).name) };
}

/** Confirms the enrolment with a first code, which is thereby used up, and gives the recovery codes. */
export async function confirmTwoFactor(
  ctx: Ctx,
  input: InputOf<Contract['confirmTwoFactor']>,
): Promise<OutputOf<Contract['confirmTwoFactor']> | Refusal> {
  const own = await requireAccount(ctx);
  const { realm } = own;
  const account = (await lockAccount(ctx.tx, realm, own.account.id)) ?? own.account;
  if (account.totpSecret) throw new AppError('two_factor_on');
  const pending = account.totpPending;
  const step = pending ? totpStep(pending, input.code, ctx.now, null) : undefined;
  const refusal = await attempt(ctx, realm, subjectOf(account.id), account, async () =>
    step === undefined ? 'code_wrong' : undefined,
  );
  if (refusal) return refusal;
  const codes = recoveryCodes(ctx.randomBytes(100));
  await setTotp(ctx.tx, realm, account.id, { secret: pending, pending: null, lastStep: step ?? null });
  const hashes = codes.flatMap((code) => recoveryHash(account.id, code) ?? []);
  await replaceRecoveryCodes(ctx.tx, realm, account.id, hashes);
  noteChange(ctx, account, true);
  return { recoveryCodes: codes };
}

/** Switches the second factor off, for the password. */
export async function stopTwoFactor(
  ctx: Ctx,
  _input: InputOf<Contract['stopTwoFactor']>,
  checked: CheckedOwner,
): Promise<OutputOf<Contract['stopTwoFactor']> | Refusal> {
  const own = await requireAccount(ctx);
  const { realm } = own;
  const account = (await lockAccount(ctx.tx, realm, own.account.id)) ?? own.account;
  const refusal = await attempt(ctx, realm, subjectOf(account.id), account, async () =>
    checked.fits && account.passwordHash === checked.passwordHash ? undefined : 'sign_in_failed',
  );
  if (refusal) return refusal;
  await setTotp(ctx.tx, realm, account.id, { secret: null, pending: null, lastStep: null });
  await replaceRecoveryCodes(ctx.tx, realm, account.id, []);
  noteChange(ctx, account, false);
  return { twoFactor: false };
}

function noteChange(ctx: Ctx, account: AccountRow, on: boolean): void {
  ctx.audit({
    action: on ? 'identity.start_two_factor' : 'identity.stop_two_factor',
    entity: 'account',
    entityId: account.id,
    customerId: account.customerId ?? undefined,
  });
  if (account.customerId) ctx.emit('security.two_factor_changed', { customerId: account.customerId, on });
}
