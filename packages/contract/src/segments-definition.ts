/** What a segment is: its key and kind, what it brings, how it is shown, and who may read and change it. */
import { z } from 'zod';
import { bilingual, instant, label } from './common.ts';

/** Words of the paths below `/api/v1/segments`, which no segment can be called. */
export const reservedSegmentKeys = ['fields', 'settings', 'preview', 'evaluations', 'customers'] as const;

export const segmentKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);
/** Where a segment is named by the path. */
export const segmentRef = z.object({ key: segmentKey });

/**
 * `builtin`: the table of the product; `rfm`: by recency, frequency, money; `cluster`: found by k-means;
 * `dynamic`: by rules; `manual`: members put in by hand.
 */
export const segmentKind = z.enum(['builtin', 'rfm', 'cluster', 'dynamic', 'manual']);
export type SegmentKind = z.infer<typeof segmentKind>;

/** How a segment's members were last found: on a change in its commit, all at once, by the hourly round. */
export const evaluationCause = z.enum(['live', 'full', 'sweep', 'edit', 'manual']);
export type EvaluationCause = z.infer<typeof evaluationCause>;

/** What being in a segment brings, in words for the customer. */
export const segmentBenefit = z.object({
  title: bilingual(80),
  text: bilingual(500).nullable().default(null),
});

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

/** What endpoints need that read segments, and those that change them. */
export const readsSegments = { caller: 'staff', permission: 'segments.read' } as const;
export const editsSegments = { caller: 'staff', permission: 'segments.edit' } as const;
