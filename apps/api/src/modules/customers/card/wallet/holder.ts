import type { Card } from '@wafa/contract';
import type { Ctx } from '../../../../platform/context.ts';
import { requireCustomer } from '../../profile/references.ts';
import { showCard } from '../show.ts';

/** The card that a pass is made of; a closed customer gets none. */
export async function holder(ctx: Ctx, customerId: string): Promise<Card> {
  return showCard(ctx, await requireCustomer(ctx, customerId, { open: true }));
}
