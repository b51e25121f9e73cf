/** Segments: built-in ones, RFM groups and clusters, rules, manual lists; their members, history and sizes. */
import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, paging, text } from './common.ts';
import { nameText } from './customers.ts';
import { endpoint } from './endpoint.ts';

/** Words of the paths below `/api/v1/segments`, which no segment can be called. */
export const reservedSegmentKeys = ['fields', 'settings', 'preview', 'evaluations', 'customers'] as const;

/** Beginnings of keys that the system gives to RFM groups and clusters. */
const systemKey = /^(rfm|cluster)_/;

export const segmentKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);

/**
 * `builtin`: the table of the product; `rfm`: by recency, frequency, money; `cluster`: found by k-means;
 * `dynamic`: by rules; `manual`: members put in by hand.
 */
export const segmentKind = z.enum(['builtin', 'rfm', 'cluster', 'dynamic', 'manual']);
export type SegmentKind = z.infer<typeof segmentKind>;

/** How a segment's members were last found: on a change in its commit, all at once, by the hourly round. */
export const evaluationCause = z.enum(['live', 'full', 'sweep', 'edit', 'manual']);
export type EvaluationCause = z.infer<typeof evaluationCause>;

// ---------------------------------------------------------------- rules

/** A value of a rule: text, number, true/false, or for `between` and lists an array of them. */
export type RuleValue = string | number | boolean | null | (string | number)[];

/** One condition: `{field, operator, value}`, with `args` where the field asks for a window or for whose. */
export interface Rule {
  id?: string;
  field: string;
  operator: string;
  value?: RuleValue;
  /** Values of the field's `args`, by name: `{days: 90}`, `{sku: 'A1', days: 30}`. */
  args?: Record<string, string | number | null>;
}

/** And/or of rules and further groups, as react-querybuilder has it. An empty group holds for everybody. */
export interface RuleGroup {
  id?: string;
  combinator: 'and' | 'or';
  not?: boolean;
  rules: RuleNode[];
}
export type RuleNode = Rule | RuleGroup;

export const maxRuleDepth = 8;
export const maxRuleNodes = 200;

/** Groups and rules of a tree (the root too) and its depth; looks at no more than is needed to refuse it. */
export function measureRules(root: unknown): { nodes: number; depth: number } {
  let nodes = 0;
  let depth = 0;
  const open: { node: unknown; at: number }[] = [{ node: root, at: 1 }];
  for (let next = open.pop(); next && depth <= maxRuleDepth; next = open.pop()) {
    nodes += 1;
    depth = Math.max(depth, next.at);
    const { rules } = (next.node ?? {}) as { rules?: unknown };
    if (Array.isArray(rules)) for (const node of rules) open.push({ node, at: next.at + 1 });
  }
  return { nodes, depth };
}

/**
 * The tree of a dynamic segment. Shape, size and depth are checked here; fields, operators and values by the
 * server, which names the place of each fault as `rules.rules[0].rules[2].value`.
 */
export const ruleGroup = z
  .looseObject({
    combinator: z.enum(['and', 'or']),
    not: z.boolean().optional(),
    rules: z.array(z.unknown()).describe('Rules {field, operator, value, args} and groups like this one'),
  })
  .superRefine((group, { addIssue }) => {
    const { nodes, depth } = measureRules(group);
    if (depth > maxRuleDepth) addIssue({ code: 'custom', path: ['rules'], message: 'rules_too_deep' });
    else if (nodes > maxRuleNodes) addIssue({ code: 'custom', path: ['rules'], message: 'too_many_rules' });
  }) as unknown as z.ZodType<RuleGroup, RuleGroup>;

export const ruleOperator = z.enum([
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'notBetween',
  'in',
  'notIn',
  'contains',
  'beginsWith',
  'endsWith',
  'null',
  'notNull',
]);
export type RuleOperator = z.infer<typeof ruleOperator>;

/** A choice of a field's value. */
const option = z.object({ value: z.string(), label });

/**
 * What a value is. `money`: minor units; `date`: yyyy-mm-dd in the store's time zone; `monthDay`: mm-dd;
 * `option`: one of the field's values; `days`: days before now (of an instant), as a number.
 */
