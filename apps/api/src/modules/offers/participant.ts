import type { Ctx } from '../../platform/context.ts';
import type { Participant } from '../../platform/module.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import { lapseClaimsOf, listClaims } from './claims/sql.ts';
import { presentClaim } from './present.ts';
import { carryOver, forgetPeople, giveClaims, givePeople, returnClaims, uniteCarried } from './sql-merge.ts';
import { changeCounters, lockTakers } from './state/sql.ts';

const table = 'offers.claims';

/** More than a person ever takes; keeps an export of personal data in one answer. */
const mostClaims = 10_000;

/**
 * Offers in the merging of customers, and in the export and the erasure of a customer's personal data. What both
 * took counts together, and goes on counting together for both after an un-merge: nobody gains a limit by it.
 * Who is excluded from an offer stays so. Erased are open claims and the lists that name the customer; what was
 * redeemed stays as a figure of the offer.
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const ids = await giveClaims(ctx.tx, ctx.storeId, merge);
    await Promise.all([
      customers.journal(
        ctx,
        merge.id,
        table,
        ids.map((rowId) => ({ rowId })),
      ),
      givePeople(ctx.tx, ctx.storeId, merge),
      uniteCarried(ctx.tx, ctx.storeId, merge),
    ]);
  },
  unmerge: async (ctx, unmerge) => {
    const rows = await customers.journalled(ctx, unmerge.id, table);
    await returnClaims(
      ctx.tx,
      ctx.storeId,
      unmerge,
      rows.map((row) => row.rowId),
    );
    await carryOver(ctx.tx, ctx.storeId, unmerge);
  },
  exportPersonal: async (ctx, customerId) => {
    const [{ currency }, { rows }] = await Promise.all([
      settings.store(ctx),
      listClaims(ctx.tx, ctx.storeId, { customerId, at: ctx.now }, { limit: mostClaims, offset: 0 }),
    ]);
    return { offers: rows.map((row) => presentClaim(row, currency, ctx.now)) };
  },
  erasePersonal: async (ctx, customerId) => {
    await endClaims(ctx, customerId);
    await forgetPeople(ctx.tx, ctx.storeId, customerId);
  },
};

/** Ends what the customer has claimed and gives the places back. */
async function endClaims(ctx: Ctx, customerId: string): Promise<void> {
  const { rows } = await listClaims(
    ctx.tx,
    ctx.storeId,
    { customerId, status: 'open', at: new Date(0) },
    { limit: mostClaims, offset: 0 },
  );
  await lockTakers(ctx.tx, ctx.storeId, [customerId], [...new Set(rows.map((row) => row.offerId))]);
  const ended = await lapseClaimsOf(ctx.tx, ctx.storeId, customerId, ctx.now);
  await changeCounters(
    ctx.tx,
    ctx.storeId,
    ended.map(({ offerId }) => ({ offerId, taken: -1, money: 0, points: 0 })),
  );
}
