import { z } from 'zod';
import { commaList, customerRef, id, instant, money, nameText, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';

/** What the log knows by name; a store's own events are `custom:<name>`. */
export const activityEvents = [
  'visit',
  'product_view',
  'review',
  'sign_up',
  'app_install',
  'sign_in',
  'card_scan',
] as const;
export const activityEvent = z
  .string()
  .regex(new RegExp(`^(${activityEvents.join('|')}|custom:[a-z0-9_]{1,40})$`), { error: 'choice' })
  .describe(`One of ${activityEvents.join(', ')}, or custom:<name>`);

/** What customers may report about themselves; the rest comes from the store's own systems. */
export const selfReported = ['product_view', 'app_install'] as const;

/** Most bytes that the properties of one event take as JSON. */
export const maxPropertiesBytes = 4096;
const properties = z
  .record(nameText(50).min(1), z.union([nameText(500), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'too_many_fields' })
  .refine((fields) => new TextEncoder().encode(JSON.stringify(fields)).length <= maxPropertiesBytes, {
    error: 'too_much_data',
  });

export const activityInput = z
  .strictObject({
    customerId: customerRef.default('me'),
    event: activityEvent,
    source: nameText(60).min(1).optional().describe('System that the event comes from'),
    sourceId: nameText(200)
      .min(1)
      .optional()
      .describe(
        'Id of the event there: recorded once, for ever. Without it every call is an event of its own',
      ),
    occurredAt: instant.optional().describe('Now unless given; late ones are welcome'),
    locationId: id.optional(),
    channel: nameText(30).min(1).optional().describe('As `till`, `web`, `app`'),
    sku: text(100).min(1).optional(),
    value: money.optional().describe('In minor units of the store’s currency'),
    properties: properties.default({}),
  })
  .refine((event) => event.sourceId === undefined || event.source !== undefined, {
    error: 'required',
    path: ['source'],
  });
export type ActivityInput = z.infer<typeof activityInput>;

export const activityResult = z.object({
  index: z.int(),
  status: z.enum(['recorded', 'duplicate', 'refused']),
  id: id.nullable().describe('Of the event: of a duplicate, the first one’s'),
  error: z
    .object({ code: z.string(), message: z.string(), field: z.string().nullable() })
    .nullable()
    .describe('Why it was refused'),
});

export const activityEntry = z.object({
  id,
  customerId: id,
  event: z.string(),
  source: z.string().nullable(),
  sourceId: z.string().nullable(),
  occurredAt: instant,
  recordedAt: instant,
  locationId: id.nullable(),
  channel: z.string().nullable(),
  sku: z.string().nullable(),
  value: money.nullable(),
  currency: z.string(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** Whose happenings a timeline shows; each has a module of its own. */
export const timelineSources = [
  'customers',
  'activity',
  'orders',
  'loyalty',
  'notifications',
  'segments',
  'offers',
  'occasions',
  'referrals',
] as const;
export type TimelineSource = (typeof timelineSources)[number];

export const timelineEntry = z.object({
  id: z.string(),
  source: z.enum(timelineSources),
  kind: z.string().describe('What happened, as `order.placed`, `points.expire`, `activity.review`'),
  at: instant,
  title: z.string().describe('Key of the sentence to show, `timeline.<kind>`'),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('Values for the sentence; amounts of money stand in `amount`'),
  points: z.int().nullable().describe('Given (positive) or taken (negative)'),
  amount: money.nullable().describe('In minor units of the store’s currency'),
  currency: z.string(),
  links: z.record(z.string(), z.string()).describe('Ids of what it is about, as `orderId`'),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

const ref = z.object({ customerId: customerRef });
const cursorOnly = {
  limit: paging.shape.limit,
  cursor: paging.shape.cursor,
};

export const activityContract = {
  record: endpoint({
    name: 'activity.record',
    method: 'POST',
    path: '/api/v1/activity',
    summary: 'Record up to 1,000 events of customers; each succeeds or fails on its own',
    description:
      'An event with `source` and `sourceId` is recorded once, for ever; a repeat answers the first one’s id and changes nothing. Visits and card scans move the customer’s last visit; programmes whose rules ask for an event credit it shortly after. Customers report only product_view and app_install about themselves, an install once.',
    caller: 'both',
    permission: 'activity.write',
    lane: 'batch',
    body: z.strictObject({ events: z.array(activityInput).min(1).max(1000) }),
    response: z.object({
      recorded: z.int(),
      duplicates: z.int(),
      refused: z.int(),
      results: z.array(activityResult),
    }),
  }),
  list: endpoint({
    name: 'activity.list',
    method: 'GET',
    path: '/api/v1/customers/:customerId/activity',
    summary: 'Events of a customer, newest first',
    description: 'A customer sees neither a store’s own (custom) events nor properties.',
    caller: 'both',
    permission: 'activity.read',
    lane: 'read',
    params: ref,
    query: z.object({
      ...cursorOnly,
      event: activityEvent.optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    response: z.object({
      events: z.array(activityEntry),
      limit: z.int(),
      nextCursor: z.string().nullable(),
    }),
    errors: ['not_found', 'cursor_invalid'],
  }),
  timeline: endpoint({
    name: 'activity.timeline',
    method: 'GET',
    path: '/api/v1/customers/:customerId/timeline',
    summary: 'Everything that happened with a customer in one stream, newest first',
    description:
      'Sources that the caller has no permission for stay out. Read on by `nextCursor`; the stream is not counted.',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    query: z.object({
      ...cursorOnly,
      sources: commaList.pipe(z.array(z.enum(timelineSources)).min(1)).optional(),
    }),
    response: z.object({
      entries: z.array(timelineEntry),
      limit: z.int(),
      nextCursor: z.string().nullable(),
    }),
    errors: ['not_found', 'cursor_invalid'],
  }),
};