export const ruleValueType = z.enum([
  'text',
  'number',
  'money',
  'percent',
  'boolean',
  'date',
  'days',
  'option',
]);
export type RuleValueType = z.infer<typeof ruleValueType>;

/** Where values to choose from come from: `list` stands in `options`, `search` is asked by `fieldValues`. */
const valueSource = z.enum(['none', 'list', 'search']);

export const ruleField = z.object({
  field: z.string(),
  group: z.string(),
  groupLabel: label,
  label,
  help: label,
  type: ruleValueType,
  operators: z.array(ruleOperator),
  source: valueSource,
  options: z.array(option).describe('Of source `list`'),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  args: z
    .array(
      z.object({
        name: z.string().describe('Key in the rule’s `args`'),
        label,
        type: ruleValueType,
        required: z.boolean().describe('Where not: left out or null means any, or all of the time'),
        default: z.union([z.string(), z.number()]).nullable(),
        minimum: z.number().nullable(),
        maximum: z.number().nullable(),
        source: valueSource,
        options: z.array(option),
      }),
    )
    .describe('What a rule of this field says besides its value, as a window in days or a product'),
});
export type RuleField = z.infer<typeof ruleField>;

// ---------------------------------------------------------------- segments

const bilingual = (max: number) => z.object({ en: nameText(max).min(1), ar: nameText(max).min(1) });

/** What being in a segment brings, in words for the customer. */
export const segmentBenefit = z.object({
  title: bilingual(80),
  text: bilingual(500).nullable().default(null),
});

