import type { Offer, OfferBenefit } from '@wafa/contract';
import { inMinor, inUnits } from '../../shared/amounts.ts';
import { fieldOf, instantOf } from '../../shared/moments.ts';

interface Store {
  currency: string;
  timeZone: string;
}
type Values = Record<string, unknown>;

/** What a new offer starts with, as the contract would set it. */
export const blankOffer: object = {
  audience: { kind: 'everyone' },
  excludedSegments: [],
  benefit: { kind: 'percent', buy: 2, get: 1, percent: 200, quantity: 1 },
  scope: { kind: 'basket' },
  excludedSkus: [],
  stacking: { exclusive: false, priority: 100 },
  codeMode: 'automatic',
  claimNeeded: false,
  claimDays: 14,
  holdoutPercent: 0,
};

/** An offer as the form shows it: money in units, shares in per cent, times by the clock of the store. */
export function toFields(offer: Offer, { currency, timeZone }: Store): object {
  const { benefit, minimumBasket, startsAt, endsAt, budget } = offer;
  return {
    ...offer,
    benefit: benefitFields(benefit, currency),
    minimumBasket: inUnits(minimumBasket, currency),
    budget: { money: inUnits(budget.money, currency), points: budget.points },
    startsAt: fieldOf(startsAt, timeZone),
    endsAt: fieldOf(endsAt, timeZone),
    weekdays: offer.weekdays ?? [],
    channels: offer.channels ?? [],
    locations: offer.locations ?? [],
  };
}

function benefitFields(benefit: OfferBenefit, currency: string): object {
  switch (benefit.kind) {
    case 'percent':
      return { ...benefit, percentBp: benefit.percentBp / 100, cap: inUnits(benefit.cap, currency) };
    case 'amount':
      return { ...benefit, amount: inUnits(benefit.amount, currency) };
    case 'fixed_price':
      return { ...benefit, price: inUnits(benefit.price, currency) };
    case 'buy_get':
      return { ...benefit, percentBp: benefit.percentBp / 100 };
    default:
      return benefit;
  }
}

const basisPoints = (percent: unknown) =>
  typeof percent === 'number' ? Math.round(percent * 100) : undefined;

/** A benefit as the contract takes it: what its kind has, and nothing else. */
function benefitOf(values: Values, currency: string): Values {
  const { kind, percentBp, cap, amount, price, buy, get, times, points, percent, sku, name, quantity } =
    values;
  switch (kind) {
    case 'percent':
      return { kind, percentBp: basisPoints(percentBp), cap: inMinor(cap, currency) ?? null };
    case 'amount':
      return { kind, amount: inMinor(amount, currency) };
    case 'fixed_price':
      return { kind, price: inMinor(price, currency) };
    case 'buy_get':
      // Left empty it reads "free", as the field says.
      return { kind, buy, get, percentBp: basisPoints(percentBp) ?? 10_000, times: times ?? null };
    case 'bonus_points':
      return { kind, points };
    case 'points_multiplier':
      return { kind, percent };
    default:
      return { kind, sku: sku || null, name: wordsOf(name), quantity };
  }
}

/** English first; what is empty in Arabic reads as the English. */
function wordsOf(value: unknown) {
  const { en = '', ar = '' } = (value ?? {}) as { en?: string | null; ar?: string | null };
  return { en: en ?? '', ar: ar || null };
}

const someOf = (values: unknown) => (Array.isArray(values) && values.length > 0 ? values : null);

function audienceOf(values: Values): Values {
  const { kind, segments = [], tiers = [] } = values;
  if (kind === 'segments') return { kind, segments };
  return kind === 'tiers' ? { kind, tiers } : { kind };
}

function scopeOf(values: Values): Values {
  const { kind, skus = [], categories = [] } = values;
  if (kind === 'products') return { kind, skus };
  return kind === 'categories' ? { kind, categories } : { kind };
}

/** The terms as the contract takes them, from what the form holds. */
export function fromFields(values: Values, { currency, timeZone }: Store): object {
  const { description, hours, limits, budget, stacking } = values as Record<string, Values | undefined>;
  const words = wordsOf(description);
  return {
    name: wordsOf(values.name),
    description: words.en || words.ar ? words : null,
    audience: audienceOf((values.audience ?? {}) as Values),
    excludedSegments: values.excludedSegments ?? [],
    benefit: benefitOf((values.benefit ?? {}) as Values, currency),
    scope: scopeOf((values.scope ?? {}) as Values),
    excludedSkus: values.excludedSkus ?? [],
    minimumBasket: inMinor(values.minimumBasket, currency) ?? null,
    minimumQuantity: values.minimumQuantity ?? null,
    startsAt: instantOf(values.startsAt, timeZone),
    endsAt: instantOf(values.endsAt, timeZone),
    weekdays: someOf(values.weekdays),
    hours: hours?.from || hours?.to ? { from: hours.from ?? '', to: hours.to ?? '' } : null,
    channels: someOf(values.channels),
    locations: someOf(values.locations),
    limits: limits ?? {},
    budget: { money: inMinor(budget?.money, currency) ?? null, points: budget?.points ?? null },
    stacking: {
      exclusive: stacking?.exclusive === true,
      group: stacking?.group || null,
      priority: stacking?.priority ?? 100,
    },
    codeMode: values.codeMode,
    sharedCode: values.codeMode === 'shared' ? values.sharedCode || null : null,
    claimNeeded: values.claimNeeded === true,
    claimDays: values.claimDays ?? 14,
    holdoutPercent: values.holdoutPercent ?? 0,
  };
}
