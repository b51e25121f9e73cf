import type { Ctx } from '../../platform/context.ts';
import type { Job } from '../../platform/module.ts';
import { assign } from './audience/sql.ts';
import { endOffers } from './catalogue/sql.ts';
import { findDueOffers, lapseClaims } from './claims/sql.ts';
import { padsOf, thresholdOf } from './state/holdout.ts';
import { changeCounters, lockTakers, readHoldouts } from './state/sql.ts';

/** Claims ended in one transaction: few enough that their offers are free again within a second. */
const lapseSize = 500;

/**
 * Ends claims whose time is over; each gives its place back. Returns whether more are left. Safe to run twice
 * or be killed: a claim leaves `open` once.
 */
export async function lapse(ctx: Ctx): Promise<boolean> {
  const offerIds = await findDueOffers(ctx.tx, ctx.storeId, ctx.now, lapseSize);
  if (offerIds.length === 0) return false;
  await lockTakers(ctx.tx, ctx.storeId, [], offerIds);
  const ended = await lapseClaims(ctx.tx, ctx.storeId, offerIds, ctx.now, lapseSize);
  await changeCounters(
    ctx.tx,
    ctx.storeId,
    ended.map(({ offerId }) => ({ offerId, taken: -1, money: 0, points: 0 })),
  );
  for (const { id: claimId, offerId, customerId } of ended)
    ctx.emit('offer.lapsed', { claimId, offerId, customerId });
  return true;
}

/** How far the assignment of a store's audiences has come. */
interface Assigning {
  offerId?: string;
  after?: string;
}

/** Hashes 20,000 customers in about 0.2 s. */
const assignSize = 20_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Assigns the audiences of active offers with a control group, a page at a time; customers who came into an
 * audience since the last run are added with today's date.
 */
async function assignNext(ctx: Ctx, { offerId, after }: Assigning): Promise<Assigning | undefined> {
  const offers = await readHoldouts(ctx.tx, ctx.storeId);
  const offer = offers.find(({ id }) => offerId === undefined || id >= offerId);
  if (!offer) return undefined;
  const { audience, excludedSegments } = offer.terms;
  const last = await assign(
    ctx.tx,
    ctx.storeId,
    offer.id,
    { audience, excludedSegments, offerId: offer.id },
    { ...padsOf(offer.seed), threshold: thresholdOf(offer.holdoutPercent) },
    { after: (offer.id === offerId && after) || firstId, limit: assignSize, at: ctx.now },
  );
  if (last !== undefined) return { offerId: offer.id, after: last };
  const next = offers.find(({ id }) => id > offer.id);
  return next && { offerId: next.id };
}

export const jobs: Job[] = [
  {
    queue: 'offers.lapse',
    schedule: '20 * * * *',
    work: async (ctx, data) => ((await lapse(ctx)) ? data : undefined),
  },
  {
    queue: 'offers.end',
    schedule: '*/15 * * * *',
    work: async (ctx) => {
      for (const id of await endOffers(ctx.tx, ctx.storeId, ctx.now))
        ctx.audit({ action: 'offers.end', entity: 'offer', entityId: id, after: { status: 'ended' } });
      return undefined;
    },
  },
  {
    queue: 'offers.assign',
    schedule: '40 * * * *',
    work: (ctx, data) => assignNext(ctx, data as Assigning),
  },
];
