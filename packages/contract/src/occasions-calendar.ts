/** Special dates, the calendars they are counted by, and the days on which they fall. */
import { z } from 'zod';
import { day } from './common.ts';

/** Special dates of customers: from the profile (birthday, anniversary of joining), and their own. */
export const occasionKind = z.enum(['birthday', 'anniversary', 'own']);
export type OccasionKind = z.infer<typeof occasionKind>;

/** `hijri` is the calendar of Umm al-Qura. */
export const occasionCalendar = z.enum(['gregorian', 'hijri']);
export type OccasionCalendar = z.infer<typeof occasionCalendar>;

/** A date as it is given, in the calendar named beside it. */
export const givenDate = z.object({
  year: z.coerce.number().int().min(1).max(2200),
  month: z.coerce.number().int().min(1).max(12),
  day: z.coerce.number().int().min(1).max(31),
});

/** Year, month and day as a calendar counts them. */
export const dateParts = z.object({ year: z.int(), month: z.int(), day: z.int() });
export type DateParts = z.infer<typeof dateParts>;

/** A day on which an occasion falls. */
export const occurrence = z.object({
  on: day.describe('Gregorian'),
  hijri: dateParts,
  year: z.int().describe('Of the occasion’s calendar: claimed once for it'),
  count: z.int().nullable().describe('How many years it is; null where the year is not known'),
  daysLeft: z.int().describe('Until the day, where the store is; below 0 after it'),
  claimFrom: day,
  claimUntil: day.describe('The last day'),
});
export type Occurrence = z.infer<typeof occurrence>;
