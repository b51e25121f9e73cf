import { maxRecommendations, type RecommendationKind } from '@wafa/contract';
import { buyAgain, type Recommender, type RepurchaseModel } from '@wafa/predict';

/** What was bought within so many days is not to be bought again yet. */
const justBoughtDays = 7;

/** Baskets of a customer, oldest first, each with its day since 1970-01-01. */
export interface DatedBaskets {
  customerId: string;
  baskets: readonly { day: number; skus: readonly string[] }[];
}

export interface Items {
  recommender: Recommender;
  repurchase: RepurchaseModel;
  /** Skus that are not sold any more or out of stock. */
  unsold: ReadonlySet<string>;
}

/** A list of a customer, best first; of each product what speaks for it. */
export interface List {
  customerId: string;
  kind: RecommendationKind;
  skus: string[];
  /** Null where the order alone is known. */
  scores: (number | null)[];
  because: (string | null)[];
}

/** What a customer may like of what they never bought, and what they are likely to buy again. Empty lists are left out. */
export function listsOf(customer: DatedBaskets, items: Items, untilDay: number): List[] {
  const { customerId, baskets } = customer;
  const found = items.recommender.recommend(
    baskets.flatMap(({ skus }) => skus),
    { count: maxRecommendations, exclude: (sku) => items.unsold.has(sku) },
  );
  const recent = new Set(baskets.flatMap(({ day, skus }) => (day > untilDay - justBoughtDays ? skus : [])));
  const again = buyAgain(
    items.repurchase,
    baskets.map(({ skus }) => skus),
    { count: maxRecommendations, exclude: (sku) => recent.has(sku) || items.unsold.has(sku) },
  );
  const lists: List[] = [
    {
      customerId,
      kind: 'discover',
      skus: found.map(({ item }) => item),
      scores: found.map(({ score }) => score),
      because: found.map(({ because }) => because ?? null),
    },
    {
      customerId,
      kind: 'buy_again',
      skus: again,
      scores: again.map(() => null),
      because: again.map(() => null),
    },
  ];
  return lists.filter(({ skus }) => skus.length > 0);
}
