/**
 * Catalogue: the products of a store, filled by import or from order lines. Offers, rewards,
 * recommendations and earn rules refer to them by sku.
 *
 * Owns `catalogue.products`; publishes `v_products`.
 * Holds: a sku is unique in its store; an order never waits for the catalogue once its skus are known.
 */
export { ensureProducts, type NewProduct } from './catalogue.ts';
