/**
 * Loyalty: programmes, tiers, and the points ledger.
 *
 * Owns schema `loyalty`: programmes, programme_versions, tiers, accounts, house_accounts, house_days,
 * entries, entry_details, lots, lot_movements, keys, order_points, debts, debt_repayments, holds,
 * hold_lots, hold_captures, tier_history, tier_grants, qualifying_days, warnings, closed_days,
 * liability_days, pending_days, balance_imports, rule_days, rewards, redemptions, partner_codes,
 * code_attempts, roots, root_blocks, root_leaves.
 *
 * Holds, for every account and at every commit:
 * - available + pending + held − debt = sum of entry amounts = open lots − open debts; none below 0;
 * - debt > 0 means available = 0: points that become available repay first, oldest debt first;
 * - entries are never changed; each one's hash covers the one before (layout: ledger/chain.sql);
 * - a business key (kind, source, source id, line) acts once, for ever;
 * - of a reward no more are given than there are, and a code is used, cancelled or ended once.
 *
 * Time: `available` and `pending` stand on the account. Points whose day has come are moved by the job
 * `loyalty.mature` and by every operation that touches the account before it does anything else, and
 * reads count them so; a till never sees stale pending points. Expired points leave `available` by the
 * job `loyalty.expire` (and before a spend); until it has come by, reads still show them, but nothing
 * spends them. Held points do not end; a hold past its time stays held until `loyalty.release_holds` comes
 * by. An owner of several accounts in a programme spends over all of them (ledger/take.sql).
 *
 * All writing is by stored functions (ledger/*.sql): one round trip for any number of items.
 * Every day's end is sealed by a signed root over all accounts (proof/seal.ts; packages/proof has the bytes).
 * Emits ledger.sealed, points.earned, points.spent, points.reversed, points.expired, points.expiring,
 * points.held, points.released, points.adjusted, points.transferred, tier.changed, tier.at_risk,
 * reward.redeemed, reward.used, reward.cancelled, reward.expired, reward.low_stock.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { jobs as ledgerJobs } from './ledger/jobs.ts';
import { routes as ledgerRoutes } from './ledger/routes.ts';
import { jobs as liabilityJobs } from './liability/jobs.ts';
import { routes as liabilityRoutes } from './liability/routes.ts';
import { participant } from './merging/merging.ts';
import { routes as openingRoutes } from './opening/routes.ts';
import { listeners } from './programmes/listeners.ts';
import { routes as programmeRoutes } from './programmes/routes.ts';
import { jobs as proofJobs } from './proof/jobs.ts';
import { routes as proofRoutes } from './proof/routes.ts';
import { jobs as rewardJobs } from './rewards/jobs.ts';
import { routes as rewardRoutes } from './rewards/routes.ts';
import { jobs as tierJobs } from './tiers/jobs.ts';
import { routes as tierRoutes } from './tiers/routes.ts';
import { timeline } from './timeline/timeline.ts';
import './events.ts';

export { type AdjustItem, adjust } from './ledger/adjust.ts';
export {
  type CaptureItem,
  type CaptureResult,
  capture,
  type HoldItem,
  type HoldResult,
  hold,
  type ReleaseResult,
  release,
  releaseDue,
} from './ledger/hold.ts';
export { expire, mature } from './ledger/jobs.ts';
export { earn, reverse, standings } from './ledger/ledger.ts';
export { checkChains, driftOf } from './ledger/recount.ts';
export { spend } from './ledger/spend.ts';
export { type TransferItem, transfer } from './ledger/transfer.ts';
export type {
  Balance,
  EarnItem,
  EarnKind,
  EarnResult,
  ProgrammeStanding,
  ReverseItem,
  ReverseResult,
  Standing,
} from './ledger/types.ts';
export { rollUp } from './liability/jobs.ts';
export { type ProgrammePoints, pointDays } from './liability/liability.ts';
export { breakageOf, localDay, redemptionRate } from './liability/rules.ts';
export {
  type BalanceImportOptions,
  type BalanceImportReport,
  importBalances,
} from './opening/import.ts';
export {
  type Book,
  type GivenPoints,
  keepGiven,
  type OrderQuote,
  openBook,
  type ProgrammeQuote,
} from './programmes/book.ts';
export { type EarningEvent, type EventCredit, earnByEvent } from './programmes/events.ts';
export { createDefaultProgramme, programmes } from './programmes/programmes.ts';
export { type LocalTime, localTime } from './programmes/rules/local-time.ts';
export { apportion, worthOf } from './programmes/rules.ts';
export { configureLoyalty } from './proof/key.ts';
export { checkRoots } from './proof/recount.ts';
export { seal } from './proof/seal.ts';
export { addPartnerCodes, create as createReward, list as listRewards } from './rewards/catalogue.ts';
export { codeBytes, codeFrom, showCode } from './rewards/codes.ts';
export { expireRedemptions } from './rewards/jobs.ts';
export { giveReward, type RewardPresent, redemptionsOf, rewardNames } from './rewards/presents.ts';
export { redeem } from './rewards/redeem.ts';
export { use as useRedemption } from './rewards/redemptions.ts';
export { type AvailableReward, availableRewards } from './rewards/rewards.ts';

const file = (name: string) => fileURLToPath(new URL(`./${name}.sql`, import.meta.url));

export const loyaltyModule: Module = {
  name: 'loyalty',
  routes: [
    ...ledgerRoutes,
    ...programmeRoutes,
    ...tierRoutes,
    ...liabilityRoutes,
    ...openingRoutes,
    ...rewardRoutes,
    ...proofRoutes,
  ],
  participant,
  functions: [
    'chain',
    'account',
    'standings',
    'expire',
    'earn',
    'reverse',
    'take',
    'spend',
    'hold',
    'adjust',
    'transfer',
    'cancel',
  ]
    .map((name) => `ledger/${name}`)
    .concat('merging/merging', 'tiers/functions', 'tiers/warn', 'liability/functions')
    .map(file),
  listeners,
  jobs: [...ledgerJobs, ...tierJobs, ...liabilityJobs, ...proofJobs, ...rewardJobs],
  timeline,
};
