/** Ids and figures only. */
interface ReferralEvent {
  referralId: string;
  referrerId: string;
  friendId: string;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    'referral.joined': ReferralEvent;
    'referral.qualified': ReferralEvent & { orderId: string; dueAt: string; held: boolean; capped: boolean };
    'referral.rewarded': ReferralEvent & { referrerPoints: number; friendPoints: number };
    'referral.rejected': ReferralEvent & { rejection: string };
  }
}

/** The part that all events of a referral share. */
export function referralEvent(row: { id: string; referrerId: string; friendId: string }): ReferralEvent {
  return { referralId: row.id, referrerId: row.referrerId, friendId: row.friendId };
}
