import type { InputOf, loyaltyProgrammesContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { requireIn } from './editing.ts';
import { programmes } from './programmes.ts';
import { openAccount, setMembership } from './sql.ts';
import type { ProgrammeRow } from './types.ts';

type Contract = typeof loyaltyProgrammesContract;
type Membership = OutputOf<Contract['joinProgram']>;

/** Opens a customer's account in a programme, or takes up again one that they left. */
export async function joinProgram(ctx: Ctx, input: InputOf<Contract['joinProgram']>): Promise<Membership> {
  const programme = requireIn((await programmes(ctx)).byId.values(), input.programId);
  const customerId = await customers.require(ctx, input.customerId, { open: true });
  const accountId = await become(ctx, programme, customerId, 'open');
  return { programId: programme.id, customerId, status: 'open', accountId };
}

/**
 * Marks a customer as gone from a programme. Someone who would be enrolled without being asked gets an
 * account that says so, else their next order would open one.
 */
export async function leaveProgram(ctx: Ctx, input: InputOf<Contract['leaveProgram']>): Promise<Membership> {
  const programme = requireIn((await programmes(ctx)).byId.values(), input.programId);
  const customerId = await customers.require(ctx, input.customerId);
  const accountId = await become(ctx, programme, customerId, 'left');
  return { programId: programme.id, customerId, status: 'left', accountId };
}

async function become(
  ctx: Ctx,
  programme: ProgrammeRow,
  customerId: string,
  status: 'open' | 'left',
): Promise<string> {
  ctx.concerns(customerId);
  const at = { programmeId: programme.id, customerId, status };
  const accountId =
    (await setMembership(ctx.tx, ctx.storeId, at)) ??
    (await openAccount(ctx.tx, ctx.storeId, { ...at, id: ctx.newId(), at: ctx.now }));
  ctx.audit({
    action: status === 'open' ? 'loyalty.joinProgram' : 'loyalty.leaveProgram',
    entity: 'loyalty_account',
    entityId: accountId,
    customerId,
    fields: ['status'],
    after: { programId: programme.id, status },
  });
  return accountId;
}
