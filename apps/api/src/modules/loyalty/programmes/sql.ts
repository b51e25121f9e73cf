import type { Tier } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { ProgrammeRow } from './types.ts';

const columns: RawBuilder<unknown> = sql`
  p.id, p.number, p.name_en as "nameEn", p.name_ar as "nameAr", p.description, p.is_default as "isDefault",
  p.is_active as "isActive", p.points_per_unit_e4 as "pointsPerUnitE4", p.minimum_spend as "minimumSpend",
  p.tier_basis as "tierBasis", p.worth_e4 as "worthE4", p.pending_days as "pendingDays",
  p.expiry_months as "expiryMonths", p.return_days as "returnDays", p.enrolment, p.transfers, p.rules,
  p.rule_version as "ruleVersion", p.starts_at as "startsAt", p.ends_at as "endsAt", p.created_at as "createdAt",
  p.updated_at as "updatedAt"`;

const tiersOf = (storeId: string) => sql`
  coalesce((select jsonb_agg(jsonb_build_object('key', t.key,
      'name', jsonb_build_object('en', t.name_en, 'ar', t.name_ar),
      'threshold', t.threshold, 'multiplierPercent', t.multiplier_percent, 'benefits', t.benefits)
      order by t.threshold)
     from loyalty.tiers t where t.store_id = ${storeId} and t.programme_id = p.id), '[]') as tiers`;

/** Programmes of the store with their tiers, the default one first; few rows, one query. */
export async function readProgrammes(tx: Tx, storeId: string): Promise<ProgrammeRow[]> {
  const { rows } = await sql<ProgrammeRow>`
    select ${columns}, ${tiersOf(storeId)}
      from loyalty.programmes p
     where p.store_id = ${storeId}
     order by p.is_default desc, p.number`.execute(tx);
  return rows;
}

/**
 * The same, each locked until the transaction ends, so that changes of a store's programmes go one after
 * the other.
 */
export async function lockProgrammes(tx: Tx, storeId: string): Promise<ProgrammeRow[]> {
  await sql`
    select from loyalty.programmes p where p.store_id = ${storeId} order by p.id for no key update`.execute(
    tx,
  );
  return readProgrammes(tx, storeId);
}

/** What a programme says of itself; tiers stand apart. */
export type ProgrammeSettings = Omit<ProgrammeRow, 'tiers' | 'createdAt' | 'updatedAt'>;

/** Writes a programme, its tiers and its first version. */
export async function insertProgramme(
  tx: Tx,
  storeId: string,
  row: ProgrammeSettings & { tiers: readonly Tier[] },
  by: { at: Date; actorId: string | null },
): Promise<void> {
  const { tiers } = row;
  await Promise.all([
    sql`
      insert into loyalty.programmes (store_id, id, number, name_en, name_ar, description, is_default, is_active,
        points_per_unit_e4, minimum_spend, worth_e4, pending_days, expiry_months, return_days, enrolment, transfers,
        rules, rule_version, starts_at, ends_at, created_at, updated_at)
      values (${storeId}, ${row.id}, ${row.number}, ${row.nameEn}, ${row.nameAr}, ${row.description},
        ${row.isDefault}, ${row.isActive}, ${row.pointsPerUnitE4}, ${row.minimumSpend}, ${row.worthE4},
        ${row.pendingDays}, ${row.expiryMonths}, ${row.returnDays}, ${row.enrolment}, ${row.transfers},
        ${JSON.stringify(row.rules)}::jsonb, ${row.ruleVersion}, ${row.startsAt}, ${row.endsAt}, ${by.at},
        ${by.at})`.execute(tx),
    sql`
      insert into loyalty.tiers (store_id, programme_id, key, name_en, name_ar, threshold, multiplier_percent)
      select ${storeId}, ${row.id}, t.*
        from unnest(${tiers.map((tier) => tier.key)}::text[], ${tiers.map((tier) => tier.name.en)}::text[],
          ${tiers.map((tier) => tier.name.ar)}::text[], ${tiers.map((tier) => tier.threshold)}::bigint[],
          ${tiers.map((tier) => tier.multiplierPercent)}::integer[]) as t`.execute(tx),
    insertVersion(tx, storeId, row, by),
  ]);
}

/** Writes the names of the counter-accounts, the same in every store. */
export async function insertHouseAccounts(tx: Tx, storeId: string): Promise<void> {
  await sql`
    insert into loyalty.house_accounts (store_id, id, key)
    select ${storeId}, h.* from (values ('00000000-0000-8000-8000-000000000001'::uuid, 'issued'),
      ('00000000-0000-8000-8000-000000000002', 'redeemed'), ('00000000-0000-8000-8000-000000000003', 'expired'),
      ('00000000-0000-8000-8000-000000000004', 'adjusted')) as h
    on conflict do nothing`.execute(tx);
}

/** Writes what a programme says now, and keeps it as the version that `row` names. */
export async function updateProgramme(
  tx: Tx,
  storeId: string,
  row: ProgrammeSettings,
  by: { at: Date; actorId: string | null },
): Promise<void> {
  await Promise.all([
    sql`
      update loyalty.programmes p
         set name_en = ${row.nameEn}, name_ar = ${row.nameAr}, description = ${row.description},
             is_active = ${row.isActive}, points_per_unit_e4 = ${row.pointsPerUnitE4},
             minimum_spend = ${row.minimumSpend}, worth_e4 = ${row.worthE4}, pending_days = ${row.pendingDays},
             expiry_months = ${row.expiryMonths}, return_days = ${row.returnDays}, enrolment = ${row.enrolment},
             transfers = ${row.transfers}, rules = ${JSON.stringify(row.rules)}::jsonb,
             rule_version = ${row.ruleVersion}, starts_at = ${row.startsAt}, ends_at = ${row.endsAt},
             updated_at = ${by.at}
       where p.store_id = ${storeId} and p.id = ${row.id}`.execute(tx),
    insertVersion(tx, storeId, row, by),
  ]);
}

