/**
 * Customers: identity, profile, Customer ID card, addresses, merging, and the facts that lists and segments
 * filter by.
 *
 * Owns `customers.customers`, `facts`, `memberships`, `tags`, `addresses`, `merges`, `merge_journal`,
 * `address_decisions`, `fields`, `consents`, `notes`, `status_changes`, `tag_changes`, `imports`, `import_rows`,
 * `card_keys`, `card_devices`, `card_scans`, `card_replays`, `card_codes`, `match_keys`,
 * `match_models`, `duplicate_scans`, `duplicate_pairs`, `name_tokens`, `counts`, `count_changes`, `saved_views`;
 * publishes `v_customers`, `v_facts`, `v_segments`, `v_memberships`.
 * Holds: one facts row per customer; card number, e-mail, phone and (source, source id) unique in a store;
 * status, type and created_at of a facts row equal the customer's; a customer reaches only themselves;
 * what a status forbids stands in `statuses/rules.ts` alone; consents and decisions are only added to;
 * search terms, name tokens and counts are kept by triggers (0017_customers_search.sql).
 * Emits `customer.created`, `customer.updated`, `customer.merged`, `customer.unmerged`,
 * `customer.erased`, `address.verified`, `address.rejected`,
 * `card.scanned`, `card.device_revoked`, `card.replayed`.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { jobs as cardJobs } from './card/jobs.ts';
import { jobs as directoryJobs } from './directory/jobs.ts';
import { jobs as duplicateJobs, listeners as duplicateListeners } from './duplicates/jobs.ts';
import { importJob, tidyImportsJob } from './import/import.ts';
import { eraseClosedJob } from './privacy/erasure.ts';
import { participant } from './privacy/privacy.ts';
import { routes } from './routes.ts';
import { retagJob } from './tags/tags.ts';
import { timeline } from './timeline/timeline.ts';

export { configureCard } from './card/configure.ts';
export { provedAt } from './card/verify.ts';
export { type Asks, idsAfter } from './directory/directory.ts';
export { type Facts, facts, putFacts } from './facts/facts.ts';
export type { FactsChange } from './facts/rules.ts';
export { clearScores, type FactsScores, putScores } from './facts/scores.ts';
export {
  type CustomerImportOptions,
  type CustomerImportReport,
  importCustomers,
  previewCustomers,
} from './import/file.ts';
export {
  countReplaced,
  countsBy,
  inScope,
  type MembershipChange,
  type MembershipMove,
  membershipsOf,
  membersOf,
  replaceMemberships,
  type Scope,
  setMemberships,
} from './memberships/memberships.ts';
export { type JournalRow, journal, journalled } from './merging/journal.ts';
export { configureMerging } from './merging/merging.ts';
export { createMany, type MadeCustomer, type NewCustomer } from './profile/bulk.ts';
export { changeProfile } from './profile/change.ts';
export { changeMany } from './profile/many.ts';
export {
  type CustomerStatus,
  type Resolved,
  requireCustomer as require,
  resolveMany,
} from './profile/references.ts';
export { ownBirthdayChanges } from './profile/rules.ts';
export { allows, refusalOf } from './statuses/rules.ts';

export const customersModule: Module = {
  name: 'customers',
  routes,
  functions: [fileURLToPath(new URL('./directory/functions.sql', import.meta.url))],
  jobs: [
    ...cardJobs,
    ...directoryJobs,
    ...duplicateJobs,
    eraseClosedJob,
    importJob,
    retagJob,
    tidyImportsJob,
  ],
  listeners: duplicateListeners,
  participant,
  timeline,
};
