/** The special dates of a customer: birthday, anniversary, and their own. */
import { z } from 'zod';
import { customerRef, day, id, label, nameText } from './common.ts';
import { endpoint, ofMyself } from './endpoint.ts';
import { points } from './loyalty.ts';
import { givenDate, occasionCalendar, occasionKind, occurrence } from './occasions-calendar.ts';

const inYears = 'Of the calendar named, as in 1410 Hijri; null: every year';

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

const ofCustomer = z.object({ customerId: customerRef });
const ofOwnDate = ofCustomer.extend({ dateId: id });

export const ownDateInput = z.object({
  name: nameText(80).min(1),
  calendar: occasionCalendar,
  ...givenDate.shape,
  year: givenDate.shape.year.nullish().describe(inYears),
});
export type OwnDateInput = z.infer<typeof ownDateInput>;

export const birthdayInput = z.object({
  calendar: occasionCalendar.describe('In which it is celebrated from now on'),
  date: givenDate.optional().describe('In that calendar; without it the birthday of the profile stays'),
});

export const occasionsDatesContract = {
  dates: endpoint({
    name: 'occasions.dates',
    method: 'GET',
    path: '/api/v1/occasions/customers/:customerId',
    aliases: [
      { path: '/api/rewards/special-dates/:customerId' },
      { path: '/api/customer-id/rewards/special-dates', ...ofMyself },
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
};
