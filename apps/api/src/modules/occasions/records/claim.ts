import type { InputOf, OccasionGift, OutputOf, occasionsContract } from '@wafa/contract';
import { actorId, type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import { keep, planContext } from '../dates/keep.ts';
import { courseOf } from '../dates/plan.ts';
import { askOf, type ShowContext } from '../dates/show.ts';
import { lockDates } from '../dates/sql.ts';
import type { DateRow } from '../dates/types.ts';
import { givenGift } from '../present.ts';
import { type Claimability, currentFall, giftFor, stateOf, waitsUntil, windowOf } from '../rules.ts';
import { showRecords } from './show.ts';
import { findRecord, insertRecords, putClaimed, type RecordRow } from './sql.ts';

type Contract = typeof occasionsContract;

/**
 * Claims the gift of an occasion within its window. The customer's dates are locked first, so that of any
 * number of claims at one moment one gives and the others answer with what it gave. Points, code and record
 * are one transaction.
 * @throws AppError not_found, customer_closed, customer_suspended, occasion_not_celebrated,
 * occasion_not_open, occasion_waiting, occasion_resting, not_enrolled, and as `loyalty.giveReward`
 */
export async function claim(
  ctx: Ctx,
  input: InputOf<Contract['claim']>,
): Promise<OutputOf<Contract['claim']>> {
  const named = input.customerId === 'me' ? (customerOf(ctx.actor) ?? 'me') : input.customerId;
  const [customerId, known, at] = await Promise.all([
    customers.require(ctx, input.customerId, { to: 'redeem' }),
    customers.resolveMany(ctx, [named]),
    planContext(ctx),
  ]);
  ctx.concerns(customerId);
  await keep(ctx, [customerId]);
  const date = dateNamed(await lockDates(ctx.tx, ctx.storeId, customerId), input.occasion);
  const standing = (await loyalty.standings(ctx, [customerId])).get(customerId);
  const { first, ask, gift } = await askFor(ctx, date, standing?.tier ?? null, at);
  if (first) return answer(ctx, first, false, standing?.balance.available ?? 0, at);
  refuse(ask, gift);
  const record: RecordRow = {
    id: ctx.newId(),
    dateId: date.id,
    customerId,
    presentedId: known.get(named)?.presentedId ?? customerId,
    kind: date.kind,
    ownName: date.ownName,
    calendar: date.calendar,
    fallsOn: ask.fall.on,
    fallYear: ask.fall.year,
    years: date.year === null ? null : ask.fall.year - date.year,
    status: 'claimed',
    tier: standing?.tier ?? null,
    gift,
    entryId: null,
    redemptionId: null,
    happenedAt: ctx.now,
    claimedBy: actorId(ctx.actor),
  };
  const { balance, ...given } = await give(ctx, record, gift, standing);
  const written = { ...record, ...given };
  await insertRecords(ctx.tx, ctx.storeId, [written]);
  await putClaimed(ctx.tx, ctx.storeId, date.id, ask.fall);
  announce(ctx, written, gift);
  return answer(ctx, written, true, balance, at);
}

function dateNamed(rows: readonly DateRow[], occasion: string): DateRow {
  const found = rows.find((row) => (row.kind === 'own' ? row.id : row.kind) === occasion);
  if (!found || !courseOf(found)) throw new AppError('not_found', { field: 'occasion' });
  return found;
}

/** What decides about a claim, and the record where the occasion was claimed for this year before. */
async function askFor(ctx: Ctx, date: DateRow, tier: string | null, at: ShowContext) {
  const kind = at.kinds[date.kind];
  const course = courseOf(date);
  if (!kind.isActive || !course) throw new AppError('occasion_not_celebrated', { field: 'occasion' });
  const fall = currentFall(course, at.today, kind);
  const known = await findRecord(ctx.tx, ctx.storeId, date, fall.year);
  const gift = giftFor(kind.gifts, tier);
  const ask: Claimability = { ...askOf(date, at), fall, hasGift: gift !== null };
  // A longer window does not open again what has lapsed under a shorter one.
  if (known?.status === 'lapsed') throw notOpen(ask);
  return { first: known, ask, gift };
}

function notOpen(ask: Claimability): AppError {
  return new AppError('occasion_not_open', { field: 'occasion', params: windowOf(ask.fall, ask.custom) });
}

function refuse(ask: Claimability, gift: OccasionGift | null): asserts gift is OccasionGift {
  const state = stateOf(ask);
  if (state === 'nothing' || gift === null)
    throw new AppError('occasion_not_celebrated', { field: 'occasion' });
  if (state === 'upcoming') throw notOpen(ask);
  if (state === 'waiting')
    throw new AppError('occasion_waiting', { field: 'occasion', params: { from: waitsUntil(ask) } });
  if (state !== 'open') throw new AppError('occasion_resting', { field: 'occasion' });
}

interface Given {
  entryId: string | null;
  redemptionId: string | null;
  /** Points available now. */
  balance: number;
}

/** Gives points or a reward; what is given by hand only stands in the record. */
async function give(
  ctx: Ctx,
  record: RecordRow,
  gift: OccasionGift,
  standing: loyalty.Standing | undefined,
): Promise<Given> {
  const balance = standing?.balance.available ?? 0;
  if (gift.type === 'text') return { entryId: null, redemptionId: null, balance };
  if (!standing?.isEnrolled) throw new AppError('not_enrolled', { field: 'customerId' });
  const { accountId } = standing;
  const { presentedId } = record;
  if (gift.type === 'reward') {
    const { rewardId } = gift;
    const redemption = await loyalty.giveReward(ctx, {
      rewardId,
      accountId,
      presentedId,
      available: balance,
    });
    return { entryId: null, redemptionId: redemption.id, balance };
  }
  const [credit] = await loyalty.earn(ctx, [
    {
      customerId: presentedId,
      accountId,
      source: 'wafa.occasion',
      // Not the record's id: the key in the ledger is a second wall against giving twice.
      sourceId: `${record.dateId}:${record.fallYear}`,
      line: 0,
      kind: 'bonus',
      points: gift.points,
      occurredAt: ctx.now,
      reason: { rule: 'occasion', occasion: record.kind, recordId: record.id },
    },
  ]);
  if (credit?.status !== 'credited') throw new AppError('conflict', { detail: `credit: ${credit?.status}` });
  return { entryId: credit.entryId, redemptionId: null, balance: credit.balance.available };
}

function announce(ctx: Ctx, record: RecordRow, gift: OccasionGift): void {
  const { id: recordId, customerId, dateId, kind, calendar, fallsOn: on, fallYear: year } = record;
  const given = givenGift(gift);
  const { redemptionId } = record;
  ctx.emit('occasion.claimed', {
    customerId,
    dateId,
    kind,
    calendar,
    on,
    year,
    recordId,
    gift: given,
    redemptionId,
  });
  if (ctx.actor.kind === 'customer') return;
  const after = { kind, on, ...given };
  ctx.audit({ action: 'occasions.claim', entity: 'occasion_record', entityId: recordId, customerId, after });
}

async function answer(
  ctx: Ctx,
  row: RecordRow,
  isNew: boolean,
  balance: number,
  { kinds }: ShowContext,
): Promise<OutputOf<Contract['claim']>> {
  const [record] = await showRecords(ctx, [row], kinds);
  if (!record) throw new AppError('internal', { detail: 'the record is not shown' });
  return { record, isNew, balance };
}
