/**
 * Occasions: special dates of customers (birthday, day of joining, their own) in the Gregorian and the
 * Hijri calendar, what the store gives for them, and what came of it.
 *
 * Owns `occasions.kinds` (where a store celebrates another way than kinds/defaults.ts), `dates`, `records`.
 * Holds: an occasion is claimed once for a year of its calendar, within its window, and two claims of one
 * occasion fall at least 300 days apart (330 in the Hijri calendar), whatever became of its date in between;
 * a date row is never deleted, so that a date removed and added again remembers what it brought; birthday
 * and day of joining repeat the profile, and `next_on` is the fall that is on or comes next.
 * All reckoning of days is in rules.ts. Days count by the clocks of the store.
 * Emits occasion.upcoming, occasion.claimed. Hears customer.created, customer.updated, customer.merged,
 * customer.unmerged.
 */
import type { Module } from '../../platform/module.ts';
import { jobs, listeners } from './jobs.ts';
import { participant } from './personal/personal.ts';
import { routes } from './routes.ts';
import { timeline } from './timeline.ts';
import './events.ts';

export { keepAll } from './dates/queue.ts';
export { updateKind } from './kinds/kinds.ts';

export const occasionsModule: Module = { name: 'occasions', routes, listeners, jobs, participant, timeline };