async function insertVersion(
  tx: Tx,
  storeId: string,
  row: ProgrammeSettings,
  by: { at: Date; actorId: string | null },
): Promise<void> {
  await sql`
    insert into loyalty.programme_versions (store_id, programme_id, version, settings, valid_from, changed_by)
    values (${storeId}, ${row.id}, ${row.ruleVersion}, ${JSON.stringify(row)}::jsonb, ${by.at}, ${by.actorId})`.execute(
    tx,
  );
}

/** Moves the mark of the default programme: taken off first, since a store never has two. */
export async function setDefault(tx: Tx, storeId: string, programmeId: string, at: Date): Promise<void> {
  await Promise.all([
    sql`
      update loyalty.programmes p set is_default = false, updated_at = ${at}
       where p.store_id = ${storeId} and p.is_default and p.id <> ${programmeId}`.execute(tx),
    sql`
      update loyalty.programmes p set is_default = true, updated_at = ${at}
       where p.store_id = ${storeId} and p.id = ${programmeId} and not p.is_default`.execute(tx),
  ]);
}

export interface VersionRow {
  version: number;
  validFrom: Date;
  changedBy: string | null;
  settings: Partial<ProgrammeSettings>;
}

/** Versions of a programme, newest first. */
export async function readVersions(
  tx: Tx,
  storeId: string,
  programmeId: string,
  page: { limit: number; offset: number },
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, valid_from as "validFrom", changed_by as "changedBy", settings
      from loyalty.programme_versions
     where store_id = ${storeId} and programme_id = ${programmeId}
     order by version desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

/** What rules gave accounts: every day of the named rules. */
export async function readGiven(
  tx: Tx,
  storeId: string,
  accountIds: readonly string[],
  ruleIds: readonly string[],
): Promise<{ accountId: string; ruleId: string; day: string; points: number }[]> {
  const { rows } = await sql<{ accountId: string; ruleId: string; day: string; points: number }>`
    select account_id as "accountId", rule_id as "ruleId", day, points
      from loyalty.rule_days
     where store_id = ${storeId} and account_id = any (${accountIds}::uuid[])
       and rule_id = any (${ruleIds}::text[])`.execute(tx);
  return rows;
}

/** Adds to what rules gave; the accounts are locked by the caller. */
export async function addGiven(
  tx: Tx,
  storeId: string,
  rows: readonly { accountId: string; ruleId: string; day: string; points: number }[],
): Promise<void> {
  await sql`
    insert into loyalty.rule_days as d (store_id, account_id, rule_id, day, points)
    select ${storeId}, g.account_id, g.rule_id, g.day, sum(g.points)
      from unnest(${rows.map((row) => row.accountId)}::uuid[], ${rows.map((row) => row.ruleId)}::text[],
        ${rows.map((row) => row.day)}::date[], ${rows.map((row) => row.points)}::bigint[])
        as g(account_id, rule_id, day, points)
     group by g.account_id, g.rule_id, g.day
     order by 2, 3, 4
    on conflict on constraint rule_days_pkey do update set points = d.points + excluded.points`.execute(tx);
}

/** A customer's own account in a programme, or the one that came to them by a merge. */
export async function setMembership(
  tx: Tx,
  storeId: string,
  input: { programmeId: string; customerId: string; status: 'open' | 'left' },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with changed as (
      update loyalty.accounts a set status = ${input.status}
       where a.store_id = ${storeId} and a.owner_id = ${input.customerId} and a.programme_id = ${input.programmeId}
      returning a.id, a.origin_id, a.owner_id
    )
    select id from changed order by origin_id <> owner_id, id limit 1`.execute(tx);
  return rows[0]?.id;
}

/** In which programmes a customer is, and which they left; those where they never were are missing. */
export async function readMemberships(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<Map<string, 'open' | 'left'>> {
  const { rows } = await sql<{ programmeId: string; status: 'open' | 'left' }>`
    select distinct on (programme_id) programme_id as "programmeId", status from loyalty.accounts
     where store_id = ${storeId} and owner_id = ${customerId}
     order by programme_id, origin_id <> owner_id, id`.execute(tx);
  return new Map(rows.map((row) => [row.programmeId, row.status]));
}

/** Opens a customer's account in a programme, at the tier that begins at nothing. */
export async function openAccount(
  tx: Tx,
  storeId: string,
  input: { id: string; programmeId: string; customerId: string; status: 'open' | 'left'; at: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into loyalty.accounts as a (store_id, id, programme_id, owner_id, origin_id, status, tier_key, tier_since,
                                       opened_at, updated_at)
    select ${storeId}, ${input.id}, ${input.programmeId}, ${input.customerId}, ${input.customerId}, ${input.status},
           t.key, case when t.key is not null then ${input.at}::timestamptz end, ${input.at}, ${input.at}
      from (select 1) as one
      left join loyalty.tiers t on t.store_id = ${storeId} and t.programme_id = ${input.programmeId} and t.threshold = 0
    on conflict on constraint accounts_origin_key do update set status = excluded.status
    returning a.id`.execute(tx);
  return rows[0]?.id ?? input.id;
}
