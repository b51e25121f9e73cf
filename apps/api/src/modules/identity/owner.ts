import type { PrepareContext } from '../../platform/http/bind.ts';
import * as settings from '../settings/index.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { ownAccount } from './sessions.ts';

/** What was found out of the signed-in person's password before the transaction. */
export interface CheckedOwner {
  /** The hash that was compared; it must still be the account's in the transaction. */
  passwordHash?: string;
  fits: boolean;
}

/** Compares a password with the signed-in person's own; the slow part, without a connection held. */
export async function checkOwner(password: string, request: PrepareContext): Promise<CheckedOwner> {
  const own = await settings.readOutside(request.storeId, (ctx) => ownAccount(ctx, request.actor));
  const passwordHash = own?.account.passwordHash;
  return { passwordHash, fits: await verifyPassword(passwordHash, password) };
}

/** The same, and the hash of the password that is to take its place. */
export async function checkChange(
  input: { currentPassword: string; newPassword: string },
  request: PrepareContext,
): Promise<CheckedOwner & { newHash: string }> {
  const checked = await checkOwner(input.currentPassword, request);
  return { ...checked, newHash: await hashPassword(input.newPassword) };
}
