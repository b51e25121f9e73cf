/** The rules of dynamic segments: their tree, the fields they can ask, and whom they would take in. */
import { z } from 'zod';
import { label, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { readsSegments, segmentKey } from './segments-definition.ts';
import { segmentMember } from './segments-members.ts';

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

export const segmentsRulesContract = {
  fields: endpoint({
    name: 'segments.fields',
    method: 'GET',
    path: '/api/v1/segments/fields',
    summary: 'The fields of rules: type, operators, choices, and words in both languages',
    ...readsSegments,
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
    ...readsSegments,
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
    ...readsSegments,
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
};
