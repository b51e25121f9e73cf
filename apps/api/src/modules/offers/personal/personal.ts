/**
 * The offers of one customer: those they can have now, ranked by what each would bring them by their own orders,
 * with the reasons in words; what they may want to buy again; and what is new to them and may please.
 *
 * Round trips: 1 the customer · 2 offers, claims, counts, memberships, own orders, what to buy again or
 * to discover (eleven statements together) · 3 names of products, where a reason speaks of one.
 */
import type { InputOf, OutputOf, offersContract, PersonalOffer, Recommendation } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { candidateOf } from '../basket/apply.ts';
import { type Route, routeObstacle, routeTo } from '../basket/routes-to.ts';
import { both, iso } from '../present.ts';
import { localOf, readState, type State } from '../state/state.ts';
import { agoText, daysText, inBoth } from '../words.ts';
import { type Known, reasonsOf } from './reasons.ts';
import {
  dayMs,
  type Foretold,
  foretell,
  type Habit,
  habitOf,
  lookBackDays,
  type PastOrder,
} from './rules.ts';
import {
  type BuyAgainRow,
  type DiscoverRow,
  type HistoryLine,
  productNames,
  readBuyAgain,
  readDiscover,
  readHistory,
} from './sql.ts';

/** Orders looked at: a year of weekly shopping. */
const mostOrders = 50;
/** Of each kind. */
const mostRecommendations = 10;

export async function personalized(
  ctx: Ctx,
  input: InputOf<typeof offersContract.personalized>,
): Promise<OutputOf<typeof offersContract.personalized>> {
  const customerId = await customers.require(ctx, input.customerId);
  const daysAgo = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const [state, local, history, again, discovered, { currency }, { standard }] = await Promise.all([
    readState(ctx, { customerIds: [customerId], codes: [], offerIds: [], withActive: true }),
    localOf(ctx, ctx.now),
    readHistory(ctx.tx, ctx.storeId, customerId, { since: daysAgo(lookBackDays), orders: mostOrders }),
    readBuyAgain(ctx.tx, ctx.storeId, customerId, {
      at: ctx.now,
      since: daysAgo(2 * lookBackDays),
      limit: mostRecommendations,
    }),
    readDiscover(ctx.tx, ctx.storeId, customerId, mostRecommendations),
    settings.store(ctx),
    loyalty.programmes(ctx),
  ]);
  const past = ordersOf(history);
  const shown = [...state.offers.values()]
    .map((offer) => routeTo(state, offer, { customerId, isAsked: false }))
    .filter((route) => canHave(state, route, { at: ctx.now, local: null }))
    .map((route) => ({
      route,
      habit: habitOf(route.terms, past, ctx.now),
      foretold: foretell(candidateOf(route), past, {
        at: ctx.now,
        endsAt: endOf(route),
        pointWorthE4: standard.worthE4,
      }),
      isNow: canHave(state, route, { at: ctx.now, local }),
    }))
    .sort(byRank)
    .slice(0, input.limit);
  const names = await namesOf(
    ctx,
    shown.map(({ habit }) => habit),
  );
  const tiers = new Map(standard.tiers.map((tier) => [tier.key, tier.name]));
  return {
    offers: shown.map(({ route, habit, foretold }) => {
      const taker = state.taker(route.offer, customerId);
      return present(route, foretold, currency, {
        offer: route.offer,
        taker,
        habit,
        what: habit && names(habit),
        foretold,
        tierName: tiers.get(taker.tier ?? ''),
        currency,
        at: ctx.now,
      });
    }),
    recommendations: [...again.map(buyAgain), ...discovered.map(discover)],
  };
}

/** Own orders as baskets, newest first. */
function ordersOf(lines: readonly HistoryLine[]): PastOrder[] {
  const byOrder = new Map<string, { placedAt: Date; lines: PastOrder['lines'][number][] }>();
  for (const { orderId, placedAt, sku, category, quantity, net } of lines) {
    const order = byOrder.get(orderId) ?? { placedAt, lines: [] };
    order.lines.push({ sku, category, quantity, total: net, points: 0 });
    byOrder.set(orderId, order);
  }
  return [...byOrder.values()];
}

