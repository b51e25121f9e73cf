import type { OfferedReward, Tier } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import type { Translate, useFormat } from '../../shared/hooks.ts';

type Format = Pick<ReturnType<typeof useFormat>, 'language' | 'date'>;
type Tiers = readonly Pick<Tier, 'key' | 'name'>[];

/** Obstacles that only waiting or other people could remove, before the one that purchases remove. */
const order: readonly OfferedReward['obstacles'][number][] = [
  'ended',
  'out_of_stock',
  'limit_reached',
  'segment',
  'tier',
  'not_yet',
  'points_missing',
];

/** Names of tiers in the reader's language; a key that no tier of the programme has stays a key. */
export function tierNames(keys: readonly string[], tiers: Tiers, language: 'en' | 'ar'): string {
  const names = keys.map((key) => tiers.find((tier) => tier.key === key)?.name[language] ?? key);
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
}

/** What stands in the way, in words, the weightiest first; empty where the reward can be had now. */
export function obstacleWords(
  text: Translate,
  { language, date }: Format,
  reward: Pick<OfferedReward, 'obstacles' | 'tiers' | 'validFrom' | 'pointsMissing'>,
  tiers: Tiers,
): string[] {
  return order
    .filter((obstacle) => reward.obstacles.includes(obstacle))
    .map((obstacle) =>
      text(`rewards.obstacle.${obstacle}`, {
        tiers: tierNames(reward.tiers, tiers, language),
        date: reward.validFrom ? date(reward.validFrom, 'day') : '',
        points: text('points.count', { count: reward.pointsMissing }),
      }),
    );
}

/** The terms that a customer should know before spending points: stock, limit, last day, tiers. */
export function termsOf(
  text: Translate,
  { language, date }: Format,
  reward: Pick<OfferedReward, 'left' | 'perCustomer' | 'validUntil' | 'tiers'>,
  tiers: Tiers,
): string[] {
  const terms: string[] = [];
  if (reward.left !== null && reward.left > 0) terms.push(text('rewards.left', { count: reward.left }));
  if (reward.perCustomer !== null) terms.push(text('rewards.per_customer', { count: reward.perCustomer }));
  if (reward.tiers.length > 0)
    terms.push(text('rewards.for_tiers', { tiers: tierNames(reward.tiers, tiers, language) }));
  if (reward.validUntil)
    terms.push(text('rewards.until', { date: date(lastMoment(reward.validUntil), 'day') }));
  return terms;
}
