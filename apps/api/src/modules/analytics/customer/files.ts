import type { analyticsContract, CustomerAnalytics, CustomerChart, InputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import type { Download } from '../../../platform/http/bind.ts';
import { exported, fieldsOf, fileOf } from '../csv.ts';
import { customer } from './customer.ts';

type RowOf<A> = A extends readonly (infer R)[] ? R : never;
type Patterns = CustomerAnalytics['patterns'];

const pattern = ['orders', 'spent'] as const;

/** What each chart of a customer is as a file. */
const files: Record<CustomerChart, (answer: CustomerAnalytics) => Download> = {
  months: ({ months }) =>
    fileOf('months', fieldsOf<RowOf<CustomerAnalytics['months']>>(['month', ...pattern]), months),
  categories: ({ categories }) =>
    fileOf(
      'categories',
      fieldsOf<RowOf<CustomerAnalytics['categories']>>(['category', 'orders', 'quantity', 'spent', 'share']),
      categories,
    ),
  weekdays: ({ patterns }) =>
    fileOf('weekdays', fieldsOf<RowOf<Patterns['weekdays']>>(['weekday', ...pattern]), patterns.weekdays),
  hours: ({ patterns }) =>
    fileOf('hours', fieldsOf<RowOf<Patterns['hours']>>(['hour', ...pattern]), patterns.hours),
  channels: ({ patterns }) =>
    fileOf('channels', fieldsOf<RowOf<Patterns['channels']>>(['channel', ...pattern]), patterns.channels),
  locations: ({ patterns }) =>
    fileOf(
      'locations',
      fieldsOf<RowOf<Patterns['locations']>>(['locationId', 'name', 'nameAr', ...pattern]),
      patterns.locations,
    ),
  basket_sizes: ({ patterns }) =>
    fileOf(
      'basket-sizes',
      fieldsOf<RowOf<Patterns['basketSizes']>>(['size', ...pattern]),
      patterns.basketSizes,
    ),
  engagement: ({ engagement }) =>
    fileOf(
      'engagement',
      fieldsOf<RowOf<CustomerAnalytics['engagement']['parts']>>(['key', 'points', 'most', 'value']),
      engagement.parts,
    ),
};

/** One chart of a customer as a file. Throws `not_found`. */
export const customerCsv = exported(
  async (ctx: Ctx, input: InputOf<typeof analyticsContract.customerCsv>) => ({
    chart: input.chart,
    answer: await customer(ctx, input),
  }),
  ({ chart, answer }) => files[chart](answer),
);
