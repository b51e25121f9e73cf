import type { Ladder, Tier, TierStanding } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export type LadderRow = Omit<Ladder, 'tiers'> & { tiers: Tier[] };

const ladderColumns: RawBuilder<LadderRow> = sql`
  p.id as "programId", p.rule_version as "ruleVersion", p.tier_basis as basis, p.tier_window as "window",
  p.tier_window_months as "windowMonths", p.tier_fall as fall, p.tier_grace_days as "graceDays",
  p.expiry_warning_days as "expiryWarningDays", p.tier_warning_days as "tierWarningDays"`;

/** A programme's ladder by rising threshold, locked for a change if asked; undefined: not of this store. */
export async function readLadder(
  tx: Tx,
  storeId: string,
  programmeId: string,
  lock: 'for no key update' | '' = '',
): Promise<LadderRow | undefined> {
  const { rows } = await sql<LadderRow>`
    select ${ladderColumns}, coalesce((
             select jsonb_agg(jsonb_build_object('key', t.key,
                      'name', jsonb_build_object('en', t.name_en, 'ar', t.name_ar), 'threshold', t.threshold,
                      'multiplierPercent', t.multiplier_percent, 'benefits', t.benefits) order by t.threshold)
               from loyalty.tiers t where t.store_id = ${storeId} and t.programme_id = p.id), '[]') as tiers
      from loyalty.programmes p
     where p.store_id = ${storeId} and p.id = ${programmeId} ${sql.raw(lock)}`.execute(tx);
  return rows[0];
}

/** How many accounts hold each tier; reads all accounts of the programme (0.1 s for 150,000). */
export async function countHolders(
  tx: Tx,
  storeId: string,
  programmeId: string,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; accounts: number }>`
    select tier_key as key, count(*) as accounts from loyalty.accounts
     where store_id = ${storeId} and programme_id = ${programmeId} and status = 'open' and tier_key is not null
     group by tier_key`.execute(tx);
  return new Map(rows.map((row) => [row.key, row.accounts]));
}

/** Writes a ladder over the one that stands, as the programme's next version, and keeps that version. */
export async function writeLadder(
  tx: Tx,
  storeId: string,
  ladder: LadderRow,
  by: { at: Date; actorId: string },
): Promise<void> {
  const { tiers, programId, ruleVersion, ...rules } = ladder;
  const kept = JSON.stringify({ ruleVersion, tiers, ladder: rules });
  await sql`
    update loyalty.programmes
       set tier_basis = ${ladder.basis}, tier_window = ${ladder.window}, tier_window_months = ${ladder.windowMonths},
           tier_fall = ${ladder.fall}, tier_grace_days = ${ladder.graceDays},
           expiry_warning_days = ${ladder.expiryWarningDays}::integer[], tier_warning_days = ${ladder.tierWarningDays},
           rule_version = ${ruleVersion}, updated_at = ${by.at}
     where store_id = ${storeId} and id = ${programId}`.execute(tx);
  await sql`delete from loyalty.tiers where store_id = ${storeId} and programme_id = ${programId}`.execute(
    tx,
  );
  await sql`
    insert into loyalty.tiers (store_id, programme_id, key, name_en, name_ar, threshold, multiplier_percent, benefits)
    select ${storeId}, ${programId}, t.key, t.name->>'en', t.name->>'ar', t.threshold, t."multiplierPercent", t.benefits
      from jsonb_to_recordset(${JSON.stringify(tiers)}::jsonb)
        as t(key text, name jsonb, threshold bigint, "multiplierPercent" integer, benefits jsonb)`.execute(
    tx,
  );
  await sql`
    insert into loyalty.programme_versions (store_id, programme_id, version, settings, valid_from, changed_by)
    select ${storeId}, p.id, p.rule_version, v.settings || ${kept}::jsonb, ${by.at}, ${by.actorId}
      from loyalty.programmes p
     cross join lateral (
       select settings from loyalty.programme_versions t
        where t.store_id = ${storeId} and t.programme_id = p.id order by t.version desc limit 1) as v
     where p.store_id = ${storeId} and p.id = ${programId}`.execute(tx);
}

/** An account and what becomes of its tier. Points (or minor units) in bigint, places from 1. */
export interface OutlookRow {
  accountId: string;
  tierKey: string | null;
  rank: number;
  /** What counts now. */
  current: number;
  /** What counts at the end of the period, if nothing more comes. */
  qualifying: number;
  landsOn: number;
  missing: number;
  since: Date | null;
  heldUntil: Date | null;
  endsAt: Date;
  /** Local days until `endsAt`, at most the window. */
  daysLeft: number;
  /** What counted in the last 90 days, and how many of them the account has existed (30 at least). */
  recent: number;
  recentDays: number;
  given: TierStanding['given'];
}

