/** The referral programme of the store, and what it promises. */
import { z } from 'zod';
import { instant, money, nameText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';

const programmeFields = {
  isActive: z.boolean(),
  validFrom: instant.nullable().describe('Codes are taken from here on; null: at once'),
  validUntil: instant.nullable().describe('Codes are taken until then; null: without end'),
  referrerPoints: points.min(0).max(10_000_000),
  friendPoints: points.min(0).max(10_000_000),
  minimumOrder: money.min(0).describe('Least total of the friend’s first order, minor units'),
  holdingDays: z.int().min(0).max(365).describe('Days from the order’s delivery to the reward'),
  joinDays: z.int().min(0).max(365).describe('How long after joining the store a code may still be used'),
  orderDays: z.int().min(1).max(730).describe('How long after the code the first order may come'),
  capRewards: z.int().min(1).max(100_000).describe('Rewards of one referrer within `capDays`'),
  capDays: z.int().min(1).max(366),
  invitesPerDay: z.int().min(1).max(1000).describe('Invitations of one customer within 24 hours'),
  reviewsAll: z.boolean().describe('Hold every reward for staff'),
  reviewsNetwork: z
    .boolean()
    .describe('Take one shared internet address as a ring; off: shops and homes share'),
};

/** The store's programme. */
export const referralSettings = z.object({
  ...programmeFields,
  message: z
    .object({ en: z.string(), ar: z.string() })
    .describe('Text for the member to share; slots {store}, {points}, {code}, {link}'),
  linkBase: z.string().describe('Where the links lead; the code follows'),
  currency: z.string(),
  updatedAt: instant.nullable(),
});
export type ReferralSettings = z.infer<typeof referralSettings>;

const wording = nameText(600).min(1);
export const referralSettingsUpdate = z
  .object({ ...programmeFields, message: z.object({ en: wording, ar: wording }) })
  .partial();

/** What the programme promises, as a customer reads it. */
export const referralTerms = z.object({
  isOpen: z.boolean().describe('Whether codes are taken now'),
  validUntil: instant.nullable(),
  referrerPoints: points,
  friendPoints: points,
  minimumOrder: money,
  currency: z.string(),
  holdingDays: z.int(),
  joinDays: z.int(),
  orderDays: z.int(),
  capRewards: z.int(),
  capDays: z.int(),
});
export type ReferralTerms = z.infer<typeof referralTerms>;

export const referralsProgrammeContract = {
  settings: endpoint({
    name: 'referrals.settings',
    method: 'GET',
    path: '/api/v1/referrals/settings',
    summary: 'The referral programme',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'read',
    response: referralSettings,
  }),
  updateSettings: endpoint({
    name: 'referrals.updateSettings',
    method: 'PUT',
    path: '/api/v1/referrals/settings',
    summary: 'Change the referral programme; referrals under way keep the terms they began with',
    caller: 'staff',
    permission: 'referrals.edit',
    lane: 'write',
    body: referralSettingsUpdate,
    response: referralSettings,
    errors: ['range_invalid'],
  }),
};
