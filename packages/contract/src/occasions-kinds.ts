/** How a store celebrates each kind of occasion, and what it gives. */
import { z } from 'zod';
import { bilingual, day, id, instant } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';
import { dateParts, givenDate, occasionCalendar, occasionKind, occurrence } from './occasions-calendar.ts';

/** Most special dates of their own that a store may allow a customer. */
export const mostOwnDates = 20;

/** What a customer gets at an occasion. */
export const occasionGift = z.discriminatedUnion('type', [
  z.object({ type: z.literal('points'), points: points.min(1).max(1_000_000) }),
  z.object({ type: z.literal('reward'), rewardId: id }).describe('A reward of the catalogue, free of points'),
  z
    .object({ type: z.literal('text'), text: bilingual(500) })
    .describe('Something that the store gives by hand, in words'),
]);
export type OccasionGift = z.infer<typeof occasionGift>;

const tierGift = z.object({
  tier: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/)
    .nullable()
    .describe('Key of the tier; null: every customer whose tier has no gift of its own'),
  gift: occasionGift,
});

const kindFields = {
  isActive: z.boolean(),
  name: bilingual(80),
  calendar: occasionCalendar.describe(
    'Of the anniversary, and of a birthday whose owner has not chosen; an own date names its calendar',
  ),
  leapDay: z
    .enum(['feb_28', 'mar_1'])
    .describe('The day of 29 February in a common year. Day 30 of a Hijri month of 29 days is its 29th'),
  daysBefore: z.int().min(0).max(30).describe('So many days before the day the gift can be claimed'),
  daysAfter: z.int().min(0).max(30).describe('So many days after the day it still can'),
  messageDaysBefore: z.int().min(0).max(60).nullable().describe('When to write to the customer; null: never'),
  waitDays: z
    .int()
    .min(0)
    .max(365)
    .describe('So many days after a date was given or changed it brings nothing'),
  maxPerCustomer: z.int().min(1).max(mostOwnDates).describe('How many own dates a customer may keep'),
  gifts: z.array(tierGift).max(50),
};

export const occasionKindUpdate = z.object(kindFields).partial();
export type OccasionKindUpdate = z.infer<typeof occasionKindUpdate>;

/** How a store celebrates a kind of occasion. */
export const occasionSettings = z.object({
  kind: occasionKind,
  ...kindFields,
  updatedAt: instant.nullable().describe('Null: never changed since the store began'),
});
export type OccasionSettings = z.infer<typeof occasionSettings>;

export const occasionsKindsContract = {
  kinds: endpoint({
    name: 'occasions.kinds',
    method: 'GET',
    path: '/api/v1/occasions/kinds',
    summary: 'How the store celebrates each kind of occasion',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'read',
    response: z.object({ kinds: z.array(occasionSettings) }),
  }),
  updateKind: endpoint({
    name: 'occasions.updateKind',
    method: 'PUT',
    path: '/api/v1/occasions/kinds/:kind',
    summary: 'Change how a kind of occasion is celebrated; what is not named stays',
    description: 'Holds from now on. What was claimed stays, and what has lapsed does not open again.',
    caller: 'staff',
    permission: 'occasions.edit',
    lane: 'write',
    params: z.object({ kind: occasionKind }),
    body: occasionKindUpdate,
    response: occasionSettings,
    errors: ['not_found', 'tier_unknown'],
  }),
  preview: endpoint({
    name: 'occasions.preview',
    method: 'GET',
    path: '/api/v1/occasions/preview',
    summary: 'The next days on which a date falls, in both calendars, with the window of each',
    description: 'By the settings of the kind; `leapDay`, `daysBefore` and `daysAfter` try others.',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    query: z.object({
      kind: occasionKind.default('own'),
      calendar: occasionCalendar,
      ...givenDate.partial({ year: true }).shape,
      leapDay: kindFields.leapDay.optional(),
      daysBefore: z.coerce.number().int().min(0).max(30).optional(),
      daysAfter: z.coerce.number().int().min(0).max(30).optional(),
      times: z.coerce.number().int().min(1).max(20).default(5),
    }),
    response: z.object({
      given: day.nullable(),
      givenHijri: dateParts.nullable(),
      occurrences: z.array(occurrence),
    }),
    errors: ['date_not_in_calendar', 'date_in_future', 'date_too_old'],
  }),
};
