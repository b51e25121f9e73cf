/**
 * Offers used by orders, inside the commit of the orders. `openTill` locks what is named and reads it; the till
 * then decides order by order in memory, each order whole or not at all, so that a later order of the same
 * batch sees what an earlier one took; `write` keeps it all by a few statements.
 *
 * Round trips for any number of orders, none where no order names an offer: 1 locks, offers, codes, claims,
 * counts · 2 with the orders themselves: claims, codes, counters.
 */
import type { OrderInput } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { countWrong, guessed } from '../claims/attempts.ts';
import { foldCode } from '../claims/codes.ts';
import { refusalOf } from '../claims/rules.ts';
import { insertClaims } from '../claims/sql.ts';
import { type CounterChange, changeCounters, lockTakers } from '../state/sql.ts';
import { localOf, readState, type State } from '../state/state.ts';
import { candidateOf } from './apply.ts';
import { addBonus, type BonusLine, type BonusQuote, type PointsUse } from './bonus.ts';
import { type Route, routeObstacle, routeTo } from './routes-to.ts';
import { effectsOf, mayStand } from './rules/combine.ts';
import { basketObstacle } from './rules/eligibility.ts';
import type { BasketLine, Effect } from './rules/types.ts';
import { bindCodes, lockCodes, offersOfOrders, putPoints, redeemClaims, returnUses, usesOf } from './sql.ts';

export type NamedOffer = NonNullable<OrderInput['offers']>[number];

/** An order that names offers. Money in minor units; the lines' totals are what was paid. */
export interface OfferedOrder {
  id: string;
  customerId: string | null;
  presentedId: string | null;
  locationId: string | null;
  channel: string;
  currency: string;
  placedAt: Date;
  lines: {
    lineNo: number;
    sku: string;
    category: string | null;
    quantity: number;
    discount: number;
    total: number;
  }[];
  offers: readonly NamedOffer[];
}

interface Use extends PointsUse {
  order: OfferedOrder;
  route: Route;
  discount: number;
  shares: [number, number][];
}

/** Where orders use offers. */
export interface Till {
  /** Takes what an order names, or says why not; then nothing of it is taken. */
  take(order: OfferedOrder): AppError | undefined;
  /** Adds the bonus of its offers to what an order earns. */
  bonus<Q extends BonusQuote>(order: { id: string; lines: readonly BonusLine[] }, quote: Q): Q;
  write(): Promise<void>;
}

const idle: Till = { take: () => undefined, bonus: (_, quote) => quote, write: async () => undefined };

/** Locks and reads what orders name. Their customers' accounts must be locked before, if at all. */
export async function openTill(ctx: Ctx, orders: readonly OfferedOrder[]): Promise<Till> {
  const named = orders.flatMap((order) => order.offers);
  if (named.length === 0) return idle;
  const customerIds = [...new Set(orders.flatMap(({ customerId }) => customerId ?? []))];
  const offerIds = [...new Set(named.map(({ offerId }) => offerId))];
  const codes = [...new Set(named.flatMap(({ code }) => (code ? [foldCode(code)] : [])))];
  const [, , tooMany, state] = await Promise.all([
    lockTakers(ctx.tx, ctx.storeId, customerIds, offerIds),
    codes.length > 0 && lockCodes(ctx.tx, ctx.storeId, codes),
    codes.length > 0 ? guessed(ctx) : undefined,
    readState(ctx, { customerIds, codes, offerIds, withActive: false }),
  ]);
  const locals = new Map(
    await Promise.all(orders.map(async ({ id, placedAt }) => [id, await localOf(ctx, placedAt)] as const)),
  );
  const uses: Use[] = [];
  let wrong = 0;
  return {
    take(order) {
      const found = routesOf(state, order, tooMany);
      if (found instanceof AppError) {
        if (found.code === 'offer_code_unknown') wrong += 1;
        return found;
      }
      const local = locals.get(order.id) ?? null;
      const taken = decide(ctx, state, order, found, local);
      if (taken instanceof AppError) return taken;
      for (const use of taken) reserve(state, use);
      uses.push(...taken);
      return undefined;
    },
    bonus: ({ id, lines }, quote) =>
      addBonus(
        uses.filter(({ order }) => order.id === id),
        quote,
        lines,
      ),
    async write() {
      await Promise.all([countWrong(ctx, wrong), keep(ctx, uses)]);
    },
  };
}

