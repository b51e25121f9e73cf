import {
  buyAgain,
  type CustomerBaskets,
  fitEase,
  fitRepurchase,
  type HeldOut,
  holdOutLastBaskets,
  meanRecall,
  newItems,
  newItemsRecall,
  popularItems,
  type Recall,
  toOwnership,
} from '@wafa/predict';

/**
 * Most items of the model of what goes together; of more, those of the most buyers. Its time grows with the
 * cube of them: on Online Retail's 3,645 items 2,000 take 5 s of a core a fit and reach a recall of .069 and
 * .109 at 10 and 20; 3,000 take 16 s for .070 and .106.
 */
export const mostItems = 2_000;
/** Penalties to choose from; the best of Online Retail's is 400. */
export const penalties = [200, 400, 800] as const;

/** Customers whose last basket is guessed at most: a recall of .07 is then told to .005. */
const mostJudged = 3_000;
const lengths = [10, 20];

/** Baskets of a customer, oldest first: JSON of [day since 1970-01-01, skus]. */
export interface BasketDays {
  customerId: string;
  baskets: string;
  /** How many. */
  count: number;
}

/** What the penalty `lambda` reached on everybody's last basket; recall on items new to the customer. */
export interface Trial {
  lambda: number;
  recall: Recall[];
}

/** Item weights by the item owned, sparse; see `ItemModel` of @wafa/predict. */
export interface LearntItems {
  items: string[];
  starts: Uint32Array;
  targets: Uint32Array;
  weights: Float32Array;
}

export interface Learnt {
  ease: LearntItems;
  leftOut: number;
  rates: [string, number][];
  usualRate: number;
  /** Recall on items new to the customer by popularity alone, for comparison. */
  popular: Recall[];
  /** Recall on all items of the last basket by what was bought before. */
  again: Recall[];
}

export function parseBaskets(rows: readonly BasketDays[]): CustomerBaskets[] {
  return rows.map(({ customerId, baskets }) => ({
    customerId,
    baskets: (JSON.parse(baskets) as [number, string[]][]).map(([, skus]) => skus),
  }));
}

/** Everybody's last basket taken away; of many customers an even part is to be guessed. */
function holdOut(customers: readonly CustomerBaskets[]): HeldOut {
  const { before, heldOut } = holdOutLastBaskets(customers);
  const share = Math.min(1, mostJudged / heldOut.length);
  const judged = heldOut.filter((_, at) => Math.floor((at + 1) * share) > Math.floor(at * share));
  return { before, heldOut: judged };
}

/** Tries a penalty: the model is made of all but everybody's last basket, which it then guesses. */
export function tryPenalty({ rows, lambda }: { rows: readonly BasketDays[]; lambda: number }): Trial {
  const { before, heldOut } = holdOut(parseBaskets(rows));
  const { model } = fitEase(before, { lambdas: [lambda], maxItems: mostItems });
  return { lambda, recall: newItemsRecall(model, heldOut, lengths) };
}

/**
 * Learns what is bought again, and what goes together where there is a penalty for it, of all baskets. Recall is
 * of models without everybody's last one.
 */
export function learnItems(input: { rows: readonly BasketDays[]; lambda: number | undefined }): Learnt {
  const customers = parseBaskets(input.rows);
  const { before, heldOut } = holdOut(customers);
  const { rates, usual } = fitRepurchase(customers);
  const known = fitRepurchase(before);
  const sold = toOwnership(before);
  return {
    ...learnTogether(customers, input.lambda),
    rates: [...rates],
    usualRate: usual,
    popular: meanRecall(
      heldOut,
      newItems,
      ({ baskets }, count) => {
        const owned = new Set(baskets.flat());
        return popularItems(sold, { count, exclude: (item) => owned.has(item) });
      },
      lengths,
    ),
    again: meanRecall(
      heldOut,
      ({ last }) => new Set(last),
      ({ baskets }, count) => buyAgain(known, baskets, { count }),
      lengths,
    ),
  };
}

function learnTogether(
  customers: readonly CustomerBaskets[],
  lambda: number | undefined,
): Pick<Learnt, 'ease' | 'leftOut'> {
  if (lambda === undefined) {
    const nothing = { starts: new Uint32Array(1), targets: new Uint32Array(), weights: new Float32Array() };
    return { ease: { items: [], ...nothing }, leftOut: 0 };
  }
  const { model, leftOut } = fitEase(customers, { lambdas: [lambda], maxItems: mostItems });
  const { items, starts, targets, weights } = model;
  return { ease: { items, starts, targets, weights }, leftOut };
}
