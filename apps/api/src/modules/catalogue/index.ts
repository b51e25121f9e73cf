/**
 * Catalogue: the products of a store, filled by import or from order lines. Offers, rewards,
 * recommendations and earn rules refer to them by sku.
 *
 * Owns `catalogue.products`; publishes `v_products`.
 * Holds: a sku is unique in its store; an order never waits for the catalogue once its skus are known;
 * products are never deleted.
 */
import type { Module } from '../../platform/module.ts';
import { routes } from './routes.ts';

export { ensureProducts, type NewProduct } from './catalogue.ts';

export const catalogueModule: Module = { name: 'catalogue', routes };
