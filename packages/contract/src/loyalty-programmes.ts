import { z } from 'zod';
import { customerRef, id, instant, label, listOf, money, nameText, paging, text } from './common.ts';
import { decimal, earnEvent, earnRules, endsBeforeStart } from './earn-rules.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { loyaltyTransaction, points, tier, tierProgress } from './loyalty.ts';

export const program = z.object({
  id,
  number: z.int().describe('Of the programme in its store; never changes'),
  name: label,
  description: z.string().nullable(),
  isDefault: z.boolean().describe('The one that tills, cards and rewards mean unless they say otherwise'),
  isActive: z.boolean(),
  pointsPerUnit: z.string().describe('Points per currency unit'),
  pointsPerKsh: z.number().describe('The same, under the documented name'),
  minimumSpend: money.describe('Smaller orders earn nothing in this programme, by no rule'),
  pointWorth: z.string().nullable().describe('Minor units that a point is worth; null: points have no price'),
  currency: z.string(),
  pendingDays: z.int(),
  expiryMonths: z
    .int()
    .nullable()
    .describe('Points end with this many months after the month of earning; null: never'),
  returnDays: z.int().describe('Redeemed points that come back after their end live this long'),
  enrolment: z.enum(['automatic', 'consent']),
  transfers: z.boolean().describe('Whether customers may give points to each other'),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  rules: earnRules,
  tiers: z.array(tier),
  version: z.int().describe('Rises with every change; entries name the version that gave their points'),
  createdAt: instant,
  updatedAt: instant,
});
export type Program = z.infer<typeof program>;

const programName = z
  .union([nameText(80).min(1), z.strictObject({ en: nameText(80).min(1), ar: nameText(80).min(1) })])
  .transform((name) => (typeof name === 'string' ? { en: name, ar: name } : name))
  .pipe(label)
  .describe('In both languages; a plain text stands for both');

const fields = {
  name: programName,
  description: text(1000).nullish(),
  isActive: z.boolean(),
  pointsPerUnit: decimal.describe('Points per currency unit'),
  minimumSpend: money.min(0),
  pointWorth: decimal.nullish().describe('Minor units that a point is worth; null: points have no price'),
  pendingDays: z.int().min(0).max(365),
  expiryMonths: z.int().min(1).max(1200).nullish(),
  returnDays: z.int().min(1).max(3650),
  enrolment: z.enum(['automatic', 'consent']),
  transfers: z.boolean(),
  startsAt: instant.nullish(),
  endsAt: instant.nullish(),
  rules: earnRules,
};

const ends = { error: 'ends_before_start', path: ['endsAt'] };
export const programCreate = z
  .strictObject({
    ...fields,
    isActive: fields.isActive.default(true),
    pointsPerUnit: fields.pointsPerUnit.default('1'),
    minimumSpend: fields.minimumSpend.default(0),
    pendingDays: fields.pendingDays.default(0),
    expiryMonths: fields.expiryMonths.default(12),
    returnDays: fields.returnDays.default(30),
    enrolment: fields.enrolment.default('automatic'),
    transfers: fields.transfers.default(false),
    rules: fields.rules.default([]),
  })
  .refine(endsBeforeStart, ends);
export const programUpdate = z
  .strictObject({
    ...z.object(fields).partial().shape,
    version: z.int().min(1).describe('The version that was read; refused where it has changed since'),
  })
  .refine(endsBeforeStart, ends);

const ref = z.object({ programId: id });
const membership = z.object({
  programId: id,
  customerId: id,
  status: z.enum(['open', 'left']),
  accountId: id.nullable().describe('Null where the customer never was in the programme'),
});

export const quoteLine = z.strictObject({
  lineNo: z.int().min(1).optional().describe('Its place in the list unless given'),
  sku: text(100).min(1),
  category: text(100).nullish(),
  quantity: z.int().min(1).max(1_000_000).default(1),
  total: money.min(0).max(Number.MAX_SAFE_INTEGER).describe('Of the line, after discounts'),
});

