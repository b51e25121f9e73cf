import { z } from 'zod';
import { commaList, day, id, instant, nameText } from './common.ts';
import { customerFilter, customerSort } from './customers.ts';
import { endpoint } from './endpoint.ts';

/** What a list of customers is narrowed to, without its pages. */
const narrowing = customerFilter.omit({ page: true, limit: true, cursor: true });
const sortOrder = z.enum(['asc', 'desc']);

/** What an export or a saved view can show of a customer; `customFields` is a column for each field. */
export const customerColumn = z.enum([
  'id',
  'cardNumber',
  'type',
  'status',
  'firstName',
  'lastName',
  'firstNameAr',
  'lastNameAr',
  'companyName',
  'taxNumber',
  'email',
  'phone',
  'birthday',
  'language',
  'tags',
  'preferredCategories',
  'source',
  'segment',
  'tier',
  'loyaltyPoints',
  'totalSpent',
  'currency',
  'totalOrders',
  'averageOrderValue',
  'firstOrderDate',
  'lastOrderDate',
  'lastVisitAt',
  'createdAt',
  'updatedAt',
  'customFields',
]);
export type CustomerColumn = z.infer<typeof customerColumn>;

/** Filters of a saved view: those of the list, nothing else. */
const viewFilter = narrowing.omit({ sortBy: true, sortOrder: true }).strict();

const viewFields = {
  name: nameText(80).min(1),
  shared: z.boolean().describe('Seen by everybody who reads customers; changed only by its owner'),
  filter: viewFilter,
  sortBy: customerSort,
  sortOrder,
  columns: z.array(customerColumn).min(1).max(customerColumn.options.length),
};

export const customerView = z.object({
  id,
  ...viewFields,
  own: z.boolean().describe('Saved by the caller'),
  createdAt: instant,
  updatedAt: instant,
});
export type CustomerView = z.infer<typeof customerView>;

/** How many customers share a value; null is those without one. */
const counts = z.array(z.object({ key: z.string().nullable(), count: z.int() }));

export const growthInterval = z.enum(['day', 'week', 'month']);

const viewParams = z.object({ viewId: id });

/** Searching, exporting and counting customers, and lists that staff keep. */
export const customersDirectoryContract = {
  stats: endpoint({
    name: 'customers.stats',
    method: 'GET',
    path: '/api/v1/customers/stats',
    summary: 'Counts by status, type, segment, tier, language and source; growth',
    description:
      'Merged customers are counted under the status `merged` and nowhere else, so that each figure is the total of the list with that filter. A customer may be in several segments. `growth` counts who joined and who was closed in each day, week (from Monday) or month of the store’s calendar; without `from` and `to` the last 90 days.',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: z.object({
      from: day.optional(),
      to: day.optional(),
      interval: growthInterval.default('day'),
    }),
    response: z.object({
      total: z.int().describe('All but merged customers'),
      byStatus: counts,
      byType: counts,
      bySegment: counts,
      byTier: counts,
      byLanguage: counts,
      bySource: counts.describe('The hundred largest'),
      growth: z.object({
        from: day,
        to: day,
        interval: growthInterval,
        periods: z.array(z.object({ start: day, joined: z.int(), closed: z.int() })),
      }),
    }),
    errors: ['range_invalid', 'period_too_long'],
  }),
  export: endpoint({
    name: 'customers.export',
    method: 'GET',
    path: '/api/v1/customers/export',
    summary: 'The customers of a filter as a CSV file, in the order of the list',
    description:
      'Takes the filters and orders of the list. `columns` chooses and orders the columns; without it all. `customFields` becomes one column for each defined field, and `customFields` for keys without a definition.',
    caller: 'staff',
    permission: 'customers.export',
    lane: 'stream',
    query: narrowing.extend({ columns: commaList.pipe(z.array(customerColumn).min(1)).optional() }),
    response: z.string().describe('CSV, UTF-8, one customer a line; amounts in minor units'),
  }),
  views: endpoint({
    name: 'customers.views',
    method: 'GET',
    path: '/api/v1/customers/views',
    summary: 'Saved views: the caller’s own and the shared ones, by name',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    response: z.object({ views: z.array(customerView) }),
  }),
  addView: endpoint({
    name: 'customers.addView',
    method: 'POST',
    path: '/api/v1/customers/views',
    summary: 'Save a view: filter, order and columns of the list under a name',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'write',
    status: 201,
    body: z.object({
      ...viewFields,
      shared: viewFields.shared.default(false),
      filter: viewFilter.default({ match: 'all' }),
      sortBy: customerSort.default('createdAt'),
      sortOrder: sortOrder.default('desc'),
      columns: viewFields.columns.default([
        'cardNumber',
        'firstName',
        'lastName',
        'phone',
        'tier',
        'totalSpent',
        'lastVisitAt',
      ]),
    }),
    response: customerView,
    errors: ['view_name_taken', 'too_many_views'],
  }),
  changeView: endpoint({
    name: 'customers.changeView',
    method: 'PUT',
    path: '/api/v1/customers/views/:viewId',
    summary: 'Change a saved view of one’s own',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'write',
    params: viewParams,
    body: z.object(viewFields).partial(),
    response: customerView,
    errors: ['not_found', 'view_name_taken'],
  }),
  removeView: endpoint({
    name: 'customers.removeView',
    method: 'DELETE',
    path: '/api/v1/customers/views/:viewId',
    summary: 'Remove a saved view of one’s own',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'write',
    params: viewParams,
    response: z.object({ removed: z.boolean() }),
  }),
};
