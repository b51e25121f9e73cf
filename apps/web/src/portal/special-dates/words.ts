import type { OccasionDate, ShownGift } from '@wafa/contract';
import type { Language } from '@wafa/i18n/core';
import type { Translate } from '../../shared/hooks.ts';

/** How far off a day is, in words that stand alone. */
export function daysWords(text: Translate, daysLeft: number): string {
  if (daysLeft === 0) return text('home.today');
  if (daysLeft === 1) return text('home.tomorrow');
  return daysLeft > 0
    ? text('home.in_days', { count: daysLeft })
    : text('home.days_ago', { count: -daysLeft });
}

/** What a gift is: points, the name of a reward, or the store's own words. */
export function giftWords(text: Translate, language: Language, gift: ShownGift): string {
  if (gift.type === 'points') return text('points.count', { count: gift.points ?? 0 });
  return (gift.type === 'reward' ? gift.reward?.name[language] : gift.text?.[language]) ?? '';
}

/** What holds for an occasion now, in a sentence. */
export function stateWords(
  text: Translate,
  day: (value: string) => string,
  { state, next }: Pick<OccasionDate, 'state' | 'next'>,
): string {
  const date = state === 'upcoming' ? next.claimFrom : next.claimUntil;
  return text(`occasions.state.${state}`, { date: day(date) });
}
