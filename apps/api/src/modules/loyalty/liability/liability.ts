/**
 * Points liability: what the store owes its customers. Closed days stand as sums (jobs.ts); later ones are
 * counted from their entries, so that the report is exact at any time.
 */
import type { InputOf, LiabilityReport, loyaltyTiersContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as settings from '../../settings/index.ts';
import { programmes } from '../programmes/programmes.ts';
import { worthOf } from '../programmes/rules.ts';
import { breakageOf, dayBefore, localDay, rangeOf, redemptionRate } from './rules.ts';
import {
  type Balances,
  type PointDay,
  readAgeing,
  readBalances,
  readClosedDay,
  readFirstDay,
  readMonths,
  readPointDays,
} from './sql.ts';

type Contract = typeof loyaltyTiersContract;

/** The report of a programme. Throws `not_found`, `range_invalid`. */
export async function liability(
  ctx: Ctx,
  input: InputOf<Contract['liability']>,
): Promise<OutputOf<Contract['liability']>> {
  const [{ currency, timeZone }, known, closed] = await Promise.all([
    settings.store(ctx),
    programmes(ctx),
    readClosedDay(ctx.tx, ctx.storeId),
  ]);
  const programme = input.programId ? known.byId.get(input.programId) : known.standard;
  if (!programme) throw new AppError('not_found', { field: 'programId' });
  const range = rangeOf(input, localDay(ctx.now, timeZone));
  if (!range) throw new AppError('range_invalid', { field: 'from' });
  const rolledUpTo = closed?.timeZone === timeZone ? closed.day : null;
  const first = rolledUpTo ?? dayBefore((await readFirstDay(ctx.tx, ctx.storeId, timeZone)) ?? range.to);
  const [now, months, ageing] = await Promise.all([
    readBalances(ctx.tx, ctx.storeId, programme.id),
    readMonths(ctx.tx, ctx.storeId, { programmeId: programme.id, ...range, closed: first, timeZone }),
    readAgeing(ctx.tx, ctx.storeId, programme.id, timeZone),
  ]);
  const worth = (points: number) => {
    const amount = worthOf(points, programme.worthE4);
    return amount === null ? null : { amount, currency };
  };
  const state = ({ available, pending, held, debt }: Balances): LiabilityReport['now'] => {
    const outstanding = available + pending + held;
    return { available, pending, held, debt, outstanding, worth: worth(outstanding) };
  };
  const sum = (field: 'issued' | 'redeemed' | 'expired') =>
    months.reduce((total, month) => total + month[field], 0);
  const moved = { issued: sum('issued'), redeemed: sum('redeemed'), expired: sum('expired') };
  const breakage = breakageOf(moved, state(now).outstanding);
  return {
    programId: programme.id,
    ...range,
    now: state(now),
    months: months.map(({ month, issued, redeemed, expired, adjusted, ...closing }) => ({
      month,
      issued,
      redeemed,
      expired,
      adjusted,
      closing: state(closing),
    })),
    ageing: ageing.map((row) => ({ ...row, worth: worth(row.points) })),
    redemptionRate: redemptionRate(moved),
    breakage: breakage && { ...breakage, worth: worth(breakage.points) },
    rolledUpTo,
  };
}

/** Points of one programme in a range of days. */
export interface ProgrammePoints {
  programme: { id: string; name: { en: string; ar: string }; isDefault: boolean; isActive: boolean };
  /** Days with a movement, oldest first; yyyy-mm-dd. */
  days: { day: string; issued: number; redeemed: number; expired: number }[];
  /** Available, pending and held now. */
  outstanding: number;
  /** What that is worth, minor units; null where points have no price. */
  worth: number | null;
}

/**
 * Points issued, redeemed and expired per programme and day, and what customers hold, from the sums of the
 * closed days: the figures of `liability` for every programme at once.
 * @param range local days, both included
 */
export async function pointDays(ctx: Ctx, range: { from: string; to: string }): Promise<ProgrammePoints[]> {
  const [{ timeZone }, known, closed] = await Promise.all([
    settings.store(ctx),
    programmes(ctx),
    readClosedDay(ctx.tx, ctx.storeId),
  ]);
  const today = localDay(ctx.now, timeZone);
  const kept = closed?.timeZone === timeZone ? closed.day : undefined;
  const first = kept ?? dayBefore((await readFirstDay(ctx.tx, ctx.storeId, timeZone)) ?? today);
  const rows = await readPointDays(ctx.tx, ctx.storeId, { ...range, today, closed: first, timeZone });
  const byProgramme = new Map<string, PointDay[]>();
  for (const row of rows)
    byProgramme.set(row.programmeId, [...(byProgramme.get(row.programmeId) ?? []), row]);
  return [...known.byId.values()].map(({ id, nameEn, nameAr, isDefault, isActive, worthE4 }) => {
    const own = byProgramme.get(id) ?? [];
    const outstanding = own.reduce((total, { held }) => total + held, 0);
    return {
      programme: { id, name: { en: nameEn, ar: nameAr }, isDefault, isActive },
      days: own.flatMap(({ day, issued, redeemed, expired }) =>
        day === null ? [] : [{ day, issued, redeemed, expired }],
      ),
      outstanding,
      worth: worthOf(outstanding, worthE4),
    };
  });
}

const header = [
  'month',
  'issued',
  'redeemed',
  'expired',
  'adjusted',
  'available',
  'pending',
  'held',
  'debt',
  'outstanding',
  'worth',
  'currency',
];

/** The months of the report as CSV; one page, since ten years have 121 months. Worth in minor units. */
export async function liabilityCsv(
  page: PageRunner,
  input: InputOf<Contract['liabilityCsv']>,
): Promise<Download> {
  const report = await page((ctx) => liability(ctx, input));
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `liability-${report.from}-${report.to}.csv`,
    chunks: (async function* () {
      yield byteOrderMark + csvLine(header);
      for (const { month, issued, redeemed, expired, adjusted, closing } of report.months)
        yield csvLine([
          month,
          issued,
          redeemed,
          expired,
          adjusted,
          closing.available,
          closing.pending,
          closing.held,
          closing.debt,
          closing.outstanding,
          closing.worth?.amount,
          closing.worth?.currency,
        ]);
    })(),
  };
}
