/**
 * Analytics: what customers and the store do, in figures. Imported by nobody.
 *
 * Owns schema `analytics`: stores, marks, sales, goods, buyers, cohorts, standards.
 * Grain of the sums: `sales` day × hour × location × channel; `goods` day × category and day × product;
 * `buyers` day × day of the customers' order before; `cohorts` cohort × period, by week and by month, by joining
 * and by first order. Days are those of the store's time zone.
 * Holds: once its marks are counted, every sum equals a plain recount over orders, lines and refunds; an order
 * counts on the day it was placed, once it was delivered; a refund on its own day. No row is of a customer, so
 * merging and erasure leave nothing to do but to count again.
 * Emits nothing. Hears order.delivered, order.refunded, customer.merged, customer.unmerged.
 */
import type { Module } from '../../platform/module.ts';
import { jobs } from './rollups/count.ts';
import { listeners } from './rollups/listeners.ts';
import { routes } from './routes.ts';

export const analyticsModule: Module = { name: 'analytics', routes, listeners, jobs };
