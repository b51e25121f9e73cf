// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated, GeneratedAlways } from 'kysely';

/** The tables and views of the schema customers, for `tx.withTables<Tables>()`. */
export interface Tables {
  'customers.addresses': AddressesTable;
  'customers.customers': CustomersTable;
  'customers.facts': FactsTable;
  'customers.memberships': MembershipsTable;
  'customers.tags': TagsTable;
  'customers.v_customers': VCustomersView;
  'customers.v_facts': VFactsView;
  'customers.v_memberships': VMembershipsView;
}

export interface AddressesTable {
  store_id: string;
  id: string;
  customer_id: string;
  street1: string;
  street2: string | null;
  city: string;
  state: Generated<string>;
  postal_code: Generated<string>;
  country: string | null;
  is_default_billing: Generated<boolean>;
  is_default_shipping: Generated<boolean>;
  latitude: number | null;
  longitude: number | null;
  status: Generated<string>;
  verified_by: string | null;
  verified_at: Date | null;
  notes: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface CustomersTable {
  store_id: string;
  id: string;
  card_number: string;
  type: Generated<string>;
  status: Generated<string>;
  first_name: string;
  last_name: Generated<string>;
  first_name_ar: string | null;
  last_name_ar: string | null;
  company_name: string | null;
  tax_number: string | null;
  email: string | null;
  phone: string | null;
  birthday: string | null;
  language: string | null;
  preferred_categories: Generated<string[]>;
  tags: Generated<string[]>;
  custom_fields: Generated<unknown>;
  communication_preferences: Generated<unknown>;
  privacy: Generated<unknown>;
  source: string | null;
  source_id: string | null;
  version: Generated<number>;
  merged_into: string | null;
  created_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  erased_at: Date | null;
  search_text: GeneratedAlways<string>;
  sort_name: GeneratedAlways<string>;
  sort_email: GeneratedAlways<string>;
}

export interface FactsTable {
  store_id: string;
  customer_id: string;
  status: string;
  type: string;
  created_at: Date;
  total_spent: Generated<number>;
  total_orders: Generated<number>;
  visits: Generated<number>;
  first_order_at: Date | null;
  last_order_at: Date | null;
  last_visit_at: Generated<Date>;
  tier: string | null;
  points: Generated<number>;
  lifetime_points: Generated<number>;
  segment: string | null;
}

export interface MembershipsTable {
  store_id: string;
  segment_key: string;
  customer_id: string;
  since: Date;
  why: Generated<unknown>;
}

export interface TagsTable {
  store_id: string;
  tag: string;
  customer_id: string;
}

export interface VCustomersView {
  store_id: string | null;
  customer_id: string | null;
  card_number: string | null;
  type: string | null;
  status: string | null;
  first_name: string | null;
  last_name: string | null;
  first_name_ar: string | null;
  last_name_ar: string | null;
  company_name: string | null;
  email: string | null;
  phone: string | null;
  birthday: string | null;
  language: string | null;
  preferred_categories: string[] | null;
  tags: string[] | null;
  custom_fields: unknown;
  communication_preferences: unknown;
  privacy: unknown;
  source: string | null;
  source_id: string | null;
  merged_into: string | null;
  created_at: Date | null;
  closed_at: Date | null;
  erased_at: Date | null;
}

export interface VFactsView {
  store_id: string | null;
  customer_id: string | null;
  status: string | null;
  type: string | null;
  created_at: Date | null;
  total_spent: number | null;
  total_orders: number | null;
  visits: number | null;
  first_order_at: Date | null;
  last_order_at: Date | null;
  last_visit_at: Date | null;
  tier: string | null;
  points: number | null;
  lifetime_points: number | null;
  segment: string | null;
}

export interface VMembershipsView {
  store_id: string | null;
  segment_key: string | null;
  customer_id: string | null;
  since: Date | null;
  why: unknown;
}
