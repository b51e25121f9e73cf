import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import type { OfferState, Taken, Taker } from '../basket/rules/eligibility.ts';
import type { ClaimRow, CodeRow, OfferRow } from '../types.ts';
import { isHeldOut } from './holdout.ts';
import {
  readCodes,
  readNamed,
  readOffers,
  readOpenClaims,
  readTaken,
  type StateQuery,
  type StoredOffer,
} from './sql.ts';

/**
 * Offers and the customers who may take them, as they stand. Whoever takes offers for several orders counts on in
 * the offers and in `taken`, so that a later order sees what an earlier one took.
 */
export interface State {
  offers: ReadonlyMap<string, StoredOffer>;
  /** By folded code. */
  codes: ReadonlyMap<string, CodeRow>;
  /** A customer as an offer sees them. */
  taker(offer: OfferRow, customerId: string): Taker;
  /** Open claims of a customer, oldest first. */
  claims(customerId: string): readonly ClaimRow[];
  facts(customerId: string): customers.Facts | undefined;
  segments(customerId: string): ReadonlySet<string>;
}

/** The local day and time of an instant where the store is. */
export async function localOf(ctx: Ctx, at: Date): Promise<loyalty.LocalTime> {
  return loyalty.localTime(at, (await settings.store(ctx)).timeZone);
}

/** Reads offers and customers in one trip: eight statements that go down the wire together. */
export async function readState(
  ctx: Ctx,
  asked: Omit<StateQuery, 'at' | 'day'> & { at?: Date },
): Promise<State> {
  const at = asked.at ?? ctx.now;
  const { day } = await localOf(ctx, ctx.now);
  const query = { ...asked, at, day };
  const ids = query.customerIds;
  const [found, codes, claims, taken, named, facts, memberships] = await Promise.all([
    readOffers(ctx.tx, ctx.storeId, query),
    query.codes.length > 0 ? readCodes(ctx.tx, ctx.storeId, query.codes) : [],
    ids.length > 0 ? readOpenClaims(ctx.tx, ctx.storeId, ids, at) : [],
    ids.length > 0 ? readTaken(ctx.tx, ctx.storeId, ids, day) : [],
    ids.length > 0 ? readNamed(ctx.tx, ctx.storeId, ids) : [],
    customers.facts(ctx, ids),
    customers.membershipsOf(ctx, ids),
  ]);
  const pair = (customerId: string, offerId: string) => `${customerId} ${offerId}`;
  const counts = new Map<string, Taken>(
    taken.map(({ customerId, offerId, all, today }) => [pair(customerId, offerId), { all, today }]),
  );
  const countOf = (key: string): Taken => {
    const known = counts.get(key) ?? { all: 0, today: 0 };
    counts.set(key, known);
    return known;
  };
  const names = new Map(named.map((row) => [pair(row.customerId, row.offerId), row]));
  const segments = (customerId: string) => new Set(memberships.get(customerId)?.keys());
  return {
    offers: new Map(found.map((offer) => [offer.id, offer])),
    codes: new Map(codes.map((code) => [code.code, code])),
    claims: (customerId) => claims.filter((claim) => claim.customerId === customerId),
    facts: (customerId) => facts.get(customerId),
    segments,
    taker: (offer, customerId) => ({
      tier: facts.get(customerId)?.tier ?? null,
      segments: segments(customerId),
      isChosen: names.get(pair(customerId, offer.id))?.isExcluded === false,
      isExcluded: names.get(pair(customerId, offer.id))?.isExcluded === true,
      isHeldOut: isHeldOut(offer.seed, offer.holdoutPercent, customerId),
      taken: countOf(pair(customerId, offer.id)),
    }),
  };
}

/** An offer as the rules see it; with the terms of a claim where one is used. */
export function stateOf(offer: StoredOffer, claim?: ClaimRow): OfferState {
  return { ...offer, terms: claim?.terms ?? offer.terms };
}
