import type { analyticsContract, InputOf, ProgrammeHealth } from '@wafa/contract';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db/transaction.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { freshness } from './freshness.ts';
import { type Range, rangeOf, rateOf } from './rules.ts';

interface MembersRow {
  programmeId: string;
  members: number;
  active: number;
  earning: number;
  redeeming: number;
}

/** Accounts per programme, and those whose points moved in a range; reads the entries of the range. */
async function readMembers(tx: Tx, storeId: string, range: Range, timeZone: string): Promise<MembersRow[]> {
  const { rows } = await sql<MembersRow>`
    with moved as (
      select account_id, bool_or(house = 'issued' and points > 0) as earns,
             bool_or(house = 'redeemed' and points < 0) as redeems
        from loyalty.v_moves
       where store_id = ${storeId} and recorded_at >= ${range.from}::date::timestamp at time zone ${timeZone}::text
         and recorded_at < (${range.to}::date + 1)::timestamp at time zone ${timeZone}::text
       group by account_id
    )
    select a.programme_id as "programmeId", count(*) filter (where a.status = 'open') as members,
           count(m.account_id) as active, count(*) filter (where m.earns) as earning,
           count(*) filter (where m.redeems) as redeeming
      from loyalty.v_accounts a left join moved m on m.account_id = a.account_id
     where a.store_id = ${storeId} group by a.programme_id`.execute(tx);
  return rows;
}

interface RewardRow {
  programmeId: string;
  rewardId: string | null;
  nameEn: string | null;
  nameAr: string | null;
  redemptions: number;
  points: number;
}

/** Rewards given for points in a range and not cancelled, the most wanted first; no reward: points as payment. */
async function readRewards(tx: Tx, storeId: string, range: Range, timeZone: string): Promise<RewardRow[]> {
  const { rows } = await sql<RewardRow>`
    select programme_id as "programmeId", reward_id as "rewardId", name_en as "nameEn", name_ar as "nameAr",
           count(*) as redemptions, sum(points)::bigint as points
      from loyalty.v_redemptions
     where store_id = ${storeId} and status <> 'cancelled'
       and issued_at >= ${range.from}::date::timestamp at time zone ${timeZone}::text
       and issued_at < (${range.to}::date + 1)::timestamp at time zone ${timeZone}::text
     group by 1, 2, 3, 4 order by redemptions desc, points desc, "rewardId"`.execute(tx);
  return rows;
}

/** How the programmes are used in a range. Two round trips. Throws `range_invalid`, `date_in_future`. */
export async function programmes(
  ctx: Ctx,
  input: InputOf<typeof analyticsContract.programmes>,
): Promise<ProgrammeHealth> {
  const { currency, timeZone } = await settings.store(ctx);
  const range = rangeOf(input, loyalty.localDay(ctx.now, timeZone));
  const [points, members, rewards, counted] = await Promise.all([
    loyalty.pointDays(ctx, range),
    readMembers(ctx.tx, ctx.storeId, range, timeZone),
    readRewards(ctx.tx, ctx.storeId, range, timeZone),
    freshness(ctx),
  ]);
  return {
    ...range,
    currency,
    freshness: counted,
    programmes: points.map((one) =>
      healthOf(
        one,
        members.find(({ programmeId }) => programmeId === one.programme.id),
        rewards.filter(({ programmeId }) => programmeId === one.programme.id),
      ),
    ),
  };
}

function healthOf(
  { programme, days, outstanding, worth }: loyalty.ProgrammePoints,
  members: MembersRow | undefined,
  rewards: readonly RewardRow[],
): ProgrammeHealth['programmes'][number] {
  const sum = (name: 'issued' | 'redeemed' | 'expired') => days.reduce((total, day) => total + day[name], 0);
  const moved = { issued: sum('issued'), redeemed: sum('redeemed'), expired: sum('expired') };
  return {
    programId: programme.id,
    name: programme.name,
    isDefault: programme.isDefault,
    isActive: programme.isActive,
    members: members?.members ?? 0,
    activeMembers: members?.active ?? 0,
    activeRate: rateOf(members?.active ?? 0, members?.members ?? 0),
    earningMembers: members?.earning ?? 0,
    redeemingMembers: members?.redeeming ?? 0,
    ...moved,
    redemptionRate: rateOf(moved.redeemed, moved.issued),
    outstanding,
    worth,
    breakage: loyalty.breakageOf(moved, outstanding),
    rewardsRedeemed: rewards.reduce((total, { redemptions }) => total + redemptions, 0),
    topRewards: rewards
      .flatMap(({ rewardId, nameEn, nameAr, redemptions, points }) =>
        rewardId === null
          ? []
          : [{ rewardId, name: { en: nameEn ?? '', ar: nameAr ?? '' }, redemptions, points }],
      )
      .slice(0, 5),
  };
}