/** The outlook of a customer's account in a programme; undefined where there is no account. */
export async function readOutlook(
  tx: Tx,
  storeId: string,
  input: { customerId: string; programmeId: string; at: Date; timeZone: string },
): Promise<OutlookRow | undefined> {
  const { rows } = await sql<OutlookRow>`
    select a.id as "accountId", o.tier_key as "tierKey", o.rank, o.current, o.qualifying, o.lands_on as "landsOn",
           o.missing, a.tier_since as since, o.held_until as "heldUntil", o.ends_at as "endsAt",
           greatest(0, z.last_day - greatest(z.today, o.first_day)) as "daysLeft", r.recent,
           least(90, greatest(30, z.today - (a.opened_at at time zone ${input.timeZone})::date)) as "recentDays", g.given
      from (select * from loyalty.accounts t
             where t.store_id = ${storeId} and t.owner_id = ${input.customerId} and t.programme_id = ${input.programmeId}
             order by t.origin_id <> t.owner_id, t.id limit 1) as a
     cross join lateral loyalty.tier_outlook_v1(${storeId}, array[a.id], ${input.at}, ${input.timeZone}) as o
     cross join lateral (
       select (${input.at}::timestamptz at time zone ${input.timeZone})::date as today,
              (o.ends_at at time zone ${input.timeZone})::date as last_day) as z
     cross join lateral (
       select coalesce(sum(case p.tier_basis when 'points' then d.points else d.spend end), 0)::bigint as recent
         from loyalty.programmes p
         left join loyalty.qualifying_days d on d.store_id = ${storeId} and d.account_id = a.id and d.day > z.today - 90
        where p.store_id = ${storeId} and p.id = a.programme_id) as r
      left join lateral (
       select jsonb_build_object('tier', t.tier_key, 'reason', t.reason, 'until',
                to_char(t.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as given
         from loyalty.tier_grants t
        where t.store_id = ${storeId} and t.account_id = a.id and t.until > ${input.at}) as g on true`.execute(
    tx,
  );
  return rows[0];
}

/** The end of the window that begins today, for a customer who has no account yet. */
export async function readHorizon(
  tx: Tx,
  storeId: string,
  input: { programmeId: string; at: Date; timeZone: string },
): Promise<Date> {
  const { rows } = await sql<{ endsAt: Date }>`
    select (case p.tier_window
              when 'rolling' then d.today + make_interval(months => p.tier_window_months)
              else date_trunc('year', d.today) + interval '1 year' end
            + make_interval(days => p.tier_grace_days)) at time zone ${input.timeZone} as "endsAt"
      from loyalty.programmes p
     cross join (select date_trunc('day', ${input.at}::timestamptz at time zone ${input.timeZone}) as today) as d
     where p.store_id = ${storeId} and p.id = ${input.programmeId}`.execute(tx);
  return (rows[0] as { endsAt: Date }).endsAt;
}

