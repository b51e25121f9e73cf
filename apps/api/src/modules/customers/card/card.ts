import type { customersContract, InputOf, OutputOf } from '@wafa/contract';
import { prefix } from '@wafa/pass';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { fold } from '../directory/rules.ts';
import { normalPhone } from '../profile/rules.ts';
import { findByPhone } from '../profile/sql.ts';
import { isCardNumber } from './rules.ts';
import { showCard } from './show.ts';
import { judge } from './verify.ts';

type Contract = typeof customersContract;

/** The Customer ID card of a customer. */
export async function card(ctx: Ctx, input: InputOf<Contract['card']>): Promise<OutputOf<Contract['card']>> {
  return showCard(ctx, input.customerId);
}

/**
 * The card behind exactly this number, scanned code or phone, as a till finds it; `not_found` where there is
 * none. A rotating code is judged but not taken, so it may be shown again: it proves nothing here.
 */
export async function lookup(
  ctx: Ctx,
  input: InputOf<Contract['lookup']>,
): Promise<OutputOf<Contract['lookup']>> {
  const ref = input.phone ? await byPhone(ctx, input.phone) : await byCard(ctx, input.card ?? '');
  if (!ref) throw new AppError('not_found', { field: input.phone ? 'phone' : 'card' });
  return { ...(await showCard(ctx, ref)), proof: 'static' };
}

async function byPhone(ctx: Ctx, phone: string): Promise<string | undefined> {
  const { country } = await settings.store(ctx);
  return findByPhone(ctx.tx, ctx.storeId, normalPhone(phone, country));
}

/** A number as read out, typed in groups or scanned from the static QR; or what a rotating code says. */
async function byCard(ctx: Ctx, shown: string): Promise<string | undefined> {
  if (shown.startsWith(prefix)) return (await judge(ctx, shown, 'card')).cardNumber;
  const number = fold(shown)
    .replace(/^wafa 1 /, '')
    .replaceAll(' ', '');
  return isCardNumber(number) ? number : undefined;
}
