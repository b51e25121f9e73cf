import type { InputOf, OccasionDate, OutputOf, occasionsContract } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { checkBirth } from '../present.ts';
import { dayOf, isYearly, ownDateYears, partsOf } from '../rules.ts';
import { keep, planContext, plansOf } from './keep.ts';
import { blank } from './plan.ts';
import { mayChangeBirthday, type ShowContext, showDates } from './show.ts';
import { lockDates, putDates } from './sql.ts';
import type { DateRow, SourceRow } from './types.ts';

type Contract = typeof occasionsContract;

/** A customer's sources and dates, as they are now. */
export async function standingOf(ctx: Ctx, customerId: string, at: ShowContext) {
  const [found] = await plansOf(ctx, [customerId], at);
  if (!found) throw new AppError('not_found', { field: 'customerId' });
  return { source: found.source, rows: found.plan.map(({ row }) => row) };
}

/** The dates of a customer with what they will give, the soonest first. */
export async function dates(
  ctx: Ctx,
  input: InputOf<Contract['dates']>,
): Promise<OutputOf<Contract['dates']>> {
  const [customerId, at] = await Promise.all([customers.require(ctx, input.customerId), planContext(ctx)]);
  const { source, rows } = await standingOf(ctx, customerId, at);
  const most = at.kinds.own.maxPerCustomer;
  const birthday = rows.find(({ kind }) => kind === 'birthday');
  return {
    customerId,
    today: at.today,
    dates: await soonestFirst(ctx, source, rows, at),
    ownDates: { most, left: Math.max(0, most - rows.filter(isOwn).length) },
    birthday: {
      given: source.birthday,
      calendar: birthday?.calendar ?? at.kinds.birthday.calendar,
      changeable: mayChangeBirthday(ctx, source),
    },
  };
}

export async function soonestFirst(
  ctx: Ctx,
  source: SourceRow,
  rows: readonly DateRow[],
  at: ShowContext,
): Promise<OccasionDate[]> {
  const shown = await showDates(
    ctx,
    rows.map((row) => ({ row, source })),
    at,
  );
  return shown.sort((a, b) => (a.next.on < b.next.on ? -1 : Number(a.next.on > b.next.on)));
}

const isOwn = ({ kind, removedAt }: DateRow) => kind === 'own' && removedAt === null;

/**
 * Gives the birthday in either calendar, and chooses the one in which it is celebrated. The profile holds
 * it as a Gregorian day; customers change one that stands once.
 * @throws AppError date_not_in_calendar, date_in_future, date_too_old, birthday_locked, customer_closed
 */
export async function setBirthday(
  ctx: Ctx,
  { customerId: ref, calendar, date }: InputOf<Contract['setBirthday']>,
): Promise<OutputOf<Contract['setBirthday']>> {
  const [customerId, at] = await Promise.all([customers.require(ctx, ref, { open: true }), planContext(ctx)]);
  if (date) {
    const birthday = dayOf(date, calendar);
    if (birthday === undefined) throw new AppError('date_not_in_calendar', { field: 'date.day' });
    checkBirth(birthday, at.today, 'date.year');
    await customers.changeProfile(ctx, customerId, () => ({ birthday }));
  }
  const [standing] = await Promise.all([
    standingOf(ctx, customerId, at),
    lockDates(ctx.tx, ctx.storeId, customerId),
  ]);
  const { source, rows } = standing;
  const before = rows.find(({ kind }) => kind === 'birthday') ?? blank(source, 'birthday', at);
  const chosen = { ...before, calendar, calendarChosen: true, nextOn: null, nextYear: null };
  await putDates(ctx.tx, ctx.storeId, [chosen]);
  await keep(ctx, [customerId]);
  return shownAgain(ctx, customerId, 'birthday', at);
}

async function shownAgain(ctx: Ctx, customerId: string, occasion: string, at: ShowContext) {
  const { source, rows } = await standingOf(ctx, customerId, at);
  const all = await soonestFirst(ctx, source, rows, at);
  return all.find((date) => date.occasion === occasion) ?? null;
}

/**
 * Adds an own date, in a place where an earlier one was removed before a new one: what a removed date was
 * claimed for still counts, so that removing and adding brings nothing twice.
 * @throws AppError too_many_dates, date_not_in_calendar, date_in_future, date_too_old, occasion_not_celebrated
 */
export async function addDate(
  ctx: Ctx,
  input: InputOf<Contract['addDate']>,
): Promise<OutputOf<Contract['addDate']>> {
  const { customerId, presentedId, at, kept } = await openForChange(ctx, input.customerId);
  const own = kept.filter(({ kind }) => kind === 'own');
  const most = at.kinds.own.maxPerCustomer;
  if (own.filter(isOwn).length >= most) throw new AppError('too_many_dates', { params: { most } });
  const { source } = await standingOf(ctx, customerId, at);
  const free = own.find(({ removedAt }) => removedAt !== null);
  const slot = Math.max(0, ...own.map((row) => row.slot)) + 1;
  const row = withDate(free ?? { ...blank(source, 'own', at), slot }, input, at);
  return write(ctx, { ...row, presentedId }, undefined, at);
}

