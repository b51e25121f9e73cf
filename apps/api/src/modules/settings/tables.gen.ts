// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema settings, for `tx.withTables<Tables>()`. */
export interface Tables {
  'settings.api_keys': ApiKeysTable;
  'settings.locations': LocationsTable;
  'settings.memberships': MembershipsTable;
  'settings.roles': RolesTable;
  'settings.staff': StaffTable;
  'settings.stores': StoresTable;
  'settings.switches': SwitchesTable;
}

export interface ApiKeysTable {
  store_id: string;
  id: string;
  name: string;
  prefix: string;
  secret_hash: Buffer;
  scopes: string[];
  created_by: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

export interface LocationsTable {
  store_id: string;
  id: string;
  code: string;
  name: string;
  name_ar: string | null;
  kind: string;
  parent_id: string | null;
  is_active: Generated<boolean>;
  created_at: Date;
}

export interface MembershipsTable {
  account_id: string;
  tenant_id: string;
  staff_id: string;
}

export interface RolesTable {
  store_id: string;
  key: string;
  name: string;
  name_ar: string | null;
  permissions: string[];
  points_adjust_limit: number | null;
  created_at: Date;
}

export interface StaffTable {
  store_id: string;
  id: string;
  account_id: string;
  name: string;
  email: string;
  role: string;
  location_id: string | null;
  is_active: Generated<boolean>;
  created_at: Date;
}

export interface StoresTable {
  id: string;
  slug: string;
  host_name: string | null;
  name: string;
  name_ar: string | null;
  currency: string;
  time_zone: string;
  language: string;
  color: string | null;
  country: string | null;
  settings: Generated<unknown>;
  created_at: Date;
}

export interface SwitchesTable {
  store_id: string;
  capability: string;
  enabled: boolean;
}
