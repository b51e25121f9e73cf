import { activityEvents, type RuleOperator } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import { eventValues, orderValues, productValues } from './history.ts';
import { profileOf } from './profile.ts';
import type { Argument, Field, FieldEnv, Source } from './types.ts';

const numeric: readonly RuleOperator[] = ['=', '!=', '<', '<=', '>', '>=', 'between', 'notBetween'];
const emptiness: readonly RuleOperator[] = ['null', 'notNull'];
const choice: readonly RuleOperator[] = ['=', '!=', 'in', 'notIn'];
const textual: readonly RuleOperator[] = ['=', '!=', 'in', 'notIn', 'contains', 'beginsWith', 'endsWith'];
const dates: readonly RuleOperator[] = ['=', '<', '<=', '>', '>=', 'between'];

const none: Source = { kind: 'none' };
const list = (options: readonly string[], words?: string): Source => ({ kind: 'list', options, words });

const days: Argument = {
  name: 'days',
  type: 'days',
  required: false,
  default: null,
  minimum: 1,
  maximum: 3650,
  source: none,
};
const channel: Argument = {
  name: 'channel',
  type: 'option',
  required: false,
  default: null,
  source: list(['till', 'web', 'app', 'marketplace', 'phone', 'import'], 'channel'),
};
const required = (name: string, of: 'sku' | 'category' | 'location' | 'event'): Argument => ({
  name,
  type: 'option',
  required: true,
  default: null,
  source: { kind: 'search', of },
});

type Read = NonNullable<Field['read']>;
type Extra = Partial<Pick<Field, 'minimum' | 'maximum' | 'args'>> & { nullable?: boolean };

function number(group: string, type: Field['type'], read: Read, extra: Extra = {}): Field {
  const { nullable, ...rest } = extra;
  return {
    group,
    type,
    operators: nullable ? [...numeric, ...emptiness] : numeric,
    source: none,
    minimum: 0,
    args: [],
    read,
    ...rest,
  };
}

const boolean = (group: string, read: Read): Field => ({
  group,
  type: 'boolean',
  operators: ['='],
  source: none,
  args: [],
  read,
});

const option = (group: string, source: Source, read: Read, operators = choice): Field => ({
  group,
  type: 'option',
  operators,
  source,
  args: [],
  read,
});

const several = (group: string, source: Source, hasOne: NonNullable<Field['hasOne']>): Field => ({
  group,
  type: 'option',
  operators: choice,
  source,
  args: [],
  hasOne,
});

/** Whole days from an instant to now. */
const daysSince = (env: FieldEnv, at: RawBuilder<unknown>) =>
  sql`floor(extract(epoch from ${env.now}::timestamptz - ${at}) / 86400)`;

/** How many of the borders lie below a whole number. */
const bordersBelow = (value: RawBuilder<unknown>, borders: readonly number[]) =>
  borders.length === 0 ? sql`null::int` : sql`width_bucket((${value} - 0.5)::float8, ${borders}::float8[])`;

const withOrders = (value: RawBuilder<unknown>) =>
  sql`case when b.total_orders > 0 and b.last_order_at is not null then ${value} end`;

const today = (env: FieldEnv) => sql`(${env.now}::timestamptz at time zone ${env.timeZone})::date`;

/** The next birthday; 29 February is kept on the 28th in other years. */
const birthdayIn: Read = (env) => {
  const { birthday } = profileOf(env);
  const inYear = (add: number) =>
    sql`(${birthday} + make_interval(years => (extract(year from ${today(env)}) - extract(year from ${birthday}))::int + ${add}::int))::date`;
  return sql`(case when ${inYear(0)} >= ${today(env)} then ${inYear(0)} else ${inYear(1)} end - ${today(env)})`;
};

