import type { OccasionGift, OccasionKind, Occurrence, ShownGift } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as loyalty from '../loyalty/index.ts';
import type { GivenGift } from './events.ts';
import type { KindRow } from './kinds/sql.ts';
import { type Custom, daysBetween, type Fall, partsOf, windowOf } from './rules.ts';

/** A fall as it is shown; `year` is that of the date itself, in the date's calendar. */
export function presentFall(fall: Fall, at: Custom & { today: string; year: number | null }): Occurrence {
  const { from, until } = windowOf(fall, at);
  return {
    on: fall.on,
    hijri: partsOf(fall.on, 'hijri'),
    year: fall.year,
    count: at.year === null ? null : fall.year - at.year,
    daysLeft: daysBetween(at.today, fall.on),
    claimFrom: from,
    claimUntil: until,
  };
}

export type RewardNames = Awaited<ReturnType<typeof loyalty.rewardNames>>;

/** Names of the rewards among gifts. */
export function rewardNamesOf(ctx: Ctx, gifts: readonly (OccasionGift | null)[]): Promise<RewardNames> {
  return loyalty.rewardNames(ctx, [
    ...new Set(gifts.flatMap((gift) => (gift?.type === 'reward' ? [gift.rewardId] : []))),
  ]);
}

export function presentGift(gift: OccasionGift | null, rewards: RewardNames): ShownGift | null {
  if (gift === null) return null;
  const nothing = { points: null, reward: null, text: null };
  if (gift.type === 'points') return { ...nothing, type: 'points', points: gift.points };
  if (gift.type === 'text') return { ...nothing, type: 'text', text: gift.text };
  const name = rewards.get(gift.rewardId)?.name ?? { en: '', ar: '' };
  return { ...nothing, type: 'reward', reward: { id: gift.rewardId, name } };
}

/** A gift as events carry it. */
export const givenGift = (gift: OccasionGift): GivenGift => ({
  type: gift.type,
  points: gift.type === 'points' ? gift.points : null,
  rewardId: gift.type === 'reward' ? gift.rewardId : null,
});

/** First day of which anybody living was born; the profile has the same bound. */
const earliestBirth = '1900-01-01';

/** @throws AppError date_in_future, date_too_old */
export function checkBirth(day: string, today: string, field: string): void {
  if (day > today) throw new AppError('date_in_future', { field });
  if (day < earliestBirth) throw new AppError('date_too_old', { field });
}

/** How the store celebrates each kind. */
export type Kinds = Readonly<Record<OccasionKind, KindRow>>;

/** An own date has the name that its customer gave it, in whichever language. */
export function nameOf({ kind, ownName }: { kind: OccasionKind; ownName: string | null }, kinds: Kinds) {
  return ownName === null ? { en: kinds[kind].nameEn, ar: kinds[kind].nameAr } : { en: ownName, ar: ownName };
}

/** Somebody as lists name them. */
export interface Person {
  cardNumber: string;
  firstName: string;
  lastName: string;
  firstNameAr: string | null;
  lastNameAr: string | null;
}

/** Who it is, beside what is about them in a list. */
export function personOf(person: Person) {
  const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ');
  const en = joined(person.firstName, person.lastName);
  return {
    customerName: { en, ar: joined(person.firstNameAr, person.lastNameAr) || en },
    cardNumber: person.cardNumber,
  };
}
