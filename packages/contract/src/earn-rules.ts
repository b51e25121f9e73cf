import { z } from 'zod';
import { id, instant, money, text } from './common.ts';

/** A rate or a price: a decimal with at most four digits after the point, as text or as a number. */
export const decimal = z
  .union([z.string().trim(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,4})?$/, { error: 'decimal' }))
  .describe('Decimal from 0 to below 1,000,000 with at most four digits after the point');

/** What customers do beside buying; a store's own events are `custom:<name>`. */
export const earnEvents = [
  'visit',
  'product_view',
  'review',
  'sign_up',
  'app_install',
  'sign_in',
  'card_scan',
  'custom',
] as const;
export const earnEvent = z
  .string()
  .regex(new RegExp(`^(${earnEvents.join('|')}|custom:[a-z0-9_]{1,40})$`), { error: 'choice' })
  .describe(
    `One of ${earnEvents.join(', ')}, or custom:<name>; a rule for custom holds for every custom event`,
  );

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/);
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(200);
const name = text(80).min(1);
const rulePoints = z.int().min(1).max(1_000_000_000);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Who and when: what any rule can ask. */
const whenAny = {
  locations: some(id).optional().describe('Branches, tills or shops of the store'),
  weekdays: some(z.int().min(1).max(7))
    .optional()
    .describe('1 is Monday, 7 Sunday, in the store’s time zone'),
  hours: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .optional()
    .describe(
      'Time of day in the store’s time zone; `to` is not in it; from 22:00 to 02:00 goes past midnight',
    ),
  tiers: some(key).optional().describe('Tiers of the programme, held before the order'),
  segments: some(key).optional().describe('In any of these segments before the order'),
};
/** What a rule about orders can ask beside that. All that is given must hold. */
const when = z
  .strictObject({
    ...whenAny,
    categories: some(text(100).min(1)).optional().describe('Only lines of these categories count'),
    skus: some(text(100).min(1)).optional().describe('Only lines of these products count'),
    firstOrder: z.literal(true).optional().describe('The customer’s first order that counts'),
    minimumBasket: money.min(1).optional().describe('Total of the order, in minor units'),
  })
  .default({});

const caps = z
  .strictObject({
    perOrder: rulePoints.optional(),
    perDay: rulePoints.optional().describe('Per customer and local day'),
    perMonth: rulePoints.optional().describe('Per customer and local calendar month'),
    perCustomer: rulePoints.optional().describe('Per customer for ever'),
  })
  .default({})
  .describe('The most points that the rule gives');

const common = {
  id: key.describe('Stays with the rule, since caps and entries name it'),
  name: z.strictObject({ en: name, ar: name }).optional(),
  isActive: z.boolean().default(true),
  startsAt: instant.nullish(),
  endsAt: instant.nullish(),
};

/** An end that is not after its start. */
export const endsBeforeStart = (span: { startsAt?: string | null; endsAt?: string | null }) =>
  !span.startsAt || !span.endsAt || new Date(span.startsAt) < new Date(span.endsAt);
const dates = { error: 'ends_before_start', path: ['endsAt'] };

/**
 * How rules combine: the programme gives floor(total × rate × tier's multiplier), and every rule adds to
 * it, so that the order of rules never matters. Of the `multiplier` rules that hold for a line the highest
 * counts, the others give nothing there; it adds (percent − 100) % of the line's plain rate, without the
 * tier's multiplier. Lines of an `exclude` rule count for nothing. Each rule rounds down once over all its
 * lines; its points are shared out to them by largest remainder; caps come last.
 */
export const earnRule = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        ...common,
        kind: z.literal('multiplier'),
        when,
        percent: z.int().min(101).max(10_000).describe('200 doubles the programme’s rate'),
        caps,
      })
      .refine(endsBeforeStart, dates),
    z
      .strictObject({
        ...common,
        kind: z.literal('rate'),
        when,
        pointsPerUnit: decimal.describe('Further points per currency unit'),
        caps,
      })
      .refine(endsBeforeStart, dates),
    z
      .strictObject({
        ...common,
        kind: z.literal('points'),
        when,
        points: rulePoints,
        per: z
          .enum(['order', 'line', 'item'])
          .default('order')
          .describe('An item is one of a line’s quantity'),
        caps,
      })
      .refine(endsBeforeStart, dates),
    z.strictObject({ ...common, kind: z.literal('exclude'), when }).refine(endsBeforeStart, dates),
    z
      .strictObject({
        ...common,
        kind: z.literal('event'),
        event: earnEvent,
        when: z.strictObject(whenAny).default({}),
        points: rulePoints,
        caps: caps.describe('The most points that the rule gives; `perOrder` is per event'),
      })
      .refine(endsBeforeStart, dates),
  ])
  .describe('Rules add to the programme’s points; see the programme’s endpoint for how they combine');
export type EarnRule = z.infer<typeof earnRule>;
export type EarnRuleKind = EarnRule['kind'];

export const maxRules = 100;
export const earnRules = z
  .array(earnRule)
  .max(maxRules)
  .check((checked) => {
    const seen = new Set<string>();
    for (const [index, rule] of checked.value.entries()) {
      if (seen.has(rule.id))
        checked.issues.push({
          code: 'custom',
          input: rule.id,
          message: 'repeated',
          path: [index, 'id'],
        });
      seen.add(rule.id);
    }
  });

/** A rule that gave points, as receipt and entry keep it. */
export const appliedRule = z.object({
  id: z.string(),
  kind: z.string(),
  points: z.int(),
  inputs: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('What the rule reckoned with: eligible money, rate, percent, quantity, points before caps'),
});
export type AppliedRule = z.infer<typeof appliedRule>;

/** Why an order earned what it did. */
export const earnReason = z.object({
  programId: id,
  ruleVersion: z.int(),
  pointsPerUnit: z.string(),
  tier: z.string().nullable(),
  multiplierPercent: z.int(),
  minimumSpend: money,
  eligible: money.describe('Money that counted'),
  base: z.int().optional().describe('Points before rules; present where rules added some'),
  rules: z.array(appliedRule).optional(),
});
export type EarnReason = z.infer<typeof earnReason>;
