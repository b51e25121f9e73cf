// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema loyalty, for `tx.withTables<Tables>()`. */
export interface Tables {
  'loyalty.accounts': AccountsTable;
  'loyalty.debt_repayments': DebtRepaymentsTable;
  'loyalty.debts': DebtsTable;
  'loyalty.entries': EntriesTable;
  'loyalty.entry_details': EntryDetailsTable;
  'loyalty.hold_lots': HoldLotsTable;
  'loyalty.holds': HoldsTable;
  'loyalty.house_accounts': HouseAccountsTable;
  'loyalty.house_days': HouseDaysTable;
  'loyalty.keys': KeysTable;
  'loyalty.lot_movements': LotMovementsTable;
  'loyalty.lots': LotsTable;
  'loyalty.order_points': OrderPointsTable;
  'loyalty.programme_versions': ProgrammeVersionsTable;
  'loyalty.programmes': ProgrammesTable;
  'loyalty.qualifying_days': QualifyingDaysTable;
  'loyalty.tier_history': TierHistoryTable;
  'loyalty.tiers': TiersTable;
}

export interface AccountsTable {
  store_id: string;
  id: string;
  programme_id: string;
  owner_id: string;
  origin_id: string;
  status: Generated<string>;
  available: Generated<number>;
  pending: Generated<number>;
  held: Generated<number>;
  debt: Generated<number>;
  lifetime: Generated<number>;
  next_available_at: Date | null;
  sequence: Generated<number>;
  head: Generated<Buffer>;
  tier_key: string | null;
  tier_since: Date | null;
  tier_held_until: Date | null;
  opened_at: Date;
  updated_at: Date;
}

export interface DebtRepaymentsTable {
  store_id: string;
  entry_id: string;
  debt_id: string;
  points: number;
}

export interface DebtsTable {
  store_id: string;
  id: string;
  account_id: string;
  order_id: string;
  refund_id: string;
  amount: number;
  repaid: Generated<number>;
  created_at: Date;
  sequence: number;
}

export interface EntriesTable {
  store_id: string;
  id: string;
  account_id: string;
  sequence: number;
  kind: string;
  amount: number;
  moved: number;
  counter_id: string;
  occurred_at: Date;
  recorded_at: Date;
  business_key: Buffer;
  rule_id: string | null;
  rule_version: number | null;
  movements_digest: Buffer;
  details_commitment: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  order_id: string | null;
  location_id: string | null;
  presented_id: string | null;
  repaid: Generated<number>;
  available_after: number;
  pending_after: number;
  held_after: number;
  debt_after: number;
  lifetime_after: number;
}

export interface EntryDetailsTable {
  store_id: string;
  entry_id: string;
  salt: Buffer;
  bytes: Buffer;
}

export interface HoldLotsTable {
  store_id: string;
  hold_id: string;
  lot_id: string;
  points: number;
}

export interface HoldsTable {
  store_id: string;
  id: string;
  account_id: string;
  points: number;
  captured: Generated<number>;
  released: Generated<number>;
  status: string;
  order_id: string | null;
  reason: string | null;
  created_at: Date;
  expires_at: Date;
  ended_at: Date | null;
}

export interface HouseAccountsTable {
  store_id: string;
  id: string;
  key: string;
}

export interface HouseDaysTable {
  store_id: string;
  programme_id: string;
  house_id: string;
  day: string;
  points: number;
  entries: number;
}

export interface KeysTable {
  store_id: string;
  kind: string;
  source: string;
  source_id: string;
  line: number;
  fingerprint: Buffer;
  id: string;
  account_id: string | null;
  points: number;
  returned: Generated<number>;
  debt: Generated<number>;
}

export interface LotMovementsTable {
  store_id: string;
  entry_id: string;
  position: number;
  lot_id: string;
  delta: number;
  available_from: Date;
  expires_at: Date | null;
}

export interface LotsTable {
  store_id: string;
  id: string;
  account_id: string;
  entry_id: string;
  issued: number;
  remaining: number;
  held: Generated<number>;
  expired: Generated<number>;
  forgiven: Generated<number>;
  is_pending: boolean;
  available_from: Date;
  expires_at: Date | null;
}

export interface OrderPointsTable {
  store_id: string;
  order_id: string;
  entry_id: string;
  line_no: number;
  account_id: string;
  direction: string;
  line_total: number;
  points: number;
  undone: Generated<number>;
}

export interface ProgrammeVersionsTable {
  store_id: string;
  programme_id: string;
  version: number;
  settings: unknown;
  valid_from: Date;
  changed_by: string | null;
}

export interface ProgrammesTable {
  store_id: string;
  id: string;
  name_en: string;
  name_ar: string;
  description: string | null;
  is_default: Generated<boolean>;
  is_active: Generated<boolean>;
  points_per_unit_e4: Generated<number>;
  minimum_spend: Generated<number>;
  worth_e4: number | null;
  pending_days: Generated<number>;
  expiry_months: Generated<number | null>;
  return_days: Generated<number>;
  enrolment: Generated<string>;
  tier_basis: Generated<string>;
  tier_window: Generated<string>;
  tier_window_months: Generated<number>;
  tier_fall: Generated<string>;
  tier_grace_days: Generated<number>;
  rules: Generated<unknown>;
  rule_version: Generated<number>;
  starts_at: Date | null;
  ends_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface QualifyingDaysTable {
  store_id: string;
  account_id: string;
  day: string;
  points: Generated<number>;
  spend: Generated<number>;
}

export interface TierHistoryTable {
  store_id: string;
  account_id: string;
  at: Date;
  id: string;
  from_key: string | null;
  to_key: string | null;
  reason: string;
  qualifying_points: number;
}

export interface TiersTable {
  store_id: string;
  programme_id: string;
  key: string;
  name_en: string;
  name_ar: string;
  threshold: number;
  multiplier_percent: Generated<number>;
  benefits: Generated<unknown>;
}
