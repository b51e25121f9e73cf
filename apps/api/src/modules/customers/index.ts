/**
 * Customers: identity, profile, Customer ID card, addresses, merging, and the facts that lists and segments
 * filter by.
 *
 * Owns `customers.customers`, `facts`, `memberships`, `tags`, `addresses`, `merges`, `merge_journal`; publishes `v_customers`, `v_facts`,
 * `v_memberships`.
 * Holds: one facts row per customer; card number, e-mail, phone and (source, source id) unique in a store;
 * status, type and created_at of a facts row equal the customer's; a customer reaches only themselves.
 * Emits `customer.created`, `customer.updated`, `customer.merged`, `customer.unmerged`.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { participant } from './privacy/privacy.ts';
import { routes } from './routes.ts';
import { timeline } from './timeline/timeline.ts';

export { type Asks, idsAfter } from './directory/directory.ts';
export { type Facts, facts, putFacts } from './facts/facts.ts';
export type { FactsChange } from './facts/rules.ts';
export { type MembershipChange, membershipsOf, setMemberships } from './memberships/memberships.ts';
export { type JournalRow, journal, journalled } from './merging/journal.ts';
export { configureMerging } from './merging/merging.ts';
export { createMany, type MadeCustomer, type NewCustomer } from './profile/bulk.ts';
export { changeMany } from './profile/many.ts';
export {
  type CustomerStatus,
  type Resolved,
  requireCustomer as require,
  resolveMany,
} from './profile/references.ts';

export const customersModule: Module = {
  name: 'customers',
  routes,
  functions: [fileURLToPath(new URL('./directory/functions.sql', import.meta.url))],
  participant,
  timeline,
};