/** The ways to the offers that an order names. */
function routesOf(state: State, order: OfferedOrder, tooMany: AppError | undefined): Route[] | AppError {
  const routes: Route[] = [];
  for (const [n, { offerId, code }] of order.offers.entries()) {
    const offer = state.offers.get(offerId);
    if (!offer || offer.status === 'draft' || offer.status === 'archived')
      return new AppError('not_found', { field: `offers.${n}.offerId` });
    if (routes.some((route) => route.offer === offer))
      return new AppError('offer_not_combinable', { field: `offers.${n}.offerId` });
    if (code && tooMany) return tooMany;
    const codeRow = code ? state.codes.get(foldCode(code)) : undefined;
    if (code && codeRow?.offerId !== offerId)
      return new AppError('offer_code_unknown', { field: `offers.${n}.code` });
    routes.push(routeTo(state, offer, { customerId: order.customerId, codeRow, isAsked: true }));
  }
  return routes;
}

/** Checks everything that an order names, and what its lines say against what the offers give. */
function decide(
  ctx: Ctx,
  state: State,
  order: OfferedOrder,
  routes: readonly Route[],
  local: Parameters<typeof routeObstacle>[2]['local'],
): Use[] | AppError {
  const lines = linesBefore(order);
  if (lines instanceof AppError) return lines;
  const situation = { at: order.placedAt, local, channel: order.channel, locationId: order.locationId };
  for (const [n, route] of routes.entries()) {
    const obstacle = routeObstacle(state, route, situation) ?? basketObstacle(route.terms, lines)?.obstacle;
    const field = `offers.${n}.${route.codeRow ? 'code' : 'offerId'}`;
    if (obstacle) return new AppError(refusalOf(obstacle), { field, detail: obstacle });
  }
  const candidates = routes.map(candidateOf);
  if (!mayStand(candidates)) return new AppError('offer_not_combinable', { field: 'offers' });
  const effects = effectsOf(candidates, lines);
  const uses: Use[] = [];
  for (const [n, route] of routes.entries()) {
    const effect = effects.find(({ candidate }) => candidate === candidates[n]) as Effect;
    const shares =
      order.offers[n]?.lines.map(({ lineNo, amount }): [number, number] => [lineNo, amount]) ?? [];
    const discount = shares.reduce((sum, [, amount]) => sum + amount, 0);
    if (discount > effect.discount)
      return new AppError('offer_mismatch', {
        field: `offers.${n}.lines`,
        params: { most: effect.discount },
      });
    const points = order.customerId === null ? 0 : effect.points;
    const { benefit } = route.terms;
    uses.push({
      order,
      route,
      claimId: route.claim?.id ?? ctx.newId(),
      terms: route.terms,
      offer: route.offer,
      points: benefit.kind === 'bonus_points' ? points : 0,
      discount,
      shares,
    });
  }
  return uses;
}

/** What the lines cost before offers: what was paid and the shares of the offers. */
function linesBefore(order: OfferedOrder): BasketLine[] | AppError {
  const shares = new Map<number, number>();
  for (const [n, { lines }] of order.offers.entries())
    for (const { lineNo, amount } of lines) {
      const line = order.lines.find((each) => each.lineNo === lineNo);
      const sum = (shares.get(lineNo) ?? 0) + amount;
      if (!line || sum > line.discount) return new AppError('validation', { field: `offers.${n}.lines` });
      shares.set(lineNo, sum);
    }
  return order.lines.map(({ lineNo, sku, category, quantity, total }) => ({
    sku,
    category,
    quantity,
    total: total + (shares.get(lineNo) ?? 0),
    points: 0,
  }));
}

/** Counts on in the state, for the orders that follow. */
function reserve(state: State, { order, route, claimId, discount, points }: Use): void {
  const { offer, claim, codeRow } = route;
  offer.spentMoney += discount;
  offer.spentPoints += points;
  if (!claim) {
    offer.taken += 1;
    offer.takenToday += 1;
    if (order.customerId !== null) {
      const { taken } = state.taker(offer, order.customerId);
      taken.all += 1;
      taken.today += 1;
    }
  } else claim.status = 'redeemed';
  if (codeRow && codeRow.kind !== 'shared') {
    codeRow.claimId = claimId;
    codeRow.claimStatus = 'redeemed';
  }
}

