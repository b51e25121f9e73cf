/**
 * Referrals: a customer brings a friend by an own code, and both are rewarded once the friend's first order
 * has outlived its holding period.
 *
 * Owns `referrals.settings`, `codes`, `referrals`, `steps`, `rewards`, `marks`, `refusals`, `code_attempts`.
 * Holds: a friend comes by one code, once for ever; both sides of a referral are rewarded at most once (the
 * ledger's business key `referral`, referral id, side); of a referrer at most `capRewards` referrals that
 * qualify within `capDays` bring points; who hangs together with their friend otherwise than by the code is
 * rewarded only after staff approved; of an invited address a keyed hash and a masked form are kept; every
 * refusal leaves a row.
 * Emits `referral.joined`, `referral.qualified`, `referral.rewarded`, `referral.rejected`.
 * Hears `customer.created`, `order.delivered`, `order.refunded`, and its own, to tell the members.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { jobs, listeners } from './jobs.ts';
import { notices } from './notices.ts';
import { participant, timeline } from './personal.ts';
import { routes } from './routes.ts';
import './events.ts';

export { configureReferrals } from './keys.ts';

export const referralsModule: Module = {
  name: 'referrals',
  routes,
  functions: [fileURLToPath(new URL('functions.sql', import.meta.url))],
  listeners: [...listeners, ...notices],
  jobs,
  participant,
  timeline,
};
