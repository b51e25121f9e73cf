import { z } from 'zod';
import { currency, id, instant, money, nameText, text } from './common.ts';
import { endsBeforeStart } from './earn-rules.ts';
import { channel } from './orders.ts';

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);
const sku = text(100).min(1);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const count = z.int().min(1).max(1_000_000_000);
const amount = money.min(1).max(1_000_000_000_000);
const some = <T extends z.ZodType>(item: T, max = 200) => z.array(item).min(1).max(max);

/** English first; Arabic may be left out, and reads as the English then. */
const names = (max: number) =>
  z.strictObject({ en: nameText(max).min(1), ar: nameText(max).min(1).nullish() });

/** Whom an offer is for. The customers of `customers` are named by `offers.changeCustomers`. */
export const offerAudience = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('everyone') }),
    z.strictObject({ kind: z.literal('segments'), segments: some(text(60).min(1), 50) }),
    z.strictObject({ kind: z.literal('tiers'), tiers: some(key, 50) }),
    z.strictObject({ kind: z.literal('customers') }),
  ])
  .describe('In any of the segments, or on any of the tiers');
export type OfferAudience = z.infer<typeof offerAudience>;

/**
 * What an offer gives. Money is in minor units of the store's currency. Discounts are reckoned once over
 * all lines that the offer is about, rounded down, and shared out to the lines by largest remainder.
 */
export const offerBenefit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percent'),
    percentBp: z.int().min(1).max(10_000).describe('Basis points: 1,250 is 12.5 %'),
    cap: amount.nullish().describe('The most that it takes off'),
  }),
  z.strictObject({ kind: z.literal('amount'), amount: amount.describe('Never more than the lines cost') }),
  z.strictObject({ kind: z.literal('fixed_price'), price: money.min(0).describe('For each item') }),
  z.strictObject({
    kind: z.literal('buy_get'),
    buy: z.int().min(1).max(1000).describe('Items at full price'),
    get: z.int().min(1).max(1000).describe('For these many, the cheapest, the discount holds'),
    percentBp: z.int().min(1).max(10_000).default(10_000).describe('10,000: they are free'),
    times: z.int().min(1).max(1000).nullish().describe('How often in one basket; left out: no end'),
  }),
  z.strictObject({ kind: z.literal('bonus_points'), points: count }),
  z.strictObject({
    kind: z.literal('points_multiplier'),
    percent: z.int().min(101).max(10_000).describe('Of the points that the lines earn; 200 doubles them'),
  }),
  z.strictObject({
    kind: z.literal('gift'),
    sku: sku.nullish(),
    name: names(120),
    quantity: z.int().min(1).max(1000).default(1),
  }),
]);
export type OfferBenefit = z.infer<typeof offerBenefit>;
export type OfferBenefitKind = OfferBenefit['kind'];

/** The lines that an offer is about. */
export const offerScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('basket') }),
  z.strictObject({ kind: z.literal('products'), skus: some(sku, 1000) }),
  z.strictObject({ kind: z.literal('categories'), categories: some(text(100).min(1)) }),
]);
export type OfferScope = z.infer<typeof offerScope>;

/**
 * How a customer comes by an offer: without a code, by one that everybody shares, or by codes each of which
 * is used once.
 */
export const offerCodeMode = z.enum(['automatic', 'shared', 'single']);
export type OfferCodeMode = z.infer<typeof offerCodeMode>;

/** As it is typed: letters, digits and dashes; either case. */
export const offerCode = text(60).min(1).describe('In either case, with or without spaces and dashes');

const limits = z
  .strictObject({
    total: count.nullish(),
    perDay: count.nullish().describe('Of all customers, by the day where the store is'),
    perCustomer: count.nullish(),
    perCustomerPerDay: count.nullish(),
  })
  .describe('How often it can be had; a claim takes its place until it lapses');

const budget = z
  .strictObject({
    money: amount.nullish().describe('Of discounts, in minor units'),
    points: count.nullish().describe('Of bonus points'),
  })
  .describe('When it is used up, the offer gives nothing more');

const stacking = z.strictObject({
  exclusive: z.boolean().default(false).describe('Goes with no other offer'),
  group: key.nullish().describe('Of a group at most one offer holds for a basket'),
  priority: z.int().min(0).max(1000).default(100).describe('Lower acts first, on the full price'),
});

const fields = {
  name: names(120),
  description: names(1000).nullish(),
  audience: offerAudience,
  excludedSegments: z.array(text(60).min(1)).max(50),
  benefit: offerBenefit,
  scope: offerScope,
  excludedSkus: z.array(sku).max(1000),
  minimumBasket: amount.nullish().describe('Cost of the lines that the offer is about, before offers'),
  minimumQuantity: count.nullish().describe('Items of those lines'),
  startsAt: instant.nullish(),
  endsAt: instant.nullish(),
  weekdays: some(z.int().min(1).max(7), 7).nullish().describe('1 is Monday, 7 Sunday, where the store is'),
  hours: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .nullish()
    .describe('Where the store is; `to` is not in it; from 22:00 to 02:00 goes past midnight'),
  channels: some(channel, 6).nullish().describe('Left out: all'),
  locations: some(id).nullish().describe('Left out: all'),
  limits,
  budget,
  stacking,
  codeMode: offerCodeMode,
  sharedCode: text(30)
    .regex(/^[A-Za-z0-9-]{3,30}$/)
    .nullish()
    .describe('The code of an offer of mode `shared`'),
  claimNeeded: z.boolean().describe('Customers claim it first; personalised lists show it with a button'),
  claimDays: z.int().min(1).max(365).describe('How many days a claim can be used'),
  holdoutPercent: z
    .int()
    .min(0)
    .max(50)
    .describe('Share of the audience that never sees it, to tell what it brought'),
};

const dates = { error: 'ends_before_start', path: ['endsAt'] };

export const offerCreate = z
  .object({
    ...fields,
    key: key.optional().describe('Made from the name where left out'),
    currency: currency.optional().describe('Where given, it has to be the store’s'),
    audience: fields.audience.default({ kind: 'everyone' }),
    excludedSegments: fields.excludedSegments.default([]),
    scope: fields.scope.default({ kind: 'basket' }),
    excludedSkus: fields.excludedSkus.default([]),
    limits: limits.default({}),
    budget: budget.default({}),
    stacking: stacking.default({ exclusive: false, priority: 100 }),
    codeMode: offerCodeMode.default('automatic'),
    claimNeeded: fields.claimNeeded.default(false),
    claimDays: fields.claimDays.default(14),
    holdoutPercent: fields.holdoutPercent.default(0),
  })
  .refine(endsBeforeStart, dates);

export const offerUpdate = z
  .object({ ...fields, key, currency })
  .partial()
  .refine(endsBeforeStart, dates);

/** The terms of an offer as a version keeps them. */
export const offerTerms = z.object(fields);
export type OfferTerms = z.infer<typeof offerTerms>;
