import type { OwnReferral, ReferralStats, ReferralTerms } from '@wafa/contract';
import { isolate, isolateLtr, lastMoment } from '@wafa/i18n/core';
import type { Translate, useFormat } from '../../shared/hooks.ts';

type Format = Pick<ReturnType<typeof useFormat>, 'date' | 'money'>;

const pointsWords = (text: Translate, points: number) => text('points.count', { count: points });

/** What both sides get, in one line. */
export function promiseWords(text: Translate, terms: ReferralTerms): string {
  return text(terms.friendPoints > 0 ? 'referral.promise' : 'referral.promise_one', {
    points: pointsWords(text, terms.referrerPoints),
    friend_points: pointsWords(text, terms.friendPoints),
  });
}

/** On what terms a referral is rewarded. */
export function termsWords(text: Translate, format: Format, terms: ReferralTerms): string {
  return text(terms.holdingDays > 0 ? 'referral.terms' : 'referral.terms_at_once', {
    amount: format.money(terms.minimumOrder, terms.currency, { whole: true }),
    days: text('referral.days', { count: terms.holdingDays }),
    cap: terms.capRewards,
    cap_days: text('referral.days', { count: terms.capDays }),
  });
}

/** Whom a referral is about, as far as the referrer may know. */
export function friendOf(text: Translate, referral: Pick<OwnReferral, 'friend' | 'sentTo'>): string {
  if (referral.friend) return isolate(referral.friend);
  return referral.sentTo ? isolateLtr(referral.sentTo) : text('referral.somebody');
}

/** What happens next with a referral, or why it ended; empty where there is nothing to add. */
export function noteOf(
  text: Translate,
  format: Format,
  referral: Pick<OwnReferral, 'stage' | 'inReview' | 'rewardDueAt' | 'rejection' | 'capped'>,
): string {
  const { stage, inReview, rewardDueAt, rejection, capped } = referral;
  if (stage === 'rejected') return rejection ? text(`referral.rejection.${rejection}`) : '';
  if (stage === 'rewarded') return capped ? text('referral.capped') : '';
  if (inReview) return text('referral.in_review');
  return stage === 'qualified' && rewardDueAt
    ? text('referral.due', { date: format.date(rewardDueAt, 'day') })
    : '';
}

/** How it stands with the code that the customer used; nothing once that came to no reward. */
export function asFriendWords(
  text: Translate,
  format: Format,
  friend: NonNullable<ReferralStats['asFriend']>,
): string | null {
  if (friend.stage === 'rejected') return null;
  const stage = friend.stage === 'invited' ? 'joined' : friend.stage;
  return text(`referral.as_friend.${stage}`, {
    name: isolate(friend.referrer),
    points: pointsWords(text, friend.points),
    amount: format.money(friend.minimumOrder, friend.currency, { whole: true }),
    date: format.date(lastMoment(friend.orderUntil), 'day'),
  });
}
