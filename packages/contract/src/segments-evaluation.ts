/** Evaluations: the numbers that the built-in segments go by, and the runs that find the members anew. */
import { z } from 'zod';
import { customerRef, id, instant, listOf, nameText, paging } from './common.ts';
import { endpoint } from './endpoint.ts';
import { customerSegments } from './segments-customer.ts';
import { editsSegments, readsSegments, segmentKey } from './segments-definition.ts';

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

export const segmentsEvaluationContract = {
  settings: endpoint({
    name: 'segments.settings',
    method: 'GET',
    path: '/api/v1/segments/settings',
    summary: 'The numbers of the built-in segments',
    ...readsSegments,
    lane: 'read',
    response: segmentSettings,
  }),
  changeSettings: endpoint({
    name: 'segments.changeSettings',
    method: 'PUT',
    path: '/api/v1/segments/settings',
    summary: 'Change the numbers of the built-in segments; all customers are evaluated again',
    ...editsSegments,
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
    ...editsSegments,
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
    ...readsSegments,
    lane: 'read',
    query: paging,
    response: listOf('evaluations', evaluation),
  }),
  evaluation: endpoint({
    name: 'segments.evaluation',
    method: 'GET',
    path: '/api/v1/segments/evaluations/:evaluationId',
    summary: 'An evaluation with its progress',
    ...readsSegments,
    lane: 'read',
    params: z.object({ evaluationId: id }),
    response: evaluation,
    errors: ['not_found'],
  }),
};
