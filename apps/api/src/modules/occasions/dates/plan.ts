import type { OccasionKind } from '@wafa/contract';
import type { Kinds } from '../present.ts';
import { type Course, currentFall, partsOf } from '../rules.ts';
import type { DateRow, SourceRow } from './types.ts';

/** What a plan is made with: the store's kinds, its day, the instant, and new ids. */
export interface PlanContext {
  kinds: Kinds;
  today: string;
  now: Date;
  newId(): string;
}

/** A date as it should stand; `isChanged` where it does not yet. */
export interface Planned {
  row: DateRow;
  isChanged: boolean;
}

/**
 * The dates of a customer as profile and settings make them: birthday and day of joining from the profile,
 * own dates as they are kept. A fall that is reckoned already stays until the job passes on from it, so that
 * none goes by without its record.
 */
export function planDates(source: SourceRow, kept: readonly DateRow[], at: PlanContext): Planned[] {
  const from = (kind: 'birthday' | 'anniversary', given: string | null) =>
    ofProfile(source, kind, given, kept, at);
  return [
    ...from('birthday', source.birthday),
    ...from('anniversary', source.joinedOn),
    ...kept.filter(({ kind }) => kind === 'own').map((row) => planned(row, withNext(row, source.isOpen, at))),
  ];
}

function ofProfile(
  source: SourceRow,
  kind: 'birthday' | 'anniversary',
  given: string | null,
  kept: readonly DateRow[],
  at: PlanContext,
): Planned[] {
  const before = kept.find((row) => row.kind === kind);
  if (!before && given === null) return [];
  const calendar = before?.calendarChosen ? before.calendar : at.kinds[kind].calendar;
  const parts = given === null ? null : partsOf(given, calendar);
  const isSame = before !== undefined && before.givenOn === given;
  const row: DateRow = {
    ...(before ?? blank(source, kind, at)),
    calendar,
    year: parts?.year ?? null,
    month: parts?.month ?? null,
    day: parts?.day ?? null,
    givenOn: given,
    setAt: isSame ? before.setAt : at.now,
    ...(before && (!isSame || before.calendar !== calendar) && { nextOn: null, nextYear: null }),
  };
  return [planned(before, withNext(row, source.isOpen, at))];
}

/** A row that holds no date yet. */
export function blank(source: SourceRow, kind: OccasionKind, at: PlanContext): DateRow {
  return {
    id: at.newId(),
    customerId: source.customerId,
    presentedId: source.customerId,
    kind,
    slot: 1,
    ownName: null,
    calendar: at.kinds[kind].calendar,
    calendarChosen: false,
    year: null,
    month: null,
    day: null,
    givenOn: null,
    setAt: at.now,
    nextOn: null,
    nextYear: null,
    claimedOn: null,
    claimedYear: null,
    removedAt: null,
  };
}

/** What the falls of a date follow from; undefined where there is no date. */
export function courseOf(row: DateRow): Course | undefined {
  const { kind, calendar, month, day, givenOn: given, removedAt } = row;
  return month === null || day === null || removedAt ? undefined : { kind, calendar, month, day, given };
}

function withNext(row: DateRow, isOpen: boolean, at: PlanContext): DateRow {
  const course = courseOf(row);
  if (!course || !isOpen) return { ...row, nextOn: null, nextYear: null };
  if (row.nextOn !== null) return row;
  const { on, year } = currentFall(course, at.today, at.kinds[row.kind]);
  return { ...row, nextOn: on, nextYear: year };
}

const planned = (before: DateRow | undefined, row: DateRow): Planned => ({
  row,
  isChanged: !before || JSON.stringify(before) !== JSON.stringify(row),
});