/** Gives an own date another name, day or calendar. @throws AppError as `addDate`, not_found */
export async function changeDate(
  ctx: Ctx,
  input: InputOf<Contract['changeDate']>,
): Promise<OutputOf<Contract['changeDate']>> {
  const { at, kept } = await openForChange(ctx, input.customerId);
  const before = ownDate(kept, input.dateId);
  return write(ctx, withDate(before, input, at), before, at);
}

/** @throws AppError not_found */
export async function removeDate(
  ctx: Ctx,
  { customerId: ref, dateId }: InputOf<Contract['removeDate']>,
): Promise<OutputOf<Contract['removeDate']>> {
  const customerId = await customers.require(ctx, ref);
  ctx.concerns(customerId);
  const before = ownDate(await lockDates(ctx.tx, ctx.storeId, customerId), dateId);
  await putDates(ctx.tx, ctx.storeId, [
    { ...before, ...nothing, ownName: null, nextOn: null, nextYear: null, removedAt: ctx.now },
  ]);
  note(ctx, 'occasions.removeDate', before, before, undefined);
  return { removed: true };
}

const nothing = { year: null, month: null, day: null, givenOn: null };

function ownDate(kept: readonly DateRow[], dateId: string): DateRow {
  const found = kept.find((row) => row.id === dateId && isOwn(row));
  if (!found) throw new AppError('not_found', { field: 'dateId' });
  return found;
}

/** The customer whose dates change, locked against claims and other changes. */
async function openForChange(ctx: Ctx, ref: string) {
  const named = ref === 'me' ? (customerOf(ctx.actor) ?? ref) : ref;
  const [customerId, known, at] = await Promise.all([
    customers.require(ctx, ref, { open: true }),
    customers.resolveMany(ctx, [named]),
    planContext(ctx),
  ]);
  if (!at.kinds.own.isActive) throw new AppError('occasion_not_celebrated');
  ctx.concerns(customerId);
  // The first row of a customer is made here, so that two first dates of one meet at its lock.
  await keep(ctx, [customerId]);
  const kept = await lockDates(ctx.tx, ctx.storeId, customerId);
  return { customerId, presentedId: known.get(named)?.presentedId ?? customerId, at, kept };
}

type DateInput = Pick<InputOf<Contract['addDate']>, 'name' | 'calendar' | 'year' | 'month' | 'day'>;

function withDate(
  before: DateRow,
  { name, calendar, year = null, month, day }: DateInput,
  at: ShowContext,
): DateRow {
  const givenOn = year === null ? null : (dayOf({ year, month, day }, calendar) ?? null);
  if (givenOn === null && (year !== null || !isYearly({ calendar, month, day })))
    throw new AppError('date_not_in_calendar', { field: 'day' });
  if (givenOn !== null) checkOwnYear(givenOn, at.today);
  const isSame =
    before.removedAt === null &&
    before.calendar === calendar &&
    before.year === year &&
    before.month === month &&
    before.day === day;
  return {
    ...before,
    ownName: name,
    calendar,
    calendarChosen: true,
    year,
    month,
    day,
    givenOn,
    removedAt: null,
    ...(!isSame && { setAt: at.now, nextOn: null, nextYear: null }),
  };
}

function checkOwnYear(day: string, today: string): void {
  const years = partsOf(day, 'gregorian').year - partsOf(today, 'gregorian').year;
  if (years > ownDateYears.ahead) throw new AppError('date_in_future', { field: 'year' });
  if (-years > ownDateYears.back) throw new AppError('date_too_old', { field: 'year' });
}

async function write(
  ctx: Ctx,
  row: DateRow,
  before: DateRow | undefined,
  at: ShowContext,
): Promise<OccasionDate> {
  await putDates(ctx.tx, ctx.storeId, [row]);
  await keep(ctx, [row.customerId]);
  note(ctx, before ? 'occasions.changeDate' : 'occasions.addDate', row, before, row);
  const shown = await shownAgain(ctx, row.customerId, row.id, at);
  if (!shown) throw new AppError('internal', { detail: `date ${row.id} is not shown` });
  return shown;
}

/** What staff did to a customer's dates; customers do as they like with their own. */
function note(
  ctx: Ctx,
  action: string,
  { id, customerId }: DateRow,
  before: DateRow | undefined,
  after: DateRow | undefined,
): void {
  if (ctx.actor.kind === 'customer') return;
  const facts = (row: DateRow | undefined) =>
    row && { name: row.ownName, calendar: row.calendar, year: row.year, month: row.month, day: row.day };
  ctx.audit({
    action,
    entity: 'occasion_date',
    entityId: id,
    customerId,
    ...(before && { before: facts(before) }),
    ...(after && { after: facts(after) }),
  });
}
