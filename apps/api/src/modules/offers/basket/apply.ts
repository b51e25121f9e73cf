import type { AppliedCart, AppliedOffer, CartInput, OfferObstacle } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError, type Refusal, refuse } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as orders from '../../orders/index.ts';
import * as settings from '../../settings/index.ts';
import { countWrong, guessed } from '../claims/attempts.ts';
import { foldCode } from '../claims/codes.ts';
import { both } from '../present.ts';
import type { StoredOffer } from '../state/sql.ts';
import { localOf, readState, type State } from '../state/state.ts';
import { obstacleWords } from '../words.ts';
import { isOffered, type Named, nameOffers, type Route, routeObstacle } from './routes-to.ts';
import { bonusPoints, placesOf } from './rules/benefits.ts';
import { bestOf, mayMeet } from './rules/combine.ts';
import { basketObstacle } from './rules/eligibility.ts';
import type { BasketLine, Candidate, Effect } from './rules/types.ts';

interface Missed {
  offer: StoredOffer | null;
  code: string | null;
  obstacle: OfferObstacle;
  /** Money or items that are missing. */
  missing: number;
}

/**
 * What offers do to a basket; changes nothing but the count of wrong codes.
 *
 * Round trips: 1 the customer · 2 offers, codes, claims, counts (eight statements together) · and where an offer
 * multiplies points two more, for what the basket earns.
 */
export async function apply(ctx: Ctx, input: CartInput): Promise<AppliedCart | Refusal> {
  const before = await checkCart(ctx, input);
  const customerId = await customerOfCart(ctx, input);
  const codes = [...new Set(input.codes.map(foldCode))];
  const [tooMany, state, local, { currency, currencyExponent }] = await Promise.all([
    codes.length > 0 ? guessed(ctx) : undefined,
    readState(ctx, {
      customerIds: customerId === undefined ? [] : [customerId],
      codes,
      offerIds: input.offerIds ?? [],
      withActive: input.offerIds === undefined,
    }),
    localOf(ctx, ctx.now),
    settings.store(ctx),
  ]);
  if (tooMany) return refuse(tooMany.code, tooMany.options);
  const unit = 10 ** currencyExponent;
  const lines: BasketLine[] = input.lines.map((line, place) => ({
    sku: line.sku,
    category: line.category ?? null,
    quantity: line.quantity,
    total: before[place] as number,
    points: Math.floor((before[place] as number) / unit),
  }));
  const named = nameOffers(state, { customerId, codes, offerIds: input.offerIds });
  await countWrong(ctx, named.unknown.length);
  const situation = { at: ctx.now, local, channel: input.channel, locationId: input.locationId ?? null };
  const { usable, missed } = sift(state, named, situation, lines);
  const effects = bestOf(
    usable.map(({ candidate }) => candidate),
    lines,
  );
  const passedOver = usable
    .filter(({ candidate }) => !effects.some((effect) => effect.candidate === candidate))
    .map(
      ({ candidate, route }): Missed => ({
        offer: route.offer,
        code: route.code,
        obstacle: effects.every((effect) => mayMeet(effect.candidate, candidate))
          ? 'better_offer'
          : 'not_stackable',
        missing: 0,
      }),
    );
  const earned = await earnedPoints(ctx, customerId, lines, effects);
  return present({
    input,
    customerId: customerId ?? null,
    currency,
    before,
    applied: effects.map((effect) => appliedOf(effect, usable, lines, earned)),
    missed: [...missed, ...passedOver],
  });
}

/** Checks a cart and answers what its lines cost before offers. */
async function checkCart(ctx: Ctx, input: CartInput): Promise<number[]> {
  const [{ currency }, locations] = await Promise.all([settings.store(ctx), settings.locations(ctx)]);
  if (input.currency !== currency) throw new AppError('currency_mismatch', { field: 'currency' });
  if (input.locationId !== undefined && !locations.has(input.locationId))
    throw new AppError('location_unknown', { field: 'locationId' });
  const totals = orders.totalsOf(input.lines);
  if (totals.ok) return totals.lines;
  throw totals.problem === 'discount'
    ? new AppError('validation', { field: `lines.${totals.line}.discount` })
    : new AppError('amount_too_large', { field: `lines.${totals.line}` });
}

async function customerOfCart(ctx: Ctx, input: CartInput): Promise<string | undefined> {
  const ref = input.customerId ?? (customerOf(ctx.actor) === undefined ? undefined : 'me');
  if (ref === undefined) return undefined;
  const id = await customers.require(ctx, ref);
  ctx.concerns(id);
  return id;
}

interface Usable {
  candidate: Candidate;
  route: Route;
}

/** What an unnamed offer may be told about without giving away offers that are meant for others. */
const told: ReadonlySet<OfferObstacle> = new Set([
  'minimum_basket',
  'minimum_quantity',
  'not_now',
  'claim_needed',
  'customer_needed',
  'customer_limit_reached',
  'limit_reached',
  'budget_used',
]);

