// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema identity, for `tx.withTables<Tables>()`. */
export interface Tables {
  'identity.customer_attempts': CustomerAttemptsTable;
  'identity.customer_logins': CustomerLoginsTable;
  'identity.customer_recovery_codes': CustomerRecoveryCodesTable;
  'identity.customer_sessions': CustomerSessionsTable;
  'identity.staff_accounts': StaffAccountsTable;
  'identity.staff_attempts': StaffAttemptsTable;
  'identity.staff_recovery_codes': StaffRecoveryCodesTable;
  'identity.staff_sessions': StaffSessionsTable;
}

export interface CustomerAttemptsTable {
  store_id: string;
  subject: Buffer;
  failures: number;
  last_failed_at: Date;
  locked_until: Date | null;
}

export interface CustomerLoginsTable {
  store_id: string;
  id: string;
  customer_id: string;
  email: string | null;
  phone: string | null;
  password_hash: string;
  name: string;
  name_ar: string | null;
  language: string;
  totp_secret: string | null;
  totp_pending: string | null;
  totp_last_step: number | null;
  is_active: Generated<boolean>;
  created_at: Date;
  password_changed_at: Date;
}

export interface CustomerRecoveryCodesTable {
  store_id: string;
  account_id: string;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface CustomerSessionsTable {
  store_id: string;
  id: string;
  account_id: string;
  secret_hash: Buffer;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  end_reason: string | null;
  device: string | null;
  address: string | null;
}

export interface StaffAccountsTable {
  id: string;
  email: string;
  phone: string | null;
  password_hash: string;
  name: string;
  name_ar: string | null;
  language: string;
  totp_secret: string | null;
  totp_pending: string | null;
  totp_last_step: number | null;
  is_active: Generated<boolean>;
  created_at: Date;
  password_changed_at: Date;
}

export interface StaffAttemptsTable {
  subject: Buffer;
  failures: number;
  last_failed_at: Date;
  locked_until: Date | null;
}

export interface StaffRecoveryCodesTable {
  account_id: string;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface StaffSessionsTable {
  id: string;
  account_id: string;
  secret_hash: Buffer;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  end_reason: string | null;
  device: string | null;
  address: string | null;
}
