/**
 * Activity: the log of what customers do beside buying, and their timeline.
 *
 * Owns schema `activity`: events (partitioned by month), keys; publishes `v_events`.
 * Holds: an event never changes, but that merging moves it to the survivor and erasure empties it; (source,
 * source id) is one event, for ever; a customer's last visit is not before any of their visits and scans.
 * The timeline owns no rows: every module gives what happened with a customer (`Module.timeline`).
 * Emits `activity.recorded`. Hears `customer.created`, `security.signed_in` and `card.scanned`.
 */
import type { Module } from '../../platform/module.ts';
import './events.ts';
import { listeners } from './log/listeners.ts';
import { participant } from './log/personal.ts';
import { timeline } from './log/timeline.ts';
import { routes } from './routes.ts';

export { configureTimeline } from './timeline/timeline.ts';

export const activityModule: Module = { name: 'activity', routes, listeners, participant, timeline };