/** What can be had without a code, or claimed now; a claim that is open stays in the list. */
const canHave = (state: State, route: Route, situation: Parameters<typeof routeObstacle>[2]): boolean =>
  routeObstacle(state, route, situation, 'claiming') === undefined;

interface Ranked {
  route: Route;
  foretold: Foretold;
  isNow: boolean;
}

/** What it brings; then what holds at this hour, what is claimed, what ends first, and what the store puts first. */
function byRank(a: Ranked, b: Ranked): number {
  const end = ({ route }: Ranked) => endOf(route)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return (
    b.foretold.benefit - a.foretold.benefit ||
    Number(b.isNow) - Number(a.isNow) ||
    Number(Boolean(b.route.claim)) - Number(Boolean(a.route.claim)) ||
    end(a) - end(b) ||
    a.route.terms.stacking.priority - b.route.terms.stacking.priority ||
    (a.route.offer.key < b.route.offer.key ? -1 : 1)
  );
}

function endOf({ claim, terms }: Route): Date | null {
  if (claim?.expiresAt) return claim.expiresAt;
  return terms.endsAt ? new Date(terms.endsAt) : null;
}

/** Words for what customers are used to buy: the product's name, or the category as the store writes it. */
async function namesOf(ctx: Ctx, habits: readonly (Habit | undefined)[]) {
  const skus = habits.flatMap((habit) => (habit && 'sku' in habit.what ? [habit.what.sku] : []));
  const products = skus.length > 0 ? await productNames(ctx.tx, ctx.storeId, skus) : new Map();
  return ({ what }: Habit): { en: string; ar: string } =>
    'sku' in what
      ? (products.get(what.sku) ?? { en: what.sku, ar: what.sku })
      : { en: what.category, ar: what.category };
}

function present(route: Route, foretold: Foretold, currency: string, known: Known): PersonalOffer {
  const { offer, terms, claim } = route;
  return {
    id: offer.id,
    key: offer.key,
    name: both(terms.name),
    description: terms.description ? both(terms.description) : null,
    benefit: terms.benefit,
    scope: terms.scope,
    currency,
    minimumBasket: terms.minimumBasket ?? null,
    endsAt: terms.endsAt ?? null,
    claimNeeded: terms.claimNeeded,
    claim: claim ? { id: claim.id, code: claim.code, expiresAt: iso(claim.expiresAt) } : null,
    left: offer.totalLimit === null ? null : offer.totalLimit - offer.taken,
    expectedBenefit: foretold.benefit,
    reasons: reasonsOf(known),
  };
}

function buyAgain(row: BuyAgainRow): Recommendation {
  const { times, medianDays, elapsedDays } = row;
  const agoDays = Math.floor(elapsedDays);
  const everyDays = medianDays === null ? null : Math.max(1, Math.round(medianDays));
  const isDue = medianDays !== null && elapsedDays >= 0.8 * medianDays;
  const text =
    isDue && everyDays !== null
      ? inBoth('offers.buy_again.due', (language) => ({
          every: daysText(everyDays, language),
          ago: agoText(agoDays, language),
        }))
      : inBoth('offers.buy_again.often', (language) => ({ count: times, ago: agoText(agoDays, language) }));
  return {
    kind: 'buy_again',
    ...productOf(row),
    reason: { text, facts: { times, agoDays, ...(everyDays === null ? {} : { everyDays }) } },
  };
}

function discover(row: DiscoverRow): Recommendation {
  const { becauseEn, becauseAr } = row;
  const text =
    becauseEn === null
      ? inBoth('offers.discover.popular', () => ({}))
      : inBoth('offers.discover.because', (language) => ({
          product: language === 'ar' ? (becauseAr ?? becauseEn) : becauseEn,
        }));
  return {
    kind: 'discover',
    ...productOf(row),
    reason: { text, facts: becauseEn === null ? {} : { because: becauseEn } },
  };
}

const productOf = ({
  sku,
  nameEn,
  nameAr,
  category,
  price,
  currency,
  imageUrl,
}: BuyAgainRow | DiscoverRow) => ({
  sku,
  name: both({ en: nameEn, ar: nameAr }),
  category,
  price,
  currency,
  imageUrl,
});