/** Every field of rules, by name. Nothing else can be asked for. */
export const fields: Readonly<Record<string, Field>> = {
  type: option('profile', list(['individual', 'business'], 'type'), () => sql`b.type`),
  status: option('profile', list(['active', 'inactive', 'suspended'], 'status'), () => sql`b.status`),
  language: option('profile', list(['en', 'ar'], 'language'), (env) => profileOf(env).language, [
    ...choice,
    ...emptiness,
  ]),
  source: {
    group: 'profile',
    type: 'text',
    operators: [...textual, ...emptiness],
    source: { kind: 'search', of: 'source' },
    args: [],
    read: (env) => profileOf(env).source,
  },
  has_email: boolean('profile', (env) => profileOf(env).hasEmail),
  has_phone: boolean('profile', (env) => profileOf(env).hasPhone),
  age: number(
    'profile',
    'number',
    (env) => sql`extract(year from age(${today(env)}, ${profileOf(env).birthday}))`,
    { nullable: true, maximum: 150 },
  ),
  birthday_in: number('profile', 'days', birthdayIn, { nullable: true, maximum: 366 }),
  joined_days: number('profile', 'days', (env) => daysSince(env, sql`b.created_at`)),
  joined_on: {
    group: 'profile',
    type: 'date',
    operators: dates,
    source: none,
    args: [],
    read: (env) => sql`(b.created_at at time zone ${env.timeZone})::date`,
  },
  preferred_category: several(
    'profile',
    { kind: 'search', of: 'preferred' },
    (env, values) => sql`${profileOf(env).preferredCategories} && ${values}::text[]`,
  ),
  tag: several('profile', { kind: 'search', of: 'tag' }, ({ storeId, scope }, values) => {
    const tagged = sql`select customer_id from customers.v_tags
      where store_id = ${storeId} and tag = any(${values}::text[]) and ${inScope('customer_id', scope)}`;
    return sql`b.customer_id in (${tagged})`;
  }),

  total_spent: number('figures', 'money', () => sql`b.total_spent`),
  total_orders: number('figures', 'number', () => sql`b.total_orders`),
  average_order: number(
    'figures',
    'money',
    () => sql`round(b.total_spent / nullif(b.total_orders, 0)::numeric)`,
    {
      nullable: true,
    },
  ),
  visits: number('figures', 'number', () => sql`b.visits`),
  days_since_order: number('figures', 'days', (env) => daysSince(env, sql`b.last_order_at`), {
    nullable: true,
  }),
  days_since_first_order: number('figures', 'days', (env) => daysSince(env, sql`b.first_order_at`), {
    nullable: true,
  }),
  days_since_visit: number('figures', 'days', (env) => daysSince(env, sql`b.last_visit_at`), {
    nullable: true,
  }),
  percentile_spent: number(
    'figures',
    'percent',
    ({ model }) => withOrders(bordersBelow(sql`b.total_spent`, model.percentiles.spent ?? [])),
    { nullable: true, maximum: 99 },
  ),
  percentile_orders: number(
    'figures',
    'percent',
    ({ model }) => withOrders(bordersBelow(sql`b.total_orders`, model.percentiles.orders ?? [])),
    { nullable: true, maximum: 99 },
  ),

  orders_in: number('orders', 'number', (env, args) => orderValues(env, args).count, {
    args: [days, channel],
  }),
  spent_in: number('orders', 'money', (env, args) => orderValues(env, args).spent, { args: [days, channel] }),
  largest_order: number('orders', 'money', (env, args) => orderValues(env, args).largest, {
    args: [days, channel],
  }),
  orders_at_location: number('orders', 'number', (env, args) => orderValues(env, args).count, {
    args: [required('location', 'location'), days],
  }),

  product_bought: number('products', 'number', (env, args) => productValues(env, args).quantity, {
    args: [required('sku', 'sku'), days],
  }),
  category_bought: number('products', 'number', (env, args) => productValues(env, args).quantity, {
    args: [required('category', 'category'), days],
  }),
  category_spent: number('products', 'money', (env, args) => productValues(env, args).spent, {
    args: [required('category', 'category'), days],
  }),

  points: number('loyalty', 'number', () => sql`b.points`),
  lifetime_points: number('loyalty', 'number', () => sql`b.lifetime_points`),
  tier: option('loyalty', { kind: 'search', of: 'tier' }, () => sql`b.tier`, [...choice, ...emptiness]),

  event_count: number('activity', 'number', (env, args) => eventValues(env, args).count, {
    args: [required('event', 'event'), days],
  }),
  days_since_event: number('activity', 'days', (env, args) => daysSince(env, eventValues(env, args).latest), {
    nullable: true,
    args: [required('event', 'event')],
  }),

  churn_risk: number('scores', 'percent', () => sql`b.churn_risk::numeric * 100`, {
    nullable: true,
    maximum: 100,
  }),
  expected_orders: number('scores', 'number', () => sql`b.expected_orders::numeric`, { nullable: true }),
  predicted_spend: number('scores', 'money', () => sql`b.predicted_spend`, { nullable: true }),
  days_to_next_order: number('scores', 'days', (env) => sql`-${daysSince(env, sql`b.next_order_at`)}`, {
    nullable: true,
    minimum: -3650,
  }),

  segment: several('segments', { kind: 'search', of: 'segment' }, (env, values) => env.inSegments(values)),
  rfm_recency: number(
    'segments',
    'number',
    (env) =>
      withOrders(sql`5 - ${bordersBelow(daysSince(env, sql`b.last_order_at`), env.model.recencyDays)}`),
    { nullable: true, minimum: 1, maximum: 5 },
  ),
  rfm_frequency: number(
    'segments',
    'number',
    ({ model }) => withOrders(sql`1 + ${bordersBelow(sql`b.total_orders`, model.orderCounts)}`),
    { nullable: true, minimum: 1, maximum: 5 },
  ),
  rfm_monetary: number(
    'segments',
    'number',
    ({ model }) => withOrders(sql`1 + ${bordersBelow(sql`b.total_spent`, model.spent)}`),
    { nullable: true, minimum: 1, maximum: 5 },
  ),
};

/** Events that rules can name, and the shape of a store's own. */
export const isEvent = (value: string): boolean =>
  (activityEvents as readonly string[]).includes(value) || /^custom:[a-z0-9_]{1,40}$/.test(value);
