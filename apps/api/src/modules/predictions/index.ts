/**
 * Predictions: what customers will probably do, and what they may like, by the models of @wafa/predict.
 *
 * Owns `predictions.recalculations`, `models`, `item_models`, `scores`, `recommendations`; publishes `v_scores`,
 * `v_recommendations`. Writes the scores of customers' facts.
 * Holds: one recalculation of a store runs at a time; a score's history equals a recount of the orders that
 * count up to its day; models name no customer; nothing is predicted of who is closed, merged into another or
 * against profiling; what cannot be said has a reason.
 * Emits nothing.
 */
import type { Module } from '../../platform/module.ts';
import { jobs, listeners } from './jobs.ts';
import { participant } from './personal.ts';
import { routes } from './routes.ts';

export { recalculate } from './recalculation/recalculate.ts';

export const predictionsModule: Module = { name: 'predictions', routes, jobs, listeners, participant };
