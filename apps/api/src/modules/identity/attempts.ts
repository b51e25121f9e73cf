import type { Ctx } from '../../platform/context.ts';
import { type ErrorCode, type Refusal, refuse } from '../../platform/errors.ts';
import { attemptSubject, type LoginKey, lockSeconds, type Realm } from './rules.ts';
import { type AccountRow, clearAttempts, lockAttempts, saveAttempts } from './sql.ts';
import { identityKeys } from './tokens.ts';

/** Under which name failures are counted: the account, or for none of that log-in what was typed. */
export function subjectOf(accountId: string | undefined, key: LoginKey = { unknown: '' }): Buffer {
  return attemptSubject(identityKeys().attempts, accountId, key);
}

/**
 * Runs a check whose failures are counted: undefined where it passed (the counter is cleared), else the
 * refusal to return. Used wherever a password or a code can be guessed.
 */
export async function attempt(
  ctx: Ctx,
  realm: Realm,
  subject: Buffer,
  account: Pick<AccountRow, 'id' | 'customerId'> | undefined,
  check: () => Promise<ErrorCode | undefined>,
): Promise<Refusal | undefined> {
  const attempts = await lockAttempts(ctx.tx, realm, subject, ctx.now);
  if (attempts.lockedUntil && attempts.lockedUntil > ctx.now) return locked(ctx, attempts.lockedUntil);
  const code = await check();
  if (!code) {
    await clearAttempts(ctx.tx, realm, subject);
    return undefined;
  }
  const failures = attempts.failures + 1;
  const seconds = lockSeconds(failures);
  const lockedUntil = seconds > 0 ? new Date(ctx.now.getTime() + seconds * 1000) : null;
  await saveAttempts(ctx.tx, realm, subject, { failures, lockedUntil }, ctx.now);
  ctx.audit({
    action: 'identity.sign_in_failed',
    entity: 'account',
    entityId: account?.id ?? 'unknown',
    customerId: account?.customerId ?? undefined,
    after: { failures },
  });
  return refuse(code);
}

/** The refusal of a locked subject, with the whole seconds left. */
export function locked(ctx: Ctx, until: Date): Refusal {
  const seconds = Math.max(1, Math.ceil((until.getTime() - ctx.now.getTime()) / 1000));
  return refuse('locked', { retryAfterSeconds: seconds });
}
