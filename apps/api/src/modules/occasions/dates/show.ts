import type { OccasionDate, OccasionGift } from '@wafa/contract';
import { type Ctx, may } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { nameOf, presentFall, presentGift, type RewardNames, rewardNamesOf } from '../present.ts';
import { type Custom, currentFall, giftFor, localTime, stateOf } from '../rules.ts';
import { courseOf, type PlanContext } from './plan.ts';
import type { DateRow, SourceRow } from './types.ts';

/** A date with the customer it belongs to. */
export interface Shown {
  row: DateRow;
  source: Pick<SourceRow, 'tier' | 'birthdayChanges'>;
}

export type ShowContext = PlanContext & { timeZone: string };

/** The gift that a customer gets for a date now. */
export const giftOf = ({ row, source }: Shown, at: PlanContext): OccasionGift | null =>
  giftFor(at.kinds[row.kind].gifts, source.tier);

/** Dates as they are shown; those without a date, and of kinds that are not celebrated, are left out. */
export async function showDates(ctx: Ctx, dates: readonly Shown[], at: ShowContext): Promise<OccasionDate[]> {
  const celebrated = dates.filter(({ row }) => at.kinds[row.kind].isActive && courseOf(row));
  const rewards = await rewardNamesOf(
    ctx,
    celebrated.map((date) => giftOf(date, at)),
  );
  return celebrated.map((date) => showDate(ctx, date, at, rewards));
}

function showDate(ctx: Ctx, date: Shown, at: ShowContext, rewards: RewardNames): OccasionDate {
  const { row } = date;
  const kind = at.kinds[row.kind];
  const course = courseOf(row);
  if (!course) throw new Error('a row without a date');
  const gift = giftOf(date, at);
  // Not the fall that is kept: the job that passes on to the next may not have come by yet.
  const fall = currentFall(course, at.today, kind);
  return {
    occasion: row.kind === 'own' ? row.id : row.kind,
    kind: row.kind,
    name: nameOf(row, at.kinds),
    calendar: row.calendar,
    year: row.year,
    month: course.month,
    day: course.day,
    given: row.givenOn,
    next: presentFall(fall, { ...customOf(kind), today: at.today, year: row.year }),
    gift: presentGift(gift, rewards),
    state: stateOf({ ...askOf(row, at), fall, hasGift: gift !== null }),
    changeable: mayChange(ctx, date),
  };
}

/** What is asked about a date, but for its fall and gift. */
export function askOf(row: DateRow, at: ShowContext) {
  const kind = at.kinds[row.kind];
  return {
    kind: row.kind,
    calendar: row.calendar,
    custom: customOf(kind),
    today: at.today,
    setOn: localTime(row.setAt, at.timeZone).day,
    waitDays: kind.waitDays,
    claimed:
      row.claimedOn === null || row.claimedYear === null
        ? null
        : { on: row.claimedOn, year: row.claimedYear },
  };
}

const customOf = ({ leapDay, daysBefore, daysAfter }: Custom): Custom => ({ leapDay, daysBefore, daysAfter });

function mayChange(ctx: Ctx, { row, source }: Shown): boolean {
  if (row.kind === 'anniversary') return false;
  if (row.kind === 'birthday') return mayChangeBirthday(ctx, { ...source, birthday: row.givenOn });
  return ctx.actor.kind === 'customer' || may(ctx.actor, 'customers.edit');
}

/** Whether who asks may give another birthday: customers once, where one stands already. */
export function mayChangeBirthday(
  ctx: Ctx,
  source: Pick<SourceRow, 'birthday' | 'birthdayChanges'>,
): boolean {
  if (ctx.actor.kind !== 'customer') return may(ctx.actor, 'customers.edit');
  return source.birthday === null || source.birthdayChanges < customers.ownBirthdayChanges;
}
