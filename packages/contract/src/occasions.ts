import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, paging } from './common.ts';
import { nameText } from './customers.ts';
import { type Alias, endpoint, type RawInput } from './endpoint.ts';
import { points } from './loyalty.ts';

/** Special dates of customers: from the profile (birthday, anniversary of joining), and their own. */
export const occasionKind = z.enum(['birthday', 'anniversary', 'own']);
export type OccasionKind = z.infer<typeof occasionKind>;

/** `hijri` is the calendar of Umm al-Qura. */
export const occasionCalendar = z.enum(['gregorian', 'hijri']);
export type OccasionCalendar = z.infer<typeof occasionCalendar>;

/** Most special dates of their own that a store may allow a customer. */
export const mostOwnDates = 20;

const year = z.coerce.number().int().min(1).max(2200);
const month = z.coerce.number().int().min(1).max(12);
const dayOfMonth = z.coerce.number().int().min(1).max(31);
const inYears = 'Of the calendar named, as in 1410 Hijri; null: every year';

/** Year, month and day as a calendar counts them. */
export const dateParts = z.object({ year: z.int(), month: z.int(), day: z.int() });
export type DateParts = z.infer<typeof dateParts>;

/** What a customer gets at an occasion. */
export const occasionGift = z.discriminatedUnion('type', [
  z.object({ type: z.literal('points'), points: points.min(1).max(1_000_000) }),
  z.object({ type: z.literal('reward'), rewardId: id }).describe('A reward of the catalogue, free of points'),
  z
    .object({
      type: z.literal('text'),
      text: z.object({ en: nameText(500).min(1), ar: nameText(500).min(1) }),
    })
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
  name: z.object({ en: nameText(80).min(1), ar: nameText(80).min(1) }),
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

/**
 * `upcoming`: the window is not open yet; `open`: can be claimed now; `claimed`; `waiting`: the date was
 * given too recently; `resting`: an earlier claim of this occasion is too near; `nothing`: the store gives
 * nothing for it.
 */
export const occasionState = z.enum(['upcoming', 'open', 'claimed', 'waiting', 'resting', 'nothing']);
export type OccasionState = z.infer<typeof occasionState>;

/** A gift as it is shown. */
export const shownGift = z.object({
  type: z.enum(['points', 'reward', 'text']),
  points: points.nullable(),
  reward: z.object({ id, name: label }).nullable(),
  text: label.nullable(),
});
export type ShownGift = z.infer<typeof shownGift>;

/** A special date of a customer with its next day and what it will give. */
export const occasionDate = z.object({
  occasion: z.string().describe('`birthday`, `anniversary`, or the id of an own date'),
  kind: occasionKind,
  name: label,
  calendar: occasionCalendar,
  year: z.int().nullable().describe(inYears),
  month: z.int(),
  day: z.int(),
  given: day.nullable().describe('The date itself, Gregorian; null where the year is not known'),
  next: occurrence,
  gift: shownGift.nullable(),
  state: occasionState,
  changeable: z.boolean().describe('Whether who asks may change it'),
});
export type OccasionDate = z.infer<typeof occasionDate>;

/** A special date of somebody, as staff see it in a list. */
export const upcomingOccasion = occasionDate.extend({
  customerId: id,
  customerName: label,
  cardNumber: z.string(),
});
export type UpcomingOccasion = z.infer<typeof upcomingOccasion>;

export const occasionOutcome = z.enum(['claimed', 'lapsed']);
export type OccasionOutcome = z.infer<typeof occasionOutcome>;

/** An occasion that is over for its year: claimed, or let pass. */
export const occasionRecord = z.object({
  id,
  customerId: id,
  occasion: z.string(),
  kind: occasionKind,
  name: label,
  calendar: occasionCalendar,
  on: day,
  hijri: dateParts,
  year: z.int(),
  count: z.int().nullable(),
  status: occasionOutcome,
  gift: shownGift.nullable().describe('What was given; of a lapsed one, what would have been'),
  redemption: z
    .object({ id, code: z.string(), expiresAt: instant })
    .nullable()
    .describe('The code of a reward; only its end for others than the customer'),
  at: instant.describe('When it was claimed, or found to have passed'),
});
export type OccasionRecord = z.infer<typeof occasionRecord>;

export const listedOccasionRecord = occasionRecord.extend({ customerName: label, cardNumber: z.string() });
export type ListedOccasionRecord = z.infer<typeof listedOccasionRecord>;

const ofCustomer = z.object({ customerId: customerRef });
const ofOwnDate = ofCustomer.extend({ dateId: id });

export const ownDateInput = z.object({
  name: nameText(80).min(1),
  calendar: occasionCalendar,
  year: year.nullish().describe(inYears),
  month,
  day: dayOfMonth,
});
export type OwnDateInput = z.infer<typeof ownDateInput>;

export const birthdayInput = z.object({
  calendar: occasionCalendar.describe('In which it is celebrated from now on'),
  date: z
    .object({ year, month, day: dayOfMonth })
    .optional()
    .describe('In that calendar; without it the birthday of the profile stays'),
});

const upcomingFilter = {
  days: z.coerce.number().int().min(1).max(400).optional().describe('Staff: 30 unless given; customers: 400'),
  kind: occasionKind.optional(),
};
const recordFilter = {
  kind: occasionKind.optional(),
  status: occasionOutcome.optional(),
  from: day.optional().describe('Fell on this day or later'),
  to: day.optional().describe('Fell before this day'),
};

const forMe = (path: string): Alias => ({
  path,
  caller: 'self',
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: 'me' } }),
});

