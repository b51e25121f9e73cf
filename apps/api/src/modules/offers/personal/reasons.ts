import type { OfferReason } from '@wafa/contract';
import { formatMoney, type Language } from '@wafa/i18n';
import type { Taker } from '../basket/rules/eligibility.ts';
import type { StoredOffer } from '../state/sql.ts';
import { agoText, daysText, inBoth, type Words } from '../words.ts';
import { dayMs, type Foretold, type Habit, isDue } from './rules.ts';

/** An offer beside the customer, with the facts that reasons are made from. */
export interface Known {
  offer: StoredOffer;
  taker: Taker;
  habit: Habit | undefined;
  /** What the habit is about, in words. */
  what: Words | undefined;
  foretold: Foretold;
  tierName: Words | undefined;
  currency: string;
  at: Date;
}

/** An offer ends soon within this many days, and is almost gone with this many left. */
const soonDays = 3;
const fewLeft = 10;

type Facts = OfferReason['facts'];
type Params = (language: Language) => Record<string, string | number>;

const reason = (
  kind: OfferReason['kind'],
  facts: Facts,
  params: Params,
  key: string = kind,
): OfferReason => ({
  kind,
  text: inBoth(`offers.reason.${key}`, params),
  facts,
});

/** Why an offer is shown to a customer, the strongest reason first; each rests on facts of its own. */
export function reasonsOf(known: Known): OfferReason[] {
  const found = [habitReason(known), savingReason(known), ...belonging(known), ...urgency(known)].filter(
    (each) => each !== undefined,
  );
  return found.length > 0 ? found : [reason('everyone', {}, () => ({}))];
}

function habitReason({ habit, what }: Known): OfferReason | undefined {
  if (!habit || !what) return undefined;
  const { times, everyDays, agoDays } = habit;
  const about: Facts = { ...habit.what, times, agoDays };
  if (everyDays !== null && isDue(habit))
    return reason('due', { ...about, everyDays }, (language) => ({
      what: what[language],
      every: daysText(everyDays, language),
      ago: agoText(agoDays, language),
    }));
  if (times < 2) return undefined;
  return reason('bought_often', about, (language) => ({ what: what[language], count: times }));
}

function savingReason({ foretold, currency }: Known): OfferReason | undefined {
  const { saved, savedOrders } = foretold;
  if (saved === 0) return undefined;
  return reason('would_have_saved', { saved, orders: savedOrders, currency }, (language) => ({
    amount: formatMoney(saved, currency, language),
    count: savedOrders,
  }));
}

function belonging({ offer, taker, tierName }: Known): (OfferReason | undefined)[] {
  const { audience } = offer.terms;
  switch (audience.kind) {
    case 'tiers':
      return [
        tierName && reason('tier', { tier: taker.tier ?? '' }, (language) => ({ tier: tierName[language] })),
      ];
    case 'segments':
      return [reason('segment', {}, () => ({}))];
    case 'customers':
      return [reason('chosen', {}, () => ({}))];
    default:
      return [];
  }
}

function urgency({ offer, at }: Known): (OfferReason | undefined)[] {
  const { endsAt } = offer.terms;
  const days = endsAt ? Math.floor((Date.parse(endsAt) - at.getTime()) / dayMs) : undefined;
  const left = offer.totalLimit === null ? undefined : offer.totalLimit - offer.taken;
  return [
    days !== undefined && days <= soonDays
      ? reason(
          'ends_soon',
          { days, endsAt: endsAt as string },
          (language) => ({ days: daysText(days, language) }),
          days === 0 ? 'ends_today' : 'ends_soon',
        )
      : undefined,
    left !== undefined && left <= fewLeft
      ? reason('almost_gone', { left }, () => ({ count: left }))
      : undefined,
  ];
}
