import { type OccasionKind, occasionKind } from '@wafa/contract';
import { formatHijri } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as notifications from '../../notifications/index.ts';
import * as settings from '../../settings/index.ts';
import { planContext } from '../dates/keep.ts';
import { courseOf } from '../dates/plan.ts';
import { giftOf, type ShowContext } from '../dates/show.ts';
import { givenGift, nameOf, presentGift, rewardNamesOf } from '../present.ts';
import { insertRecords, type RecordRow } from '../records/sql.ts';
import { addDays, currentFall, type Fall, localTime, restDays, windowOf, writingHours } from '../rules.ts';
import { lockPassed, lockUntold, putNext, putTold, type RoundRow } from './sql.ts';

/** Dates per transaction: with two messages each, well below a second. */
const batchSize = 500;

/**
 * Passes on from falls whose window is over, and keeps what lapsed; then tells customers of those that
 * come. Returns whether there is more to do now. All that a step does is one transaction, so that a fall is
 * recorded and told of once, however often the round is killed or meets another.
 */
export async function goRound(ctx: Ctx, limit = batchSize): Promise<boolean> {
  const { switches, timeZone } = await settings.store(ctx);
  if (!switches.occasions) return false;
  const at = await planContext(ctx);
  for (const kind of occasionKind.options) if ((await passOn(ctx, kind, at, limit)) === limit) return true;
  const { hour } = localTime(ctx.now, timeZone);
  if (hour < writingHours.from || hour >= writingHours.before) return false;
  for (const kind of occasionKind.options) if ((await tell(ctx, kind, at, limit)) === limit) return true;
  return false;
}

async function passOn(ctx: Ctx, kind: OccasionKind, at: ShowContext, limit: number): Promise<number> {
  const custom = at.kinds[kind];
  const before = addDays(at.today, -custom.daysAfter);
  const rows = await lockPassed(ctx.tx, ctx.storeId, { kind, before, limit, timeZone: at.timeZone });
  if (rows.length === 0) return 0;
  const lapsed = rows.flatMap((row) => lapseOf(ctx, row, at) ?? []);
  const next = rows.flatMap((row) => {
    const course = courseOf(row);
    return course ? [{ id: row.id, ...currentFall(course, at.today, custom) }] : [];
  });
  await Promise.all([insertRecords(ctx.tx, ctx.storeId, lapsed), putNext(ctx.tx, ctx.storeId, next)]);
  return rows.length;
}

/** What a fall let pass leaves behind; nothing where it was claimed, or brought nothing. */
function lapseOf(ctx: Ctx, row: RoundRow, at: ShowContext): RecordRow | undefined {
  const { nextOn: on, nextYear: year } = row;
  const gift = at.kinds[row.kind].isActive ? giftOf({ row, source: row }, at) : null;
  if (on === null || year === null || gift === null || row.claimedYear === year) return undefined;
  return {
    id: ctx.newId(),
    dateId: row.id,
    customerId: row.customerId,
    presentedId: row.customerId,
    kind: row.kind,
    ownName: row.ownName,
    calendar: row.calendar,
    fallsOn: on,
    fallYear: year,
    years: row.year === null ? null : year - row.year,
    status: 'lapsed',
    tier: row.tier,
    gift,
    entryId: null,
    redemptionId: null,
    happenedAt: ctx.now,
    claimedBy: null,
  };
}

async function tell(ctx: Ctx, kind: OccasionKind, at: ShowContext, limit: number): Promise<number> {
  const { isActive, messageDaysBefore } = at.kinds[kind];
  if (!isActive || messageDaysBefore === null) return 0;
  const rows = await lockUntold(ctx.tx, ctx.storeId, {
    kind,
    from: at.today,
    until: addDays(at.today, messageDaysBefore),
    restDays: restDays.gregorian,
    limit,
    timeZone: at.timeZone,
  });
  if (rows.length === 0) return 0;
  const falls = rows.map((row) => ({
    row,
    fall: { on: row.nextOn as string, year: row.nextYear as number },
  }));
  for (const { row, fall } of falls) emit(ctx, row, fall, at);
  await notifications.send(ctx, await messagesOf(ctx, falls, at));
  await putTold(
    ctx.tx,
    ctx.storeId,
    rows.map(({ id }) => id),
  );
  return rows.length;
}

function emit(ctx: Ctx, row: RoundRow, fall: Fall, at: ShowContext): void {
  const gift = giftOf({ row, source: row }, at);
  const { from, until } = windowOf(fall, at.kinds[row.kind]);
  ctx.emit('occasion.upcoming', {
    customerId: row.customerId,
    dateId: row.id,
    kind: row.kind,
    calendar: row.calendar,
    on: fall.on,
    year: fall.year,
    claimFrom: from,
    claimUntil: until,
    gift: gift && givenGift(gift),
  });
}

/** An e-mail and a message in the app for each fall, in the customer's language. */
async function messagesOf(
  ctx: Ctx,
  falls: readonly { row: RoundRow; fall: Fall }[],
  at: ShowContext,
): Promise<notifications.Outgoing[]> {
  const gifts = falls.map(({ row }) => giftOf({ row, source: row }, at));
  const [store, rewards] = await Promise.all([settings.store(ctx), rewardNamesOf(ctx, gifts)]);
  return falls.flatMap(({ row, fall }, index) => {
    const language = row.language ?? store.language;
    const gift = presentGift(gifts[index] ?? null, rewards);
    const variables = {
      occasion: nameOf(row, at.kinds)[language],
      date: fall.on,
      hijriDate: formatHijri(fall.on, language, 'date'),
      points: gift?.points ?? '',
      reward: gift?.reward?.name[language] ?? '',
      text: gift?.text?.[language] ?? '',
      lastDay: gift ? windowOf(fall, at.kinds[row.kind]).until : '',
    };
    return (['EMAIL', 'IN_APP'] as const).map((type) => ({
      customerId: row.customerId,
      type,
      template: 'occasion',
      variables,
      language,
      source: 'occasion',
      sourceId: `${row.id}:${fall.on}:${type}`,
    }));
  });
}
