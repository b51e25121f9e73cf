import type { InputOf, loyaltyContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { earn, standings } from './ledger.ts';

type Contract = typeof loyaltyContract;

/** A till's clock may be ahead of ours by this much. */
const clockAheadMs = 5 * 60_000;

/** `POST /loyalty/earn` for several requests of one store at once: a reply or an error for each. */
export async function credit(
  ctx: Ctx,
  inputs: InputOf<Contract['earn']>[],
): Promise<(OutputOf<Contract['earn']> | AppError)[]> {
  const known = await customers.resolveMany(
    ctx,
    inputs.map((input) => input.customerId),
  );
  const checked = inputs.map((input) => {
    const customer = known.get(input.customerId);
    const occurredAt = input.occurredAt ? new Date(input.occurredAt) : ctx.now;
    if (!customer) return new AppError('not_found', { field: 'customerId' });
    const refusal = customers.refusalOf(customer.status, 'earn');
    if (refusal) return new AppError(refusal, { field: 'customerId' });
    if (occurredAt.getTime() > ctx.now.getTime() + clockAheadMs) {
      return new AppError('date_in_future', { field: 'occurredAt' });
    }
    return { input, customer, occurredAt };
  });
  const good = checked.flatMap((item) => (item instanceof AppError ? [] : [item]));
  const standing = await standings(
    ctx,
    good.map((item) => item.customer.id),
  );
  const members = good.flatMap((item) => {
    const member = standing.get(item.customer.id);
    return member?.isEnrolled ? [{ ...item, member }] : [];
  });
  const results = await earn(
    ctx,
    members.map(({ input, customer, occurredAt, member }) => ({
      customerId: customer.presentedId,
      accountId: member.accountId,
      source: 'api',
      sourceId: input.transactionId,
      line: 0,
      kind: 'manual' as const,
      points: input.points,
      occurredAt,
      reason: { rule: 'manual' },
      description: input.description,
    })),
  );
  let next = 0;
  return checked.map((item) => {
    if (item instanceof AppError) return item;
    if (!standing.get(item.customer.id)?.isEnrolled)
      return new AppError('not_enrolled', { field: 'customerId' });
    const result = results[next++];
    if (!result?.entryId) return new AppError('transaction_conflict', { field: 'transactionId' });
    return {
      entryId: result.entryId,
      customerId: item.customer.id,
      points: result.points,
      balance: result.balance.available,
      tier: result.tierTo,
    };
  });
}