/** The instant at which a local day is over. */
export async function endOfDay(tx: Tx, day: string, timeZone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select (${day}::date + interval '1 day') at time zone ${timeZone} as at`.execute(tx);
  return (rows[0] as { at: Date }).at;
}

export interface GivenTier {
  accountId: string;
  historyId: string;
  from: string | null;
  to: string;
  /** Null on the first tier, which nobody loses. */
  until: Date | null;
  reason: string;
  qualifying: number;
}

/** Sets an account's tier by hand, notes it in the history, and remembers until when it stays. */
export async function writeGivenTier(
  tx: Tx,
  storeId: string,
  given: GivenTier,
  by: { at: Date; actorId: string },
): Promise<void> {
  const { accountId, from, to, until } = given;
  await Promise.all([
    sql`
      update loyalty.accounts
         set tier_key = ${to}, tier_held_until = ${until},
             tier_since = case when ${from}::text is distinct from ${to}::text then ${by.at}::timestamptz else tier_since end
       where store_id = ${storeId} and id = ${accountId}`.execute(tx),
    sql`
      insert into loyalty.tier_grants as g (store_id, account_id, tier_key, until, reason, given_by, given_at)
      values (${storeId}, ${accountId}, ${to}, coalesce(${until}::timestamptz, ${by.at}::timestamptz), ${given.reason}, ${by.actorId}, ${by.at})
      on conflict on constraint tier_grants_pkey
        do update set tier_key = excluded.tier_key, until = excluded.until, reason = excluded.reason,
                      given_by = excluded.given_by, given_at = excluded.given_at`.execute(tx),
    sql`
      insert into loyalty.tier_history (store_id, account_id, at, id, from_key, to_key, reason, qualifying_points)
      values (${storeId}, ${accountId}, ${by.at}, ${given.historyId}, ${from}, ${to}, 'manual', ${given.qualifying})`.execute(
      tx,
    ),
  ]);
}

export interface ChangeRow {
  id: string;
  at: Date;
  from: string | null;
  to: string | null;
  reason: 'earned' | 'period_end' | 'manual' | 'rules' | 'merge';
  qualifyingPoints: number;
}

/** Tier changes of a customer's accounts in a programme, newest first, older than `before` if given. */
export async function readChanges(
  tx: Tx,
  storeId: string,
  input: {
    customerId: string;
    programmeId: string;
    before: { at: Date; id: string } | null;
    limit: number;
    offset: number;
  },
): Promise<{ rows: ChangeRow[]; total: number }> {
  const { customerId, programmeId, before } = input;
  const mine = sql`
    loyalty.accounts a join loyalty.tier_history h on h.store_id = ${storeId} and h.account_id = a.id
     where a.store_id = ${storeId} and a.owner_id = ${customerId} and a.programme_id = ${programmeId}`;
  const [page, count] = await Promise.all([
    sql<ChangeRow>`
      select h.id, h.at, h.from_key as "from", h.to_key as "to", h.reason, h.qualifying_points as "qualifyingPoints"
        from ${mine} and (${before === null} or (h.at, h.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by h.at desc, h.id desc limit ${input.limit} offset ${input.offset}`.execute(tx),
    sql<{ total: number }>`select count(*) as total from ${mine}`.execute(tx),
  ]);
  return { rows: page.rows, total: count.rows[0]?.total ?? 0 };
}

/** What a judgement made of an account's tier. */
export interface JudgedRow {
  accountId: string;
  ownerId: string;
  /** The account speaks for its customer: the default programme's, opened for them. */
  speaks: boolean;
  from: string | null;
  to: string | null;
}

const judgedColumns = sql`account_id as "accountId", owner_id as "ownerId", speaks, from_key as "from", to_key as "to"`;

/** `review_tiers_v1`: judges periods that are over, at most `limit`; a row for each. */
export async function reviewRows(
  tx: Tx,
  storeId: string,
  input: { at: Date; timeZone: string; limit: number; base: string },
): Promise<JudgedRow[]> {
  const { rows } = await sql<JudgedRow>`
    select ${judgedColumns}
      from loyalty.review_tiers_v1(${storeId}, ${input.at}, ${input.timeZone}, ${input.limit}, ${input.base})`.execute(
    tx,
  );
  return rows;
}

/** `retier_v1`: the next `limit` accounts behind `after` against an edited ladder, in order of id. */
export async function retierRows(
  tx: Tx,
  storeId: string,
  input: {
    programmeId: string;
    at: Date;
    timeZone: string;
    after: string;
    limit: number;
    applyNow: boolean;
    base: string;
  },
): Promise<JudgedRow[]> {
  const { rows } = await sql<JudgedRow>`
    select ${judgedColumns}
      from loyalty.retier_v1(${storeId}, ${input.programmeId}, ${input.at}, ${input.timeZone}, ${input.after},
        ${input.limit}, ${input.applyNow}, ${input.base})
     order by account_id`.execute(tx);
  return rows;
}

export interface WarnInput {
  at: Date;
  timeZone: string;
  afterAt: Date;
  afterId: string;
  limit: number;
}

interface Candidate {
  accountId: string;
  ownerId: string;
  dueAt: Date;
  /** Told of for the first time. */
  isNew: boolean;
}

/** `warn_points_v1`: candidates behind the given one, those that are new marked. */
export async function warnPointsRows(
  tx: Tx,
  storeId: string,
  input: WarnInput,
): Promise<(Candidate & { points: number; days: number | null })[]> {
  const { rows } = await sql<Candidate & { points: number; days: number | null }>`
    select account_id as "accountId", owner_id as "ownerId", due_at as "dueAt", points, days, is_new as "isNew"
      from loyalty.warn_points_v1(${storeId}, ${input.at}, ${input.timeZone}, ${input.afterAt}, ${input.afterId},
        ${input.limit})`.execute(tx);
  return rows;
}

export interface TierAtRisk extends Candidate {
  from: string | null;
  to: string | null;
  missing: number;
  endsAt: Date;
}

/** `warn_tiers_v1`: accounts behind the given one whose period ends soon, those newly at risk marked. */
export async function warnTierRows(tx: Tx, storeId: string, input: WarnInput): Promise<TierAtRisk[]> {
  const { rows } = await sql<TierAtRisk>`
    select account_id as "accountId", owner_id as "ownerId", due_at as "dueAt", points as missing, from_key as "from",
           to_key as "to", ends_at as "endsAt", is_new as "isNew"
      from loyalty.warn_tiers_v1(${storeId}, ${input.at}, ${input.timeZone}, ${input.afterAt}, ${input.afterId},
        ${input.limit})`.execute(tx);
  return rows;
}