async function keep(ctx: Ctx, uses: readonly Use[]): Promise<void> {
  if (uses.length === 0) return;
  const { day } = await localOf(ctx, ctx.now);
  const claimed = uses.filter(({ route }) => route.claim);
  const direct = uses.filter(({ route }) => !route.claim);
  await Promise.all([
    insertClaims(
      ctx.tx,
      ctx.storeId,
      { id: actorId(ctx.actor), day },
      direct.map((use) => directClaim(ctx, use)),
    ),
    redeemClaims(
      ctx.tx,
      ctx.storeId,
      ctx.now,
      claimed.map(({ claimId, order, discount, points, shares }) => ({
        id: claimId,
        orderId: order.id,
        locationId: order.locationId,
        discount,
        points,
        shares,
      })),
    ),
    bindCodes(
      ctx.tx,
      ctx.storeId,
      direct.flatMap(({ claimId, route }) =>
        route.codeRow?.kind === 'single' ? [{ code: route.codeRow.code, claimId }] : [],
      ),
    ),
    changeCounters(ctx.tx, ctx.storeId, uses.map(counted)),
  ]);
  for (const { claimId, order, route, discount } of uses)
    ctx.emit('offer.redeemed', {
      claimId,
      offerId: route.offer.id,
      customerId: order.customerId,
      orderId: order.id,
      discount,
      currency: order.currency,
    });
}

const counted = ({ route, discount, points }: Use): CounterChange => ({
  offerId: route.offer.id,
  taken: route.claim ? 0 : 1,
  money: discount,
  points,
});

function directClaim(ctx: Ctx, { claimId, order, route, discount, points, shares }: Use) {
  return {
    id: claimId,
    offerId: route.offer.id,
    version: route.offer.version,
    customerId: order.customerId,
    presentedId: order.presentedId,
    code: route.codeRow?.code ?? null,
    status: 'redeemed' as const,
    claimedAt: ctx.now,
    expiresAt: null,
    orderId: order.id,
    locationId: order.locationId,
    discount,
    points,
    shares,
  };
}

/** A till for an order that was placed before and counts now: its bonus points are still to come. */
export async function reopenTill(ctx: Ctx, orderId: string): Promise<Till> {
  const found = (await usesOf(ctx.tx, ctx.storeId, orderId)).filter(
    ({ terms }) => terms.benefit.kind === 'bonus_points' || terms.benefit.kind === 'points_multiplier',
  );
  if (found.length === 0) return idle;
  const offerIds = [...new Set(found.map(({ offerId }) => offerId))];
  const [, state] = await Promise.all([
    lockTakers(ctx.tx, ctx.storeId, [], offerIds),
    readState(ctx, { customerIds: [], codes: [], offerIds, withActive: false }),
  ]);
  const uses = found.flatMap(({ claimId, offerId, terms, points }): (PointsUse & { before: number })[] => {
    const offer = state.offers.get(offerId);
    return offer ? [{ claimId, offer, terms, points, before: points }] : [];
  });
  return {
    ...idle,
    bonus: ({ lines }, quote) => addBonus(uses, quote, lines),
    async write() {
      const changed = uses.filter(({ points, before }) => points !== before);
      await Promise.all([
        putPoints(ctx.tx, ctx.storeId, changed),
        changeCounters(
          ctx.tx,
          ctx.storeId,
          changed.map(({ offer, points, before }) => ({
            offerId: offer.id,
            taken: 0,
            money: 0,
            points: points - before,
          })),
        ),
      ]);
    },
  };
}

/**
 * Gives back what orders used that were wholly refunded or cancelled: places, budgets, and the claims or codes
 * whose time is not over. A part refund changes nothing here; the points go back by the ledger either way.
 */
export async function giveBack(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  const offerIds = await offersOfOrders(ctx.tx, ctx.storeId, orderIds);
  if (offerIds.length === 0) return;
  const [, given] = await Promise.all([
    lockTakers(ctx.tx, ctx.storeId, [], offerIds),
    returnUses(ctx.tx, ctx.storeId, orderIds, ctx.now),
  ]);
  await changeCounters(
    ctx.tx,
    ctx.storeId,
    given.map(({ offerId, isOpen, discount, points }) => ({
      offerId,
      taken: isOpen ? 0 : -1,
      money: -discount,
      points: -points,
    })),
  );
}
