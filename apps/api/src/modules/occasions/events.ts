import type { OccasionCalendar, OccasionKind } from '@wafa/contract';

interface Occasion {
  customerId: string;
  /** Id of the special date. */
  dateId: string;
  kind: OccasionKind;
  /** The day on which it falls, Gregorian. */
  on: string;
  calendar: OccasionCalendar;
  /** Of that calendar. */
  year: number;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    /** So many days ahead as the store says; once for each fall. */
    'occasion.upcoming': Occasion & { claimFrom: string; claimUntil: string; gift: GivenGift | null };
    'occasion.claimed': Occasion & { recordId: string; gift: GivenGift; redemptionId: string | null };
  }
}

/** A gift without its words, which the store may change. */
export interface GivenGift {
  type: 'points' | 'reward' | 'text';
  points: number | null;
  rewardId: string | null;
}
