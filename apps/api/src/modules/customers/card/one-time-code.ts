import { createHmac, timingSafeEqual } from 'node:crypto';
import type { customersCardContract, InputOf, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { type Refusal, refuse } from '../../../platform/errors.ts';
import { fold } from '../directory/rules.ts';
import { requireCustomer } from '../profile/references.ts';
import { oneTimeCodeKey } from './keys.ts';
import { oneTimeCode, sixDigits } from './rules.ts';
import { countWrongCode, lockCode, putCode, useCode } from './sql-scans.ts';

type Contract = typeof customersCardContract;

/** Six digits that the customer reads to the cashier; they end the code before. */
export async function createOneTimeCode(
  ctx: Ctx,
  input: InputOf<Contract['createOneTimeCode']>,
): Promise<OutputOf<Contract['createOneTimeCode']>> {
  const customerId = await requireCustomer(ctx, input.customerId, { open: true });
  const code = sixDigits(ctx.randomBytes(8));
  const endsAt = new Date(ctx.now.getTime() + oneTimeCode.lastsMs);
  await putCode(ctx.tx, ctx.storeId, customerId, { codeHash: hashOf(ctx, customerId, code), endsAt });
  return { code, endsAt: endsAt.toISOString() };
}

/** Takes a customer's code once; a wrong one is counted, and too many end it. */
export async function checkOneTimeCode(
  ctx: Ctx,
  input: InputOf<Contract['checkOneTimeCode']>,
): Promise<OutputOf<Contract['checkOneTimeCode']> | Refusal> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const row = await lockCode(ctx.tx, ctx.storeId, customerId);
  const wrong = refuse('one_time_code_wrong', { field: 'code' });
  if (!row || row.usedAt || row.endsAt <= ctx.now || row.failures >= oneTimeCode.tries) return wrong;
  const typed = hashOf(ctx, customerId, fold(input.code).replaceAll(' ', ''));
  if (!timingSafeEqual(typed, row.codeHash)) {
    await countWrongCode(ctx.tx, ctx.storeId, customerId);
    return wrong;
  }
  await useCode(ctx.tx, ctx.storeId, customerId, { at: ctx.now, by: actorId(ctx.actor) });
  ctx.concerns(customerId);
  return { customerId, proof: 'code', provedAt: ctx.now.toISOString() };
}

function hashOf(ctx: Ctx, customerId: string, code: string): Uint8Array {
  return createHmac('sha256', oneTimeCodeKey(ctx.storeId)).update(`${customerId}/${code}`).digest();
}