/** Occasions: special dates, what they give, and what came of them. */
export const occasionsContract = {
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
      year: year.optional(),
      month,
      day: dayOfMonth,
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
  dates: endpoint({
    name: 'occasions.dates',
    method: 'GET',
    path: '/api/v1/occasions/customers/:customerId',
    aliases: [
      { path: '/api/rewards/special-dates/:customerId' },
      forMe('/api/customer-id/rewards/special-dates'),
    ],
    summary: 'Birthday, anniversary and own dates of a customer, with their next day and gift',
    description: 'The soonest first. Kinds that the store does not celebrate are left out.',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    params: ofCustomer,
    response: z.object({
      customerId: id,
      today: day.describe('Where the store is'),
      dates: z.array(occasionDate),
      ownDates: z.object({ most: z.int(), left: z.int() }).describe('How many own dates there may be'),
      birthday: z
        .object({ given: day.nullable(), calendar: occasionCalendar, changeable: z.boolean() })
        .describe('Customers may change a birthday once; after that the store’s staff do'),
    }),
    errors: ['not_found'],
  }),
  setBirthday: endpoint({
    name: 'occasions.setBirthday',
    method: 'PUT',
    path: '/api/v1/occasions/customers/:customerId/birthday',
    summary: 'Give the birthday in either calendar, or choose the calendar in which it is celebrated',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ofCustomer,
    body: birthdayInput,
    response: occasionDate.nullable().describe('Null where the store does not celebrate birthdays'),
    errors: [
      'not_found',
      'customer_closed',
      'date_not_in_calendar',
      'date_in_future',
      'date_too_old',
      'birthday_locked',
    ],
  }),
  addDate: endpoint({
    name: 'occasions.addDate',
    method: 'POST',
    path: '/api/v1/occasions/customers/:customerId/dates',
    summary: 'Add an own date, in either calendar',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    status: 201,
    params: ofCustomer,
    body: ownDateInput,
    response: occasionDate,
    errors: [
      'not_found',
      'customer_closed',
      'date_not_in_calendar',
      'date_in_future',
      'date_too_old',
      'too_many_dates',
      'occasion_not_celebrated',
    ],
  }),
  changeDate: endpoint({
    name: 'occasions.changeDate',
    method: 'PUT',
    path: '/api/v1/occasions/customers/:customerId/dates/:dateId',
    summary: 'Change an own date',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ofOwnDate,
    body: ownDateInput,
    response: occasionDate,
    errors: [
      'not_found',
      'customer_closed',
      'date_not_in_calendar',
      'date_in_future',
      'date_too_old',
      'occasion_not_celebrated',
    ],
  }),
  removeDate: endpoint({
    name: 'occasions.removeDate',
    method: 'DELETE',
    path: '/api/v1/occasions/customers/:customerId/dates/:dateId',
    summary: 'Remove an own date; what it brought stays in the history',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ofOwnDate,
    response: z.object({ removed: z.literal(true) }),
    errors: ['not_found'],
  }),
  claim: endpoint({
    name: 'occasions.claim',
    method: 'POST',
    path: '/api/v1/occasions/claim',
    aliases: [{ path: '/api/rewards/claim' }, { path: '/api/customer-id/rewards/claim' }],
    summary: 'Claim the gift of an occasion, once',
    description:
      'Within its window. Claiming again within the window answers with what was given the first time.',
    caller: 'both',
    permission: 'loyalty.redeem',
    lane: 'write',
    body: z.object({
      customerId: customerRef.default('me'),
      occasion: z
        .union([z.literal('birthday'), z.literal('anniversary'), id])
        .describe('`birthday`, `anniversary`, or the id of an own date'),
    }),
    response: z.object({
      record: occasionRecord,
      isNew: z.boolean(),
      balance: points.describe('Available points now'),
    }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'occasion_not_celebrated',
      'occasion_not_open',
      'occasion_waiting',
      'occasion_resting',
      'reward_out_of_stock',
      'reward_not_yet',
      'reward_ended',
      'not_enrolled',
    ],
  }),
  upcoming: endpoint({
    name: 'occasions.upcoming',
    method: 'GET',
    path: '/api/v1/occasions/upcoming',
    aliases: [{ path: '/api/rewards/upcoming' }],
    summary: 'The next special dates and what they will give, soonest first',
    description: 'Customers see their own; staff everybody’s, or one customer’s by `customerId`.',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    query: paging.extend({ ...upcomingFilter, customerId: customerRef.optional() }),
    response: listOf('upcoming', upcomingOccasion),
    errors: ['not_found', 'cursor_invalid'],
  }),
  exportUpcoming: endpoint({
    name: 'occasions.exportUpcoming',
    method: 'GET',
    path: '/api/v1/occasions/upcoming/export',
    summary: 'Everybody’s next special dates as a CSV file',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'stream',
    query: z.object(upcomingFilter),
    response: z.string().describe('CSV, UTF-8, one date a line'),
  }),
  history: endpoint({
    name: 'occasions.history',
    method: 'GET',
    path: '/api/v1/occasions/customers/:customerId/history',
    aliases: [forMe('/api/customer-id/rewards/history')],
    summary: 'Claimed and lapsed occasions of a customer, newest first',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    params: ofCustomer,
    query: paging.extend(recordFilter),
    response: listOf('records', occasionRecord),
    errors: ['not_found', 'cursor_invalid'],
  }),
  records: endpoint({
    name: 'occasions.records',
    method: 'GET',
    path: '/api/v1/occasions/records',
    summary: 'Claimed and lapsed occasions of the store, newest first',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'read',
    query: paging.extend(recordFilter),
    response: listOf('records', listedOccasionRecord),
    errors: ['cursor_invalid'],
  }),
  exportRecords: endpoint({
    name: 'occasions.exportRecords',
    method: 'GET',
    path: '/api/v1/occasions/records/export',
    summary: 'Claimed and lapsed occasions as a CSV file',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'stream',
    query: z.object(recordFilter),
    response: z.string().describe('CSV, UTF-8, one occasion a line'),
  }),
};