/** A run over the store: of all segments, of one, or the hourly round. */
export const evaluation = z.object({
  id,
  cause: z.enum(['full', 'sweep', 'edit']),
  segment: z.string().nullable().describe('The only segment that is evaluated; null: all'),
  status: z.enum(['QUEUED', 'RUNNING', 'DONE', 'FAILED']),
  stage: z.enum(['queued', 'models', 'members', 'done']),
  total: z.int().describe('Customers to look at; 0 until it runs'),
  done: z.int(),
  progress: z.number().min(0).max(1),
  entered: z.int(),
  left: z.int(),
  requestedAt: instant,
  requestedBy: id.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
export type SegmentEvaluation = z.infer<typeof evaluation>;

export const segment = z.object({
  key: z.string(),
  kind: segmentKind,
  name: label,
  description: label.describe('For staff; of a built-in segment its definition with the store’s numbers'),
  customerText: label.describe('Friendly words for the customer'),
  benefits: z.array(segmentBenefit),
  isVisible: z.boolean().describe('Customers see that they are in it'),
  isEditable: z.boolean().describe('False: only benefits, the customer’s text and visibility can be changed'),
  rules: z.unknown().describe('Of a dynamic segment: its RuleGroup; else null'),
  figures: z
    .record(z.string(), z.number())
    .describe('Of clusters: size in the sample, medians; of vip: the cut-off'),
  uses: z.array(z.string()).describe('Segments that its rules name'),
  usedBy: z.array(z.string()).describe('Segments whose rules name it'),
  size: z.int(),
  share: z.number().describe('Of the store’s customers who can be in a segment; 0 to 1'),
  version: z.int(),
  evaluatedAt: instant.nullable().describe('When all its members were last looked at; null: never'),
  evaluatedBy: evaluationCause.nullable(),
  archivedAt: instant.nullable(),
  createdAt: instant.nullable().describe('Null of those that every store has'),
  updatedAt: instant.nullable(),
});
export type Segment = z.infer<typeof segment>;

/** Why somebody is in a segment: a sentence in both languages, and the figures it is made from. */
export const membershipReason = z.object({
  sentence: label,
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const customerSegment = z.object({
  key: z.string(),
  kind: segmentKind,
  name: label,
  text: label.describe('Friendly words'),
  benefits: z.array(segmentBenefit),
  since: instant,
  why: membershipReason.nullable().describe('For staff'),
  evaluatedAt: instant.nullable(),
  evaluatedBy: evaluationCause.nullable(),
});

export const customerSegments = z.object({
  customerId: id,
  segment: z
    .string()
    .nullable()
    .describe('The first built-in segment that holds; hidden ones are null to the customer'),
  segments: z.array(customerSegment),
  next: z
    .object({
      key: z.string(),
      name: label,
      text: label.describe('Friendly words'),
      benefits: z.array(segmentBenefit),
      orders: z.int().describe('Orders of the last `days` days'),
      needed: z.int().describe('So many of them make the customer a member'),
      days: z.int(),
    })
    .nullable()
    .describe('The next built-in segment by orders that customers see; null where none is above'),
  rfm: z
    .object({ recency: z.int(), frequency: z.int(), monetary: z.int(), group: z.string() })
    .nullable()
    .describe(
      'Scores 1 (lowest) to 5; null without orders, before the first evaluation, and for the customer',
    ),
});
export type CustomerSegments = z.infer<typeof customerSegments>;

export const segmentMember = z.object({
  customerId: id,
  cardNumber: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  tier: z.string().nullable(),
  totalSpent: z.int(),
  totalOrders: z.int(),
  lastVisitAt: instant.nullable(),
  since: instant,
  addedBy: id.nullable().describe('Of a manual segment: who put them in'),
  why: membershipReason,
});
export type SegmentMember = z.infer<typeof segmentMember>;

export const segmentMovement = z.object({
  id: z.string(),
  kind: z.enum(['entered', 'left']),
  customerId: id,
  cardNumber: z.string(),
  name: z.string(),
  at: instant,
  since: instant.nullable().describe('Of a leaving: when the stay began'),
  cause: evaluationCause.nullable(),
  by: id.nullable().describe('Of manual changes: who made it'),
});

const ruleNumbers = {
  churnedDays: z.int().min(2).max(3650).describe('No activity for so many days: churned'),
  inactiveDays: z.int().min(1).max(3650).describe('No activity for so many days: inactive'),
  atRiskMinOrders: z.int().min(2).max(100),
  atRiskWindowDays: z.int().min(7).max(730).describe('Length of each of the two windows that are compared'),
  atRiskFormerOrders: z.int().min(1).max(100).describe('Least orders in the earlier window'),
  atRiskDropPercent: z
    .int()
    .min(1)
    .max(99)
    .describe('At most so many per cent of the earlier window’s orders'),
  atRiskMinGaps: z.int().min(2).max(100).describe('Least gaps between orders for a median'),
  atRiskGapPercent: z.int().min(101).max(1000).describe('Longer than so many per cent of the median gap'),
  vipDays: z.int().min(7).max(3650),
  vipPercent: z.number().min(0.1).max(50).describe('The top so many per cent by net spend'),
  orderDays: z.int().min(7).max(3650).describe('Window of frequent, regular and occasional'),
  frequentOrders: z.int().min(2).max(1000),
  regularOrders: z.int().min(1).max(1000),
  occasionalOrders: z.int().min(1).max(1000),
  newDays: z.int().min(1).max(3650),
  newMaxOrders: z.int().min(0).max(100),
};

/** The numbers of the built-in segments, and of clusters. */
export const segmentNumbers = z.object({
  ...ruleNumbers,
  clusterMinCustomers: z
    .int()
    .min(50)
    .max(1_000_000)
    .describe('Clusters are looked for from so many customers with orders'),
});
export type SegmentNumbers = z.infer<typeof segmentNumbers>;

export const segmentSettings = segmentNumbers.extend({
  version: z.int(),
  defaults: segmentNumbers,
  updatedAt: instant.nullable(),
});

/** A segment as the editor sends it. `kind` cannot be changed later. */
const segmentFields = {
  name: bilingual(80),
  description: z.object({ en: text(500), ar: text(500) }).default({ en: '', ar: '' }),
  customerText: z.object({ en: nameText(300), ar: nameText(300) }).default({ en: '', ar: '' }),
  benefits: z.array(segmentBenefit).max(20).default([]),
  isVisible: z.boolean().default(false),
};

const byKey = z.object({ key: segmentKey });
const readable = { caller: 'staff', permission: 'segments.read' } as const;
const editable = { caller: 'staff', permission: 'segments.edit' } as const;

/** The documented body: `{customerId?}` evaluates, `{segment, add?, remove?}` changes a manual segment. */
const updateInput = z
  .object({
    customerId: customerRef.optional().describe('Evaluate this customer, at once'),
    segment: segmentKey
      .optional()
      .describe('A manual segment to change; or, without add and remove, the segment to evaluate'),
    add: z.array(customerRef).max(1000).optional(),
    remove: z.array(customerRef).max(1000).optional(),
    reason: nameText(300).optional(),
  })
  .default({});

export const segmentsContract = {
  segments: endpoint({
    name: 'segments.list',
    method: 'GET',
    path: '/api/v1/segments',
    aliases: [{ path: '/api/segmentation/segments' }],
    summary: 'All segments with sizes and freshness',
    description:
      'Built-in ones in the order in which the single `segment` of a customer is chosen, then RFM groups, clusters, and the store’s own by name.',
    ...readable,
    lane: 'read',
    query: z.object({
      kind: segmentKind.optional(),
      query: text(80).optional().describe('Part of the key or the name'),
      archived: z.enum(['no', 'yes', 'all']).default('no'),
    }),
    response: z.object({
      segments: z.array(segment),
      total: z.int(),
      customers: z.int().describe('Customers who can be in a segment: not closed, not merged'),
      running: evaluation.nullable().describe('The evaluation under way'),
      lastFull: evaluation.nullable().describe('The last evaluation of the whole store that ended'),
    }),
  }),
  segment: endpoint({
    name: 'segments.get',
    method: 'GET',
    path: '/api/v1/segments/:key',
    summary: 'A segment',
    ...readable,
    lane: 'read',
    params: byKey,
    response: segment,
    errors: ['not_found'],
  }),
  addSegment: endpoint({
    name: 'segments.add',
    method: 'POST',
    path: '/api/v1/segments',
    summary: 'Make a segment by rules, or a manual one',
    description:
      'A dynamic segment is filled by a job that starts at once; its first members raise no `segment.entered`.',
    ...editable,
    lane: 'write',
    status: 201,
    body: z.object({
      key: segmentKey
        .refine((key) => !systemKey.test(key) && !(reservedSegmentKeys as readonly string[]).includes(key), {
          error: 'reserved',
        })
        .optional()
        .describe('For ever; made from the English name unless given'),
      kind: z.enum(['dynamic', 'manual']),
      ...segmentFields,
      rules: ruleGroup.optional().describe('Required of a dynamic segment'),
    }),
    response: segment,
    errors: ['segment_key_taken', 'segment_rules_invalid', 'segment_cycle', 'too_many_segments'],
  }),
  changeSegment: endpoint({
    name: 'segments.change',
    method: 'PUT',
    path: '/api/v1/segments/:key',
    summary: 'Change a segment; each change is a version',
    description:
      'Of built-in segments, RFM groups and clusters only `benefits`, `customerText` and `isVisible` can be changed.',
    ...editable,
    lane: 'write',
    params: byKey,
    body: z.object({
      name: segmentFields.name.optional(),
      description: segmentFields.description.unwrap().optional(),
      customerText: segmentFields.customerText.unwrap().optional(),
      benefits: segmentFields.benefits.unwrap().optional(),
      isVisible: z.boolean().optional(),
      rules: ruleGroup.optional(),
      version: z.int().optional().describe('The version that was edited; another one by now is a conflict'),
    }),
    response: segment,
    errors: [
      'not_found',
      'conflict',
      'segment_builtin',
      'segment_rules_invalid',
      'segment_cycle',
      'segment_archived',
    ],
  }),
  archiveSegment: endpoint({
    name: 'segments.archive',
    method: 'POST',
    path: '/api/v1/segments/:key/archive',
    summary: 'Put a segment of one’s own away: nobody is in it any more, its history stays',
    ...editable,
    lane: 'write',
    params: byKey,
    response: segment,
    errors: ['not_found', 'segment_builtin', 'segment_in_use'],
  }),
  restoreSegment: endpoint({
    name: 'segments.restore',
    method: 'POST',
    path: '/api/v1/segments/:key/restore',
    summary: 'Take an archived segment back; a dynamic one is filled again, a manual one begins empty',
    ...editable,
    lane: 'write',
    params: byKey,
    response: segment,
    errors: ['not_found', 'segment_rules_invalid', 'too_many_segments'],
  }),
  versions: endpoint({
    name: 'segments.versions',
    method: 'GET',
    path: '/api/v1/segments/:key/versions',
    summary: 'What a segment was before, newest first',
    ...readable,
    lane: 'read',
    params: byKey,
    query: paging,
    response: listOf(
      'versions',
      z.object({
        version: z.int(),
        name: label,
        description: label,
        customerText: label,
        benefits: z.array(segmentBenefit),
        isVisible: z.boolean(),
        rules: z.unknown(),
        at: instant,
        by: id,
      }),
    ),
    errors: ['not_found'],
  }),
  fields: endpoint({
    name: 'segments.fields',
    method: 'GET',
    path: '/api/v1/segments/fields',
    summary: 'The fields of rules: type, operators, choices, and words in both languages',
    ...readable,
    lane: 'read',
    response: z.object({
      fields: z.array(ruleField),
      operators: z.array(z.object({ operator: ruleOperator, label })),
      maxDepth: z.int(),
      maxNodes: z.int(),
    }),
  }),
  fieldValues: endpoint({
    name: 'segments.fieldValues',
    method: 'GET',
    path: '/api/v1/segments/fields/:field/values',
    summary: 'Choices for a field or an argument whose source is `search`, at most 50',
    ...readable,
    lane: 'read',
    params: z.object({ field: z.string().max(60) }),
    query: z.object({
      arg: z.string().max(40).optional().describe('The argument; without it the field’s own value'),
      query: text(80).optional(),
    }),
    response: z.object({ values: z.array(option) }),
    errors: ['not_found'],
  }),
  preview: endpoint({
    name: 'segments.preview',
    method: 'POST',
    path: '/api/v1/segments/preview',
    summary: 'Whom rules would take in: how many, what share, and ten of them; writes nothing',
    description:
      'Takes at most two seconds. Where counting all would take longer, a tenth or a hundredth of the customers is counted and `isEstimate` is true.',
    ...readable,
    lane: 'read',
    body: z.object({
      rules: ruleGroup,
      key: segmentKey.optional().describe('The segment that is edited, to refuse a circle of references'),
    }),
    response: z.object({
      size: z.int(),
      share: z.number(),
      customers: z.int(),
      isEstimate: z.boolean(),
      sentence: label.describe('The rules in words'),
      sample: z.array(segmentMember.omit({ since: true, addedBy: true })),
    }),
    errors: ['segment_rules_invalid', 'segment_cycle', 'segment_too_slow'],
  }),
  members: endpoint({
    name: 'segments.members',
    method: 'GET',
    path: '/api/v1/segments/:key/members',
    summary: 'Who is in a segment, since when and why',
    ...readable,
    lane: 'read',
    params: byKey,
    query: paging,
    response: listOf('members', segmentMember),
    errors: ['not_found', 'cursor_invalid'],
  }),
  membersCsv: endpoint({
    name: 'segments.membersCsv',
    method: 'GET',
    path: '/api/v1/segments/:key/members.csv',
    summary: 'Who is in a segment, as a file',
    caller: 'staff',
    permission: 'customers.export',
    lane: 'stream',
    params: byKey,
    response: z.string(),
    errors: ['not_found'],
  }),
  changeMembers: endpoint({
    name: 'segments.changeMembers',
    method: 'POST',
    path: '/api/v1/segments/:key/members',
    summary: 'Put customers into a manual segment, or take them out',
    description: 'All or none: a customer who is not of this store refuses the whole change, with its place.',
    ...editable,
    lane: 'write',
    params: byKey,
    body: z
      .object({
        add: z.array(customerRef).max(1000).default([]),
        remove: z.array(customerRef).max(1000).default([]),
        reason: nameText(300).optional(),
      })
      .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'required', path: ['add'] }),
    response: z.object({ added: z.int(), removed: z.int(), size: z.int() }),
    errors: ['not_found', 'segment_not_manual', 'segment_archived', 'customer_closed'],
  }),
  history: endpoint({
    name: 'segments.history',
    method: 'GET',
    path: '/api/v1/segments/:key/history',
    summary: 'Who came and who went, newest first',
    ...readable,
    lane: 'read',
    params: byKey,
    query: paging.omit({ page: true }).extend({ customerId: customerRef.optional() }),
    response: z.object({
      movements: z.array(segmentMovement),
      limit: z.int(),
      nextCursor: z.string().nullable(),
    }),
    errors: ['not_found', 'cursor_invalid'],
  }),
  sizes: endpoint({
    name: 'segments.sizes',
    method: 'GET',
    path: '/api/v1/segments/:key/sizes',
    summary: 'Size, entries and exits of each day',
    ...readable,
    lane: 'read',
    params: byKey,
    query: z.object({ from: day.optional().describe('Default: 90 days back'), to: day.optional() }),
    response: z.object({
      days: z.array(z.object({ day, size: z.int(), entered: z.int(), left: z.int() })),
    }),
    errors: ['not_found', 'range_invalid'],
  }),
  settings: endpoint({
    name: 'segments.settings',
    method: 'GET',
    path: '/api/v1/segments/settings',
    summary: 'The numbers of the built-in segments',
    ...readable,
    lane: 'read',
    response: segmentSettings,
  }),
  changeSettings: endpoint({
    name: 'segments.changeSettings',
    method: 'PUT',
    path: '/api/v1/segments/settings',
    summary: 'Change the numbers of the built-in segments; all customers are evaluated again',
    ...editable,
    lane: 'write',
    body: segmentNumbers.partial().extend({
      version: z.int().optional().describe('The version that was edited; another by now is a conflict'),
    }),
    response: segmentSettings.extend({ evaluation }),
    errors: ['conflict'],
  }),
  update: endpoint({
    name: 'segments.update',
    method: 'PUT',
    path: '/api/v1/segments',
    aliases: [{ path: '/api/segmentation/update' }],
    summary: 'Evaluate one customer or all again, or change a manual segment',
    description:
      'With `customerId`: that customer, in this request. With `segment` and `add` or `remove`: the members of a manual segment. Else a job over all customers (of one segment where it is named); while one is under way, its id is answered.',
    ...editable,
    lane: 'write',
    body: updateInput,
    response: z.object({
      evaluation: evaluation.nullable(),
      customer: customerSegments.nullable(),
      members: z.object({ added: z.int(), removed: z.int(), size: z.int() }).nullable(),
    }),
    errors: ['not_found', 'segment_not_manual', 'segment_archived', 'customer_closed'],
  }),
  evaluations: endpoint({
    name: 'segments.evaluations',
    method: 'GET',
    path: '/api/v1/segments/evaluations',
    summary: 'Evaluations of the store, newest first',
    ...readable,
    lane: 'read',
    query: paging,
    response: listOf('evaluations', evaluation),
  }),
  evaluation: endpoint({
    name: 'segments.evaluation',
    method: 'GET',
    path: '/api/v1/segments/evaluations/:evaluationId',
    summary: 'An evaluation with its progress',
    ...readable,
    lane: 'read',
    params: z.object({ evaluationId: id }),
    response: evaluation,
    errors: ['not_found'],
  }),
  ofCustomer: endpoint({
    name: 'segments.ofCustomer',
    method: 'GET',
    path: '/api/v1/segments/customers/:customerId',
    aliases: [{ path: '/api/segmentation/customer/:customerId' }],
    summary: 'The segments of a customer and why',
    description:
      'A customer sees their own, and only those that are visible to customers, with benefits and friendly words.',
    caller: 'both',
    permission: 'segments.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    response: customerSegments,
    errors: ['not_found'],
  }),
};
