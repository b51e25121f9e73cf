import { invertInPlace } from '../numeric/cholesky.ts';
import { mean } from '../numeric/special.ts';
import { type CustomerBaskets, type Ownership, toOwnership } from './baskets.ts';
import { type HeldOut, holdOutLastBaskets, newItemsRecall } from './evaluate.ts';
import { type ItemModel, sparseModel } from './model.ts';

export interface EaseOptions {
  /** Penalties to choose from; one alone is taken as it is. */
  lambdas?: readonly number[];
  /**
   * Most items that are modelled: two matrices of this size squared are held, 8 bytes a number (4,000 items: 256
   * MB), and time grows with its cube (3,645 items: about 20 s of processor time). Of more items those of the most
   * buyers are kept; the rest are never recommended by this model.
   */
  maxItems?: number;
  /** Weights kept of each item owned, largest by size: with 200 nothing is lost on Online Retail. */
  keep?: number;
}

export interface EaseFit {
  model: ItemModel;
  lambda: number;
  /** What each penalty reached on the validation split: mean of recall@10 and @20 on new items. Empty where none was to choose. */
  validation: Array<{ lambda: number; recall: number }>;
  /** Items left out since there were more than `maxItems`. */
  leftOut: number;
}

const defaults = { lambdas: [200, 400, 800], maxItems: 4_000, keep: 200 };

/**
 * Fits EASE, a linear model that predicts each item from all others: B = −P / diag P off the diagonal, with
 * P = (XᵀX + λI)⁻¹ and X the customers by items, 1 where bought. Steck, Embarrassingly Shallow Autoencoders for
 * Sparse Data, WWW 2019, equation 8.
 *
 * λ is chosen on a validation split: everybody's last basket is held out, the model is made of the baskets
 * before, and the λ of the best recall on items new to the customer wins; the model is then made of all. All
 * items take part: of 1,500 alone a smaller λ wins, which then falls short for all.
 */
export function fitEase(customers: readonly CustomerBaskets[], options: EaseOptions = {}): EaseFit {
  const { lambdas, maxItems, keep } = { ...defaults, ...options };
  const validation = lambdas.length > 1 ? validate(customers, lambdas, maxItems, keep) : [];
  const best = validation.reduce((a, b) => (b.recall > a.recall ? b : a), { lambda: lambdas[0]!, recall: 0 });
  const ownership = toOwnership(customers, maxItems);
  const distinct = new Set(customers.flatMap(({ baskets }) => baskets.flat())).size;
  return {
    model: solve(ownership, countTogether(ownership), best.lambda, keep),
    lambda: best.lambda,
    validation,
    leftOut: distinct - ownership.items.length,
  };
}

function validate(
  customers: readonly CustomerBaskets[],
  lambdas: readonly number[],
  maxItems: number,
  keep: number,
): Array<{ lambda: number; recall: number }> {
  const { before, heldOut }: HeldOut = holdOutLastBaskets(customers);
  if (heldOut.length === 0) return [];
  const ownership = toOwnership(before, maxItems);
  const together = countTogether(ownership);
  return lambdas.map((lambda) => {
    const model = solve(ownership, together, lambda, keep);
    return { lambda, recall: mean(newItemsRecall(model, heldOut, [10, 20]).map(({ recall }) => recall)) };
  });
}

/** XᵀX, dense: how many customers bought both; its diagonal, how many bought the one. */
function countTogether({ items, rows }: Ownership): Float64Array {
  const size = items.length;
  const together = new Float64Array(size * size);
  for (const row of rows) {
    for (const i of row) {
      const from = i * size;
      for (const j of row) together[from + j]! += 1;
    }
  }
  return together;
}

function solve(ownership: Ownership, together: Float64Array, lambda: number, keep: number): ItemModel {
  const size = ownership.items.length;
  const inverse = together.slice();
  for (let i = 0; i < size; i++) inverse[i * size + i]! += lambda;
  invertInPlace(inverse, size);
  return sparseModel('ease', ownership, { by: 'owned', keep }, (item, weights) => {
    for (let j = 0; j < size; j++) weights[j] = -inverse[item * size + j]! / inverse[j * size + j]!;
  });
}
