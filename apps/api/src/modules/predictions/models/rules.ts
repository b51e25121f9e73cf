import { churnHorizonDays, type PredictionReasonCode } from '@wafa/contract';

/**
 * Days of history that a forecast of a year takes at least, a judgement: less than a quarter of the time that
 * it looks ahead would tell of one season only.
 */
export const shortestHistoryDays = 90;
/** A day at which churn is learnt has at least so many days before it: with fewer, everybody is new. */
const daysBeforeLearning = 30;
/** Days, 30 apart, at which churn is learnt; on Online Retail four do a little better than one. */
const learningDays = 4;

/** What a store's purchases can be judged by before anything is fitted. Days count from 1970-01-01. */
export interface Span {
  customers: number;
  firstDay: number;
  lastDay: number;
  untilDay: number;
}

/** Why no purchase model is made, whatever the purchases are. */
export function refusalOfSpan({
  customers,
  firstDay,
  lastDay,
  untilDay,
}: Span): PredictionReasonCode | undefined {
  if (customers === 0) return 'no_orders';
  if (firstDay === lastDay) return 'all_on_one_day';
  return untilDay - firstDay < shortestHistoryDays ? 'too_short' : undefined;
}

/**
 * The days at which churn is learnt: the latest whose time after is over by `endDay`, and up to three before
 * it, of which each has a month of history. None where there is too little.
 */
export function churnDays(firstDay: number, endDay: number): number[] {
  const latest = endDay - churnHorizonDays;
  return Array.from({ length: learningDays }, (_, at) => latest - 30 * (learningDays - 1 - at)).filter(
    (day) => day - firstDay >= daysBeforeLearning,
  );
}

/** A number for a report; null where it is infinite or none, which JSON does not know. */
export function figure(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