export const quotedRule = z.object({
  id: z.string(),
  name: label.nullable(),
  kind: z.string(),
  applied: z.boolean(),
  points,
  lines: z.array(z.object({ lineNo: z.int(), points })).describe('Lines to which the rule gave points'),
  why: z.string().describe('Why it gave these points, or none, as a code'),
  sentence: z.string().describe('The same in the caller’s language'),
  inputs: z.record(z.string(), z.union([z.string(), z.number()])),
  capsLeft: z
    .object({
      day: points.nullable(),
      month: points.nullable(),
      customer: points.nullable(),
    })
    .describe('Points that the rule may still give before this basket; null: no such cap'),
});
export type QuotedRule = z.infer<typeof quotedRule>;

/** Where a customer stands in one programme. */
export const programStatus = z.object({
  programId: id,
  name: label,
  isDefault: z.boolean(),
  isActive: z.boolean(),
  membership: z.enum(['open', 'left', 'none']),
  transfers: z.boolean().describe('Whether customers may give points to each other'),
  available: points,
  pending: points,
  held: points,
  debt: points,
  lifetime: points,
  tier: tierProgress,
});

export const statusReward = z.object({
  id,
  programId: id,
  name: label,
  pointsCost: points,
  rewardType: z.string(),
  affordable: z.boolean(),
});

/** The documented name of the rate. */
const byDocuments = {
  toInput: (raw: RawInput) => {
    if (raw.body === null || typeof raw.body !== 'object' || !('pointsPerKsh' in raw.body)) return raw;
    const { pointsPerKsh, ...body } = raw.body;
    return { ...raw, body: { pointsPerUnit: pointsPerKsh, ...body } };
  },
};

