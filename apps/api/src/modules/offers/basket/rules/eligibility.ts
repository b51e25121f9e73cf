import type { OfferObstacle, OfferStatus, OfferTerms } from '@wafa/contract';
import { placesOf } from './benefits.ts';
import type { BasketLine } from './types.ts';

/** An instant on the store's clocks: weekday 1 is Monday, minutes since midnight. */
export interface Local {
  weekday: number;
  minutes: number;
}

/** How often an offer was taken; open claims count. */
export interface Taken {
  all: number;
  today: number;
}

/** A customer as one offer sees them. */
export interface Taker {
  tier: string | null;
  segments: ReadonlySet<string>;
  isChosen: boolean;
  isExcluded: boolean;
  /** In the control group. */
  isHeldOut: boolean;
  taken: Taken;
}

/** What decides whether an offer can be had. */
export interface Situation {
  at: Date;
  /** Null: the time of day does not matter, as when an offer is claimed. */
  local: Local | null;
  /** Null: no customer. */
  taker: Taker | null;
  /** How the offer is reached: by its name, to claim it, by a code, or by an open claim, whose place is kept. */
  by: 'name' | 'claiming' | 'code' | 'claim';
  channel?: string;
  locationId?: string | null;
}

/** The state of an offer, as far as it decides. */
export interface OfferState {
  status: OfferStatus;
  terms: Omit<OfferTerms, 'name' | 'description'>;
  totalLimit: number | null;
  moneyBudget: number | null;
  pointsBudget: number | null;
  taken: number;
  takenToday: number;
  /** False where all its single-use codes are given. */
  hasCodes: boolean;
  spentMoney: number;
  spentPoints: number;
}

/**
 * The first thing that stands between a taker and an offer, the basket aside; undefined where nothing does.
 * Whoever has claimed it keeps the place: limits, audience and the offer's end ask for nothing more then. The
 * control group is kept from what the store shows, not from a code that was printed for all.
 */
export function obstacleOf(offer: OfferState, situation: Situation): OfferObstacle | undefined {
  const claimed = situation.by === 'claim';
  return (
    restingAt(offer, situation) ??
    notNow(offer.terms, situation) ??
    (claimed ? undefined : notForThem(offer.terms, situation)) ??
    (claimed ? undefined : limitOf(offer, situation)) ??
    (isSpent(offer) ? 'budget_used' : undefined)
  );
}

function restingAt({ status, terms }: OfferState, { at, by }: Situation): OfferObstacle | undefined {
  if (by === 'claim') return status === 'active' || status === 'ended' ? undefined : 'not_active';
  if (status === 'ended' || (terms.endsAt && new Date(terms.endsAt) <= at)) return 'ended';
  if (status !== 'active') return 'not_active';
  return terms.startsAt && new Date(terms.startsAt) > at ? 'not_yet' : undefined;
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function notNow({ weekdays, hours, channels, locations }: OfferState['terms'], seen: Situation) {
  const { local, channel, locationId } = seen;
  if (local && weekdays && !weekdays.includes(local.weekday)) return 'not_now';
  if (local && hours) {
    const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
    const within =
      from < to ? local.minutes >= from && local.minutes < to : local.minutes >= from || local.minutes < to;
    if (!within) return 'not_now';
  }
  if (channels && channel !== undefined && !channels.some((known) => known === channel)) return 'not_here';
  if (locations && locationId !== undefined && !locations.includes(locationId ?? '')) return 'not_here';
  return undefined;
}

function notForThem(terms: OfferState['terms'], { taker, by }: Situation): OfferObstacle | undefined {
  const { audience, excludedSegments, benefit, limits, claimNeeded, codeMode } = terms;
  if (!taker) {
    const isForAnyone =
      audience.kind === 'everyone' && !limits.perCustomer && !limits.perCustomerPerDay && !claimNeeded;
    const isPoints = benefit.kind === 'bonus_points' || benefit.kind === 'points_multiplier';
    if (!isForAnyone || isPoints) return 'customer_needed';
  } else {
    if (!isMeant(audience, taker)) return 'audience';
    if (taker.isExcluded || excludedSegments.some((key) => taker.segments.has(key))) return 'audience';
    if (taker.isHeldOut && by !== 'code') return 'audience';
  }
  if (by === 'code') return undefined;
  if (claimNeeded) return by === 'claiming' ? undefined : 'claim_needed';
  return codeMode === 'automatic' ? undefined : 'code_needed';
}

function isMeant(audience: OfferTerms['audience'], taker: Taker): boolean {
  switch (audience.kind) {
    case 'everyone':
      return true;
    case 'segments':
      return audience.segments.some((key) => taker.segments.has(key));
    case 'tiers':
      return taker.tier !== null && audience.tiers.includes(taker.tier);
    case 'customers':
      return taker.isChosen;
  }
}

function limitOf(offer: OfferState, { taker, by }: Situation): OfferObstacle | undefined {
  const { perDay, perCustomer, perCustomerPerDay } = offer.terms.limits;
  if (offer.totalLimit !== null && offer.taken >= offer.totalLimit) return 'limit_reached';
  if (perDay && offer.takenToday >= perDay) return 'limit_reached';
  if (taker && perCustomer && taker.taken.all >= perCustomer) return 'customer_limit_reached';
  if (taker && perCustomerPerDay && taker.taken.today >= perCustomerPerDay) return 'customer_limit_reached';
  return by === 'claiming' && !offer.hasCodes ? 'limit_reached' : undefined;
}

const isSpent = ({ moneyBudget, pointsBudget, spentMoney, spentPoints }: OfferState): boolean =>
  (moneyBudget !== null && spentMoney >= moneyBudget) ||
  (pointsBudget !== null && spentPoints >= pointsBudget);

/** What a basket lacks for an offer; undefined where it has everything. */
export function basketObstacle(
  terms: Pick<OfferTerms, 'scope' | 'excludedSkus' | 'minimumBasket' | 'minimumQuantity'>,
  lines: readonly BasketLine[],
): { obstacle: OfferObstacle; missing: number } | undefined {
  const meant = placesOf(terms, lines).map((place) => lines[place] as BasketLine);
  if (meant.length === 0) return { obstacle: 'nothing_in_scope', missing: 0 };
  const cost = meant.reduce((sum, line) => sum + line.total, 0);
  if (terms.minimumBasket && cost < terms.minimumBasket)
    return { obstacle: 'minimum_basket', missing: terms.minimumBasket - cost };
  const items = meant.reduce((sum, line) => sum + line.quantity, 0);
  if (terms.minimumQuantity && items < terms.minimumQuantity)
    return { obstacle: 'minimum_quantity', missing: terms.minimumQuantity - items };
  return undefined;
}
