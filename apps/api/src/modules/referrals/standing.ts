import type { InputOf, LeaderboardEntry, OutputOf, ReferralStats, referralsContract } from '@wafa/contract';
import { type Ctx, customerOf } from '../../platform/context.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import { showOwn } from './present.ts';
import { programmeOf } from './programme.ts';
import { daysAfter, shortName } from './rules.ts';
import { findAsFriend } from './sql.ts';
import { findPeople, type Person } from './sql-people.ts';
import {
  listOwn,
  listRewards,
  monthStart,
  type Ranked,
  readBoard,
  readPlace,
  tallyOf,
} from './sql-standing.ts';

type Contract = typeof referralsContract;

/** Who was invited, and how far each came. */
export async function history(
  ctx: Ctx,
  input: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const page = settings.pageOf(input);
  const { rows, total } = await listOwn(ctx.tx, ctx.storeId, { customerId, stage: input.stage }, page);
  const people = await findPeople(
    ctx.tx,
    ctx.storeId,
    rows.flatMap((row) => row.friendId ?? []),
  );
  return {
    referrals: rows.map((row) => showOwn(ctx, row, people.get(row.friendId ?? ''), row.given)),
    ...settings.pageFacts(page, total),
  };
}

/** What referrals brought a customer, on either side. */
export async function rewards(
  ctx: Ctx,
  input: InputOf<Contract['rewards']>,
): Promise<OutputOf<Contract['rewards']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const page = settings.pageOf(input);
  const { rows, total, points } = await listRewards(ctx.tx, ctx.storeId, customerId, page);
  const people = await findPeople(
    ctx.tx,
    ctx.storeId,
    rows.flatMap((row) => row.otherId ?? []),
  );
  return {
    rewards: rows.map((row) => {
      const other = people.get(row.otherId ?? '');
      return {
        id: `${row.referralId}/${row.role}`,
        referralId: row.referralId,
        role: row.role,
        points: row.points,
        friend: other ? shortName(other, ctx.language) : null,
        rewardedAt: row.rewardedAt.toISOString(),
      };
    }),
    pointsTotal: points,
    ...settings.pageFacts(page, total),
  };
}

/** Sent, joined, qualified, earned, rank; and the code that the customer came by. */
export async function stats(ctx: Ctx, input: InputOf<Contract['stats']>): Promise<ReferralStats> {
  const customerId = await customers.require(ctx, input.customerId);
  const [programme, store] = await Promise.all([programmeOf(ctx), settings.store(ctx)]);
  const month = await monthStart(ctx.tx, ctx.now, store.timeZone);
  const [tally, all, thisMonth, given, people] = await Promise.all([
    tallyOf(ctx.tx, ctx.storeId, customerId, daysAfter(ctx.now, -programme.capDays)),
    readPlace(ctx.tx, ctx.storeId, null, customerId),
    readPlace(ctx.tx, ctx.storeId, month, customerId),
    listRewards(ctx.tx, ctx.storeId, customerId, { limit: 1, offset: 0 }),
    findPeople(ctx.tx, ctx.storeId, [customerId]),
  ]);
  return {
    customerId,
    sent: tally.sent,
    joined: tally.joined,
    qualified: tally.qualified,
    rewarded: tally.rewarded,
    inReview: tally.inReview,
    pointsEarned: given.points,
    pointsExpected: tally.expected,
    rank: all.own?.rank ?? null,
    rankThisMonth: thisMonth.own?.rank ?? null,
    referrers: all.participants,
    onLeaderboard: people.get(customerId)?.isShown ?? false,
    roomInPeriod: Math.max(0, programme.capRewards - tally.inPeriod),
    asFriend: await asFriend(ctx, customerId, store.currency),
  };
}

async function asFriend(ctx: Ctx, customerId: string, currency: string): Promise<ReferralStats['asFriend']> {
  const row = await findAsFriend(ctx.tx, ctx.storeId, customerId);
  if (!row) return null;
  const referrer = (await findPeople(ctx.tx, ctx.storeId, [row.referrerId])).get(row.referrerId);
  return {
    stage: row.stage,
    referrer: referrer ? shortName(referrer, ctx.language) : '',
    points: row.friendPoints,
    minimumOrder: row.minimumOrder,
    currency,
    orderUntil: (row.orderUntil ?? ctx.now).toISOString(),
  };
}

/** The referrers with most rewards, of those who agreed to be shown, and the reader's own place. */
export async function leaderboard(
  ctx: Ctx,
  input: InputOf<Contract['leaderboard']>,
): Promise<OutputOf<Contract['leaderboard']>> {
  const own = customerOf(ctx.actor) ? await customers.require(ctx, 'me') : null;
  const { timeZone } = await settings.store(ctx);
  const from = input.period === 'month' ? await monthStart(ctx.tx, ctx.now, timeZone) : null;
  const [board, place] = await Promise.all([
    readBoard(ctx.tx, ctx.storeId, from, input.limit),
    readPlace(ctx.tx, ctx.storeId, from, own),
  ]);
  const ids = [...board.map(({ customerId }) => customerId), ...(own ? [own] : [])];
  const people = await findPeople(ctx.tx, ctx.storeId, ids);
  const entry = ({ customerId, rank, rewarded, points }: Ranked): LeaderboardEntry => ({
    rank,
    name: shortName(people.get(customerId) as Person, ctx.language),
    rewarded,
    points,
    isMe: customerId === own,
  });
  return {
    period: input.period,
    from: from?.toISOString() ?? null,
    entries: board.map(entry),
    me: place.own ? entry(place.own) : null,
    participants: place.participants,
    onLeaderboard: own !== null && (people.get(own)?.isShown ?? false),
  };
}
