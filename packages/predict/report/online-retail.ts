import {
  buyAgain,
  type ChurnFit,
  type ChurnReport,
  type CustomerBaskets,
  churnExamples,
  type EaseFit,
  evaluateChurn,
  fitChurn,
  fitCosine,
  fitEase,
  fitPurchases,
  fitRepurchase,
  holdOutLastBaskets,
  meanRecall,
  newItems,
  newItemsRecall,
  type PurchaseChoice,
  popularItems,
  type Recall,
  summarise,
  toOwnership,
} from '../src/index.ts';
import { dayOf } from './data-file.ts';
import type { RetailLine } from './online-retail-file.ts';

const cut = dayOf('2011-09-10');
const trainedAt = dayOf('2011-06-12');
const horizonDays = 90;

/** Chooses the purchase model at the cut. */
export function choosePurchaseModel(lines: readonly RetailLine[]): PurchaseChoice {
  return fitPurchases(summarise(lines, { untilDay: cut }));
}

export interface ChurnStudy {
  /** Trained on customers as they stood on one day. */
  oneDay: { fit: ChurnFit; test: ChurnReport };
  /** Trained on four days, 30 apart, the last of them that one. */
  fourDays: { fit: ChurnFit; test: ChurnReport };
}

/** Churn in the 90 days after 2011-09-10, by models that knew nothing later than that day. */
export function studyChurn(lines: readonly RetailLine[]): ChurnStudy {
  const unseen = churnExamples(lines, [cut], horizonDays);
  const study = (days: number[]) => {
    const fit = fitChurn(churnExamples(lines, days, horizonDays));
    if (!fit) throw new Error('too few customers: is this the whole file?');
    return { fit, test: evaluateChurn(fit.model, unseen) };
  };
  return {
    oneDay: study([trainedAt]),
    fourDays: study([trainedAt - 90, trainedAt - 60, trainedAt - 30, trainedAt]),
  };
}

export interface ItemStudy {
  /** Items of the last basket that the customer had never bought. */
  newItems: Record<'popularity' | 'cosine' | 'ease', Recall[]>;
  /** All items of the last basket. */
  buyAgain: Recall[];
  ease: EaseFit;
}

/** Guesses everybody's last basket from those before it; recall at 10 and 20. */
export function studyItems(lines: readonly RetailLine[]): ItemStudy {
  const lengths = [10, 20];
  const { before, heldOut } = holdOutLastBaskets(toBaskets(lines));
  const ownership = toOwnership(before);
  const repurchase = fitRepurchase(before);
  const ease = fitEase(before);
  return {
    newItems: {
      popularity: meanRecall(
        heldOut,
        newItems,
        ({ baskets }, count) => {
          const owned = new Set(baskets.flat());
          return popularItems(ownership, { count, exclude: (item) => owned.has(item) });
        },
        lengths,
      ),
      cosine: newItemsRecall(fitCosine(before), heldOut, lengths),
      ease: newItemsRecall(ease.model, heldOut, lengths),
    },
    buyAgain: meanRecall(
      heldOut,
      ({ last }) => new Set(last),
      ({ baskets }, count) => buyAgain(repurchase, baskets, { count }),
      lengths,
    ),
    ease,
  };
}

/** A basket is what a customer bought on one day; items are codes of five digits and up to two letters. */
function toBaskets(lines: readonly RetailLine[]): CustomerBaskets[] {
  const customers = new Map<string, Map<number, Set<string>>>();
  for (const { customerId, day, item } of lines) {
    if (!/^\d{5}[A-Za-z]{0,2}$/.test(item)) continue;
    const days = customers.get(customerId) ?? new Map<number, Set<string>>();
    customers.set(customerId, days.set(day, (days.get(day) ?? new Set()).add(item)));
  }
  return Array.from(customers, ([customerId, days]) => ({
    customerId,
    baskets: [...days].sort(([a], [b]) => a - b).map(([, items]) => [...items]),
  }));
}
