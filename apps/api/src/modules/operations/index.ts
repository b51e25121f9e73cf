/**
 * Operations: what the staff do with many customers at once.
 *
 * Owns schema `operations`: bulks, bulk_customers.
 * Holds: an operation deals with the customers who matched when it was confirmed, each once; what was done
 * and that it was done commit together; done + refused = the customers whose turn has come.
 * Emits nothing of its own: the modules that it calls do.
 */
import type { Module } from '../../platform/module.ts';
import { workJob } from './bulk/work.ts';
import { routes } from './routes.ts';

export const operationsModule: Module = { name: 'operations', routes, jobs: [workJob] };