/** Offers that could count for the basket, and what stands in the way of the others. */
function sift(
  state: State,
  named: Named,
  situation: Parameters<typeof routeObstacle>[2],
  lines: readonly BasketLine[],
): { usable: Usable[]; missed: Missed[] } {
  const usable: Usable[] = [];
  const missed: Missed[] = named.unknown.map((code) => ({
    offer: null,
    code,
    obstacle: 'code_unknown',
    missing: 0,
  }));
  for (const route of named.routes) {
    const obstacle = routeObstacle(state, route, situation);
    const lacking = obstacle ? { obstacle, missing: 0 } : basketObstacle(route.terms, lines);
    if (!lacking) usable.push({ route, candidate: candidateOf(route) });
    else if (isOffered(route) || told.has(lacking.obstacle))
      missed.push({ offer: route.offer, code: route.code, ...lacking });
  }
  return { usable, missed };
}

/** An offer as the rules of baskets see it. */
export function candidateOf({ offer, terms }: Pick<Route, 'offer' | 'terms'>): Candidate {
  const { moneyBudget, pointsBudget, spentMoney, spentPoints } = offer;
  return {
    offerId: offer.id,
    key: offer.key,
    terms,
    moneyLeft: moneyBudget === null ? null : moneyBudget - spentMoney,
    pointsLeft: pointsBudget === null ? null : pointsBudget - spentPoints,
  };
}

/** Points that each line earns after offers; only a multiplier needs to know. */
async function earnedPoints(
  ctx: Ctx,
  customerId: string | undefined,
  lines: readonly BasketLine[],
  effects: readonly Effect[],
): Promise<number[]> {
  const none = lines.map(() => 0);
  const multiplies = effects.some((effect) => effect.candidate.terms.benefit.kind === 'points_multiplier');
  if (!multiplies || customerId === undefined) return none;
  const standing = (await loyalty.standings(ctx, [customerId], { lock: false })).get(customerId);
  if (!standing?.isEnrolled) return none;
  const book = await loyalty.openBook(ctx, [standing]);
  const basket = lines.map((line, place) => ({
    lineNo: place + 1,
    ...line,
    total: line.total - effects.reduce((sum, effect) => sum + (effect.shares[place] ?? 0), 0),
  }));
  const quote = book.quote(standing, basket, { at: ctx.now, locationId: null });
  return quote.lines.map(({ points }) => points);
}

function appliedOf(
  effect: Effect,
  usable: readonly Usable[],
  lines: readonly BasketLine[],
  earned: readonly number[],
): AppliedOffer {
  const { candidate } = effect;
  const { route } = usable.find((each) => each.candidate === candidate) as Usable;
  const { benefit } = route.terms;
  const about = effect.shares.map((share, place) => ({ lineNo: place + 1, amount: share }));
  return {
    offerId: candidate.offerId,
    code: route.code,
    name: both(route.terms.name),
    discount: effect.discount,
    lines: about.filter(({ amount }) => amount > 0),
    bonusPoints: benefit.kind === 'points_multiplier' ? multiplied(effect, lines, earned) : effect.points,
    gift:
      benefit.kind === 'gift'
        ? { sku: benefit.sku ?? null, name: both(benefit.name), quantity: benefit.quantity }
        : null,
  };
}

function multiplied({ candidate }: Effect, lines: readonly BasketLine[], earned: readonly number[]): number {
  const places = placesOf(candidate.terms, lines);
  const points = bonusPoints(
    candidate.terms.benefit,
    places.map((place) => earned[place] ?? 0),
  );
  return candidate.pointsLeft === null ? points : Math.min(points, candidate.pointsLeft);
}

interface Outcome {
  input: CartInput;
  customerId: string | null;
  currency: string;
  before: readonly number[];
  applied: AppliedOffer[];
  missed: readonly Missed[];
}

function present({ input, customerId, currency, before, applied, missed }: Outcome): AppliedCart {
  const lines = input.lines.map((line, place) => {
    const offers = applied.reduce(
      (sum, offer) => sum + (offer.lines.find(({ lineNo }) => lineNo === place + 1)?.amount ?? 0),
      0,
    );
    const cost = before[place] as number;
    return {
      lineNo: place + 1,
      sku: line.sku,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      before: cost,
      offers,
      discount: line.discount + offers,
      total: cost - offers,
    };
  });
  const sum = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + of(line), 0);
  return {
    customerId,
    currency,
    lines,
    before: sum((line) => line.before),
    discount: sum((line) => line.offers),
    total: sum((line) => line.total),
    offers: applied,
    notApplied: missed.map(({ offer, code, obstacle, missing }) => ({
      offerId: offer?.id ?? null,
      code,
      name: offer && both(offer.terms.name),
      obstacle,
      reason: obstacleWords(obstacle, missing, currency),
    })),
    bonusPoints: applied.reduce((total, offer) => total + offer.bonusPoints, 0),
  };
}
