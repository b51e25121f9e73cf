/** Segments: built-in ones, RFM groups and clusters, rules, manual lists; their members, history and sizes. */
import { z } from 'zod';
import { bilingual, id, instant, label, listOf, nameText, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { segmentsCustomerContract } from './segments-customer.ts';
import {
  editsSegments,
  readsSegments,
  reservedSegmentKeys,
  segment,
  segmentBenefit,
  segmentKey,
  segmentKind,
  segmentRef,
} from './segments-definition.ts';
import { evaluation, segmentsEvaluationContract } from './segments-evaluation.ts';
import { segmentsMembersContract } from './segments-members.ts';
import { ruleGroup, segmentsRulesContract } from './segments-rules.ts';

/** Beginnings of keys that the system gives to RFM groups and clusters. */
const systemKey = /^(rfm|cluster)_/;

/** A segment as the editor sends it. `kind` cannot be changed later. */
const segmentFields = {
  name: bilingual(80),
  description: z.object({ en: text(500), ar: text(500) }).default({ en: '', ar: '' }),
  customerText: z.object({ en: nameText(300), ar: nameText(300) }).default({ en: '', ar: '' }),
  benefits: z.array(segmentBenefit).max(20).default([]),
  isVisible: z.boolean().default(false),
};

export const segmentsContract = {
  segments: endpoint({
    name: 'segments.list',
    method: 'GET',
    path: '/api/v1/segments',
    aliases: [{ path: '/api/segmentation/segments' }],
    summary: 'All segments with sizes and freshness',
    description:
      'Built-in ones in the order in which the single `segment` of a customer is chosen, then RFM groups, clusters, and the store’s own by name.',
    ...readsSegments,
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
    ...readsSegments,
    lane: 'read',
    params: segmentRef,
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
    ...editsSegments,
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
    ...editsSegments,
    lane: 'write',
    params: segmentRef,
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
    ...editsSegments,
    lane: 'write',
    params: segmentRef,
    response: segment,
    errors: ['not_found', 'segment_builtin', 'segment_in_use'],
  }),
  restoreSegment: endpoint({
    name: 'segments.restore',
    method: 'POST',
    path: '/api/v1/segments/:key/restore',
    summary: 'Take an archived segment back; a dynamic one is filled again, a manual one begins empty',
    ...editsSegments,
    lane: 'write',
    params: segmentRef,
    response: segment,
    errors: ['not_found', 'segment_rules_invalid', 'too_many_segments'],
  }),
  versions: endpoint({
    name: 'segments.versions',
    method: 'GET',
    path: '/api/v1/segments/:key/versions',
    summary: 'What a segment was before, newest first',
    ...readsSegments,
    lane: 'read',
    params: segmentRef,
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
  ...segmentsRulesContract,
  ...segmentsMembersContract,
  ...segmentsEvaluationContract,
  ...segmentsCustomerContract,
};
