import type { Ctx } from '../../platform/context.ts';
import type { AppError } from '../../platform/errors.ts';
import * as offers from '../offers/index.ts';
import * as orders from '../orders/index.ts';
import type { Draft } from './types.ts';

/** New orders after their offers were decided. */
export interface Offered {
  till: offers.Till;
  /** Why orders are not recorded, by their ids. */
  refused: ReadonlyMap<string, AppError>;
  allowed: Draft[];
}

/**
 * Takes the offers that new orders name. An order whose offers do not hold is refused whole: its source id,
 * which was claimed already, is free again, and whoever sent the same order meanwhile finds it so.
 */
export async function takeOffers(ctx: Ctx, drafts: readonly Draft[]): Promise<Offered> {
  const naming = drafts.filter((draft) => draft.offers.length > 0);
  const till = await offers.openTill(
    ctx,
    naming.map(({ order, offers: named }) => ({ ...order, offers: named })),
  );
  const refused = new Map<string, AppError>();
  for (const { order, offers: named } of naming) {
    const refusal = till.take({ ...order, offers: named });
    if (refusal) refused.set(order.id, refusal);
  }
  await orders.release(
    ctx,
    naming.flatMap(({ order }) => (refused.has(order.id) ? [order] : [])),
  );
  return { till, refused, allowed: drafts.filter(({ order }) => !refused.has(order.id)) };
}
