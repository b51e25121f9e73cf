import type { OfferBenefit, OfferClaim, PersonalOffer } from '@wafa/contract';
import { isolate, lastMoment } from '@wafa/i18n/core';
import type { Translate, useFormat } from '../../shared/hooks.ts';

type Format = Pick<ReturnType<typeof useFormat>, 'language' | 'date' | 'money' | 'number' | 'percent'>;

/** Basis points as a share: 1,250 is 0.125. */
const share = (basisPoints: number) => basisPoints / 10_000;

/** What an offer gives, in a few words. */
export function benefitWords(
  text: Translate,
  format: Format,
  benefit: OfferBenefit,
  currency: string,
): string {
  const money = (minor: number) => format.money(minor, currency, { whole: true });
  const percent = (basisPoints: number) => format.percent(share(basisPoints), { decimals: 2 });
  switch (benefit.kind) {
    case 'percent': {
      const off = { percent: percent(benefit.percentBp) };
      return benefit.cap
        ? text('offers.benefit.percent_cap', { ...off, cap: money(benefit.cap) })
        : text('offers.benefit.percent', off);
    }
    case 'amount':
      return text('offers.benefit.amount', { amount: money(benefit.amount) });
    case 'fixed_price':
      return text('offers.benefit.fixed_price', { price: money(benefit.price) });
    case 'buy_get': {
      const pieces = { buy: benefit.buy, get: benefit.get };
      return benefit.percentBp === 10_000
        ? text('offers.benefit.buy_get_free', pieces)
        : text('offers.benefit.buy_get', { ...pieces, percent: percent(benefit.percentBp) });
    }
    case 'bonus_points':
      return text('offers.benefit.bonus_points', { points: text('points.count', { count: benefit.points }) });
    case 'points_multiplier':
      return text('offers.benefit.points_multiplier', { times: format.number(benefit.percent / 100) });
    case 'gift': {
      const name = isolate((format.language === 'ar' && benefit.name.ar) || benefit.name.en);
      return benefit.quantity > 1
        ? text('offers.benefit.gifts', { quantity: benefit.quantity, name })
        : text('offers.benefit.gift', { name });
    }
  }
}

/** What a customer should know before claiming: on what, from which basket, how many are left, until when. */
export function termsOf(
  text: Translate,
  format: Format,
  offer: Pick<PersonalOffer, 'scope' | 'minimumBasket' | 'left' | 'endsAt' | 'currency'>,
): string[] {
  const { scope, minimumBasket, left, endsAt, currency } = offer;
  const terms: string[] = [];
  if (scope.kind === 'products') terms.push(text('offers.scope.products'));
  if (scope.kind === 'categories') {
    const names = new Intl.ListFormat(format.language, { type: 'conjunction' }).format(
      scope.categories.map(isolate),
    );
    terms.push(text('offers.scope.categories', { categories: names }));
  }
  if (minimumBasket)
    terms.push(text('offers.minimum', { amount: format.money(minimumBasket, currency, { whole: true }) }));
  if (left !== null) terms.push(text('offers.left', { count: left }));
  if (endsAt) terms.push(text('offers.until', { date: format.date(lastMoment(endsAt), 'weekday') }));
  return terms;
}

/** When an offer that was taken was used or ended, or until when it can be used. */
export function whenOf(
  text: Translate,
  format: Pick<Format, 'date'>,
  claim: Pick<OfferClaim, 'status' | 'redeemedAt' | 'endedAt' | 'expiresAt' | 'claimedAt'>,
): string {
  const day = (instant: string) => format.date(instant, 'date');
  if (claim.status !== 'open') {
    const at = (claim.status === 'redeemed' ? claim.redeemedAt : claim.endedAt) ?? claim.claimedAt;
    return text(`offers.status.${claim.status}`, { date: day(at) });
  }
  return claim.expiresAt
    ? text('offers.status.open', { date: day(lastMoment(claim.expiresAt)) })
    : text('offers.status.no_end');
}
