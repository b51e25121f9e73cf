/** How far a referral has come, what ends it, and what holds it up. */
import { z } from 'zod';

/**
 * How far a referral has come. `invited`: a friend was asked; `joined`: the friend used the code;
 * `qualified`: their first order counts and the holding period runs, or staff look at it; `rewarded` and
 * `rejected` are its ends.
 */
export const referralStage = z.enum(['invited', 'joined', 'qualified', 'rewarded', 'rejected']);
export type ReferralStage = z.infer<typeof referralStage>;

/** Why a referral ended without a reward. */
export const referralRejection = z.enum(['refunded', 'no_order_in_time', 'review', 'closed', 'same_person']);
export type ReferralRejection = z.infer<typeof referralRejection>;

/** What two people of a ring share; a ring holds the reward until staff have looked. */
export const ringMark = z.enum(['device', 'network', 'address', 'phone', 'email', 'payment']);
export type RingMark = z.infer<typeof ringMark>;

/** Why staff are asked before a reward is given. */
export const referralConcern = z.enum([
  'shared_device',
  'shared_network',
  'shared_address',
  'shared_phone',
  'shared_email',
  'shared_payment',
  'circle',
  'crowd',
  'reviews_all',
]);
export type ReferralConcern = z.infer<typeof referralConcern>;

export const referralReview = z.enum(['none', 'held', 'approved', 'rejected']);
export type ReferralReview = z.infer<typeof referralReview>;
