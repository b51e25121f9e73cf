/**
 * Segments: which groups customers belong to. Built-in ones with the store's numbers, RFM groups, clusters,
 * dynamic ones by rules, manual ones.
 *
 * Owns `segments.settings`, `segments`, `versions`, `models`, `manual_members`, `history`, `sizes`,
 * `evaluations`, `lanes`. Memberships and the single `segment` stand in customers, written by
 * `customers.replaceMemberships` alone.
 * Holds: one query (evaluation/holds.ts) says who is where, for one customer in the commit of an order and for
 * ranges of all in a job; rules are SQL from a closed list of fields (rules/fields.ts) with values as
 * parameters, and segments that name one another form no circle; who is closed or merged is in none; what is
 * learnt from everybody (cut-offs, borders, clusters) is that of the last full evaluation until the next; a stay
 * that ended is never changed, but that merging moves it to the survivor.
 * A range of a round leaves alone what an order changed since it was read; where that order changed no membership,
 * the range may decide by what stood before it, until the next hourly round.
 * Emits `segment.entered`, `segment.left`. Hears `customer.created`, `customer.updated`, `activity.recorded`,
 * `tier.changed`.
 */
import type { Module } from '../../platform/module.ts';
import { evaluationJob, jobs, listeners } from './evaluation/jobs.ts';
import { participant } from './members/personal.ts';
import { timeline } from './members/timeline.ts';
import { routes } from './routes.ts';
import './events.ts';

export { keysInUse } from './definitions/book.ts';
export { add } from './definitions/segments.ts';
export { afterChange } from './evaluation/evaluate.ts';
export { request as requestEvaluation, work as workEvaluation } from './evaluation/run.ts';
export { evaluation } from './evaluation/update.ts';

export const segmentsModule: Module = {
  name: 'segments',
  routes,
  jobs,
  outsideJobs: [evaluationJob],
  listeners,
  participant,
  timeline,
};
