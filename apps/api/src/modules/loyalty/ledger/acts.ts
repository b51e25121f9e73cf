import { createHash } from 'node:crypto';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { standings } from './ledger.ts';
import type { Standing } from './types.ts';

/** A new salt for an entry's details, in hex as the stored functions take it. */
export function saltOf(ctx: Ctx): string {
  return Buffer.from(ctx.randomBytes(32)).toString('hex');
}

/** SHA-256, in hex, of what an act asks for: the same business key with other contents is a conflict. */
export function fingerprintOf(contents: unknown): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
}

/** Where a customer stands in the default programme. Throws `not_enrolled` where they never joined it. */
export async function requireStanding(ctx: Ctx, customerId: string): Promise<Standing> {
  const standing = (await standings(ctx, [customerId])).get(customerId);
  if (!standing) throw new AppError('not_enrolled', { field: 'customerId' });
  return standing;
}
