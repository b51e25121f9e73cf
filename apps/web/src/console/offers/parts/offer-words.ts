import type { OfferTerms } from '@wafa/contract';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useTiers } from '../../customers/parts/tiers.ts';
import { useLocationNames } from '../../shared/location-names.ts';
import { useStore } from '../../shared/store.ts';
import { useWeekdays } from '../../shared/weekdays.ts';

/** Segments as choices, and the name of a segment's key; the key itself where it cannot be read. */
export function useSegmentNames() {
  const { language } = useFormat();
  const { may } = useStore();
  const { data } = useRead(endpoints.segments.segments, {}, { skip: !may('segments.read') });
  const choices = (data?.segments ?? []).map(({ key, name }) => ({ value: key, label: name[language] }));
  return {
    choices,
    nameOfSegment: (key: string) => choices.find(({ value }) => value === key)?.label ?? key,
  };
}

/** Says what an offer gives, in the reader's language. */
export function useBenefitWords(): (benefit: OfferTerms['benefit'], currency: string) => string {
  const text = useText();
  const { language, money, number, percent: share } = useFormat();
  const percent = (bp: number) => share(bp / 10_000, { decimals: 2 });
  return (benefit, currency) => {
    switch (benefit.kind) {
      case 'percent':
        return text(benefit.cap ? 'console.offers.gives_percent_cap' : 'console.offers.gives_percent', {
          percent: percent(benefit.percentBp),
          cap: benefit.cap ? money(benefit.cap, currency) : '',
        });
      case 'amount':
        return text('console.offers.gives_amount', { amount: money(benefit.amount, currency) });
      case 'fixed_price':
        return text('console.offers.gives_fixed_price', { amount: money(benefit.price, currency) });
      case 'buy_get':
        return text(
          benefit.percentBp === 10_000 ? 'console.offers.gives_buy_get' : 'console.offers.gives_buy_get_off',
          { buy: benefit.buy, get: benefit.get, percent: percent(benefit.percentBp) },
        );
      case 'bonus_points':
        return text('points.count', { count: benefit.points });
      case 'points_multiplier':
        return text('console.loyalty.gives_multiplier', { times: number(benefit.percent / 100) });
      case 'gift':
        return text('console.offers.gives_gift', {
          name: benefit.name[language] || benefit.name.en,
          count: benefit.quantity,
        });
    }
  };
}

/** Says whom an offer is for. */
export function useAudienceWords(): (audience: OfferTerms['audience']) => string {
  const text = useText();
  const { language } = useFormat();
  const { nameOfTier } = useTiers();
  const { nameOfSegment } = useSegmentNames();
  const any = new Intl.ListFormat(language, { type: 'disjunction' });
  return (audience) => {
    switch (audience.kind) {
      case 'segments':
        return any.format(audience.segments.map(nameOfSegment));
      case 'tiers':
        return any.format(audience.tiers.map(nameOfTier));
      default:
        return text(`console.offers.audience_${audience.kind}`);
    }
  };
}

/** Says under which conditions an offer holds: what it is about, when, where, and how often. */
export function useConditionWords(): (terms: OfferTerms, currency: string) => string[] {
  const text = useText();
  const { language, date, money, number, percent } = useFormat();
  const { nameOfSegment } = useSegmentNames();
  const locations = useLocationNames();
  const weekdays = useWeekdays();
  const any = new Intl.ListFormat(language, { type: 'disjunction' });
  const all = new Intl.ListFormat(language);
  const named = <V>(values: readonly V[], names: readonly { value: V; label: string }[]) =>
    any.format(values.map((value) => names.find((name) => name.value === value)?.label ?? String(value)));
  return (terms, currency) => {
    const words: string[] = [];
    const add = (key: string, value: string) => words.push(text(`console.offers.if_${key}`, { value }));
    const { scope, hours, limits, budget, stacking } = terms;
    if (scope.kind === 'products') add('products', any.format(scope.skus));
    if (scope.kind === 'categories') add('categories', any.format(scope.categories));
    if (terms.excludedSkus.length > 0) add('without', all.format(terms.excludedSkus));
    if (terms.excludedSegments.length > 0)
      add('not_for', all.format(terms.excludedSegments.map(nameOfSegment)));
    if (terms.minimumBasket) add('minimum', money(terms.minimumBasket, currency));
    if (terms.minimumQuantity) add('quantity', number(terms.minimumQuantity));
    if (terms.startsAt) add('from', date(terms.startsAt, 'stamp'));
    if (terms.endsAt) add('to', date(terms.endsAt, 'stamp'));
    if (terms.weekdays) add('weekdays', named(terms.weekdays, weekdays));
    if (hours) words.push(text('console.loyalty.if_hours', { from: hours.from, to: hours.to }));
    if (terms.channels)
      add('channels', any.format(terms.channels.map((channel) => text(`orders.channel.${channel}`))));
    if (terms.locations) add('locations', named(terms.locations, locations));
    for (const limit of ['total', 'perDay', 'perCustomer', 'perCustomerPerDay'] as const) {
      const times = limits[limit];
      if (times) words.push(text(`console.offers.limit_${limit}`, { count: times }));
    }
    if (budget.money) add('budget', money(budget.money, currency));
    if (budget.points) add('budget', text('points.count', { count: budget.points }));
    if (stacking.exclusive) words.push(text('console.offers.alone'));
    if (terms.claimNeeded) words.push(text('console.offers.claimed_for', { count: terms.claimDays }));
    if (terms.holdoutPercent > 0)
      words.push(text('console.offers.held_out', { share: percent(terms.holdoutPercent / 100) }));
    return words;
  };
}