/** Programmes, earn rules and what a basket would earn. */
export const loyaltyProgrammesContract = {
  listPrograms: endpoint({
    name: 'loyalty.listPrograms',
    method: 'GET',
    path: '/api/v1/loyalty/programs',
    summary: 'Programmes of the store, the default one first',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    query: paging.extend({ isActive: z.stringbool().optional() }),
    response: listOf('programs', program),
    errors: ['cursor_invalid'],
  }),
  createProgram: endpoint({
    name: 'loyalty.createProgram',
    method: 'POST',
    path: '/api/v1/loyalty/programs',
    aliases: [{ path: '/api/customers/loyalty/programs', ...byDocuments }],
    summary: 'Create a programme',
    description:
      'It starts with the tiers that every store starts with. How earn rules combine: the programme gives floor(total × rate × tier’s multiplier), and every rule adds to it, so that the order of rules never matters. Of the multiplier rules that hold for a line the highest counts and adds (percent − 100) % of the plain rate, without the tier’s multiplier. Lines of an exclude rule count for nothing. Each rule rounds down once over all its lines, and its points are shared out to them by largest remainder; caps come last. An order below the minimum spend earns nothing by any rule. A refund takes points back and gives no room under caps back.',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    status: 201,
    body: programCreate,
    response: program,
    errors: ['too_many_programs'],
  }),
  getProgram: endpoint({
    name: 'loyalty.getProgram',
    method: 'GET',
    path: '/api/v1/loyalty/programs/:programId',
    summary: 'One programme with its rules',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: ref,
    response: program,
    errors: ['not_found'],
  }),
  updateProgram: endpoint({
    name: 'loyalty.updateProgram',
    method: 'PUT',
    path: '/api/v1/loyalty/programs/:programId',
    summary: 'Change a programme, activate it or put it to rest',
    description:
      'What is left out stays. Points already given are not touched. Other API processes go by the new rules within 15 seconds.',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: ref,
    body: programUpdate,
    response: program,
    errors: ['not_found', 'conflict'],
  }),
  makeDefaultProgram: endpoint({
    name: 'loyalty.makeDefaultProgram',
    method: 'POST',
    path: '/api/v1/loyalty/programs/:programId/default',
    summary: 'Make a programme the default one',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: ref,
    response: program,
    errors: ['not_found'],
  }),
  programVersions: endpoint({
    name: 'loyalty.programVersions',
    method: 'GET',
    path: '/api/v1/loyalty/programs/:programId/versions',
    summary: 'What a programme said at which time, newest first',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: ref,
    query: paging,
    response: listOf(
      'versions',
      z.object({
        version: z.int(),
        validFrom: instant,
        changedBy: id.nullable(),
        settings: z.record(z.string(), z.unknown()),
      }),
    ),
    errors: ['not_found', 'cursor_invalid'],
  }),
  joinProgram: endpoint({
    name: 'loyalty.joinProgram',
    method: 'POST',
    path: '/api/v1/loyalty/programs/:programId/membership',
    summary: 'Join a programme, or come back to it',
    caller: 'both',
    permission: 'loyalty.earn',
    lane: 'write',
    params: ref,
    body: z.strictObject({ customerId: customerRef.default('me') }),
    response: membership,
    errors: ['not_found', 'customer_closed'],
  }),
  leaveProgram: endpoint({
    name: 'loyalty.leaveProgram',
    method: 'DELETE',
    path: '/api/v1/loyalty/programs/:programId/membership',
    summary: 'Leave a programme: nothing more is earned there; points stay until they are used or end',
    caller: 'both',
    permission: 'loyalty.earn',
    lane: 'write',
    params: ref,
    query: z.object({ customerId: customerRef.default('me') }),
    response: membership,
    errors: ['not_found'],
  }),
  quoteProgram: endpoint({
    name: 'loyalty.quoteProgram',
    method: 'POST',
    path: '/api/v1/loyalty/programs/:programId/quote',
    summary: 'What a basket would earn, by which rule, and why others give nothing',
    description:
      'For a customer as they stand, or for an assumed one; by the programme’s rules, or by rules that are not saved yet. Writes nothing.',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: ref,
    body: z.strictObject({
      lines: z.array(quoteLine).min(1).max(2000),
      customerId: customerRef.optional(),
      tier: text(40).min(1).nullish().describe('In place of the customer’s'),
      segments: z.array(text(40).min(1)).max(200).optional().describe('In place of the customer’s'),
      firstOrder: z.boolean().optional().describe('In place of what is known of the customer'),
      at: instant.optional(),
      locationId: id.optional(),
      pointsPerUnit: decimal.optional(),
      minimumSpend: money.min(0).optional(),
      rules: earnRules.optional().describe('In place of the programme’s'),
    }),
    response: z.object({
      points,
      base: points.describe('By the programme’s rate and the tier'),
      tier: z.string().nullable(),
      multiplierPercent: z.int(),
      eligible: money,
      why: z.string().describe('Whether the programme gives points at all, as a code'),
      sentence: z.string(),
      lines: z.array(z.object({ lineNo: z.int(), points })),
      rules: z.array(quotedRule),
    }),
    errors: ['not_found', 'location_unknown', 'amount_too_large'],
  }),
  recordEvent: endpoint({
    name: 'loyalty.recordEvent',
    method: 'POST',
    path: '/api/v1/loyalty/events',
    summary: 'Credit what the programmes give for an event: a review, a sign-up, an app install, your own',
    description:
      'Idempotent for ever by event and `eventId`. An event for which no rule stands earns nothing.',
    caller: 'staff',
    permission: 'loyalty.earn',
    lane: 'write',
    body: z.strictObject({
      customerId: customerRef,
      event: earnEvent,
      eventId: text(200).min(1),
      occurredAt: instant.optional(),
      locationId: id.optional(),
    }),
    response: z.object({
      points,
      programs: z.array(
        z.object({
          programId: id,
          status: z.enum(['credited', 'duplicate']),
          points,
          available: points.describe('Afterwards'),
        }),
      ),
    }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'date_in_future',
      'location_unknown',
      'transaction_conflict',
    ],
  }),
  status: endpoint({
    name: 'loyalty.status',
    method: 'GET',
    path: '/api/v1/loyalty/status',
    aliases: [{ path: '/api/customers/loyalty' }],
    summary: 'The signed-in customer in every programme, rewards within reach and the latest transactions',
    caller: 'self',
    lane: 'read',
    response: z.object({
      programs: z.array(programStatus),
      rewards: z.array(statusReward),
      transactions: z.array(loyaltyTransaction).describe('The latest ten'),
    }),
  }),
};
