import type { Tier } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A programme with its ladder, tiers by rising threshold. */
export interface ProgrammeRow {
  id: string;
  isDefault: boolean;
  pointsPerUnitE4: number;
  minimumSpend: number;
  tierBasis: 'points' | 'spend';
  worthE4: number | null;
  pendingDays: number;
  expiryMonths: number | null;
  ruleVersion: number;
  /** Customers may transfer points to each other. */
  transfers: boolean;
  tiers: Tier[];
}

/** Programmes of the store with their tiers; few rows, one query. */
export async function readProgrammes(tx: Tx, storeId: string): Promise<ProgrammeRow[]> {
  const { rows } = await sql<ProgrammeRow>`
    select p.id, p.is_default as "isDefault", p.points_per_unit_e4 as "pointsPerUnitE4",
           p.minimum_spend as "minimumSpend", p.tier_basis as "tierBasis", p.worth_e4 as "worthE4",
           p.pending_days as "pendingDays", p.expiry_months as "expiryMonths", p.rule_version as "ruleVersion",
           p.transfers,
           coalesce((select jsonb_agg(jsonb_build_object('key', t.key,
               'name', jsonb_build_object('en', t.name_en, 'ar', t.name_ar),
               'threshold', t.threshold, 'multiplierPercent', t.multiplier_percent, 'benefits', t.benefits)
               order by t.threshold)
              from loyalty.tiers t where t.store_id = ${storeId} and t.programme_id = p.id), '[]') as tiers
      from loyalty.programmes p
     where p.store_id = ${storeId}`.execute(tx);
  return rows;
}

export interface NewProgramme {
  id: string;
  nameEn: string;
  nameAr: string;
  pointsPerUnitE4: number;
  minimumSpend: number;
  pendingDays: number;
  expiryMonths: number;
  worthE4: number | null;
  tiers: readonly Tier[];
}

/** Writes the default programme, its tiers, its first version and the house accounts. */
export async function insertDefaultProgramme(
  tx: Tx,
  storeId: string,
  programme: NewProgramme,
  at: Date,
): Promise<void> {
  const { tiers } = programme;
  await sql`
    insert into loyalty.programmes (store_id, id, name_en, name_ar, is_default, points_per_unit_e4, minimum_spend,
      pending_days, expiry_months, worth_e4, created_at, updated_at)
    values (${storeId}, ${programme.id}, ${programme.nameEn}, ${programme.nameAr}, true,
      ${programme.pointsPerUnitE4}, ${programme.minimumSpend}, ${programme.pendingDays},
      ${programme.expiryMonths}, ${programme.worthE4}, ${at}, ${at})`.execute(tx);
  await sql`
    insert into loyalty.tiers (store_id, programme_id, key, name_en, name_ar, threshold, multiplier_percent)
    select ${storeId}, ${programme.id}, t.*
      from unnest(${tiers.map((tier) => tier.key)}::text[], ${tiers.map((tier) => tier.name.en)}::text[],
        ${tiers.map((tier) => tier.name.ar)}::text[], ${tiers.map((tier) => tier.threshold)}::bigint[],
        ${tiers.map((tier) => tier.multiplierPercent)}::integer[]) as t`.execute(tx);
  await sql`
    insert into loyalty.programme_versions (store_id, programme_id, version, settings, valid_from)
    values (${storeId}, ${programme.id}, 1, ${JSON.stringify(programme)}::jsonb, ${at})`.execute(tx);
  await sql`
    insert into loyalty.house_accounts (store_id, id, key)
    select ${storeId}, h.* from (values ('00000000-0000-8000-8000-000000000001'::uuid, 'issued'),
      ('00000000-0000-8000-8000-000000000002', 'redeemed'), ('00000000-0000-8000-8000-000000000003', 'expired'),
      ('00000000-0000-8000-8000-000000000004', 'adjusted')) as h
    on conflict do nothing`.execute(tx);
}
