import type { OccasionCalendar, OccasionKind } from '@wafa/contract';
import type { Person } from '../present.ts';

/** A special date of a customer, as it is kept. */
export interface DateRow {
  id: string;
  customerId: string;
  presentedId: string;
  kind: OccasionKind;
  /** Numbers the own dates of a customer; 1 of the others. */
  slot: number;
  ownName: string | null;
  calendar: OccasionCalendar;
  calendarChosen: boolean;
  /** In the calendar; month and day are null where there is no date. */
  year: number | null;
  month: number | null;
  day: number | null;
  /** Gregorian. */
  givenOn: string | null;
  setAt: Date;
  nextOn: string | null;
  nextYear: number | null;
  claimedOn: string | null;
  claimedYear: number | null;
  removedAt: Date | null;
}

/** What dates follow from, and what is shown beside them. */
export interface SourceRow extends Person {
  customerId: string;
  /** Not closed, and not part of another. */
  isOpen: boolean;
  birthday: string | null;
  birthdayChanges: number;
  /** The day of joining, where the store is. */
  joinedOn: string;
  tier: string | null;
  language: 'ar' | 'en' | null;
}
