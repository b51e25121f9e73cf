import { type FittedModel, refused } from './fit.ts';
import { type Learnt, mostItems, type Trial } from './items.ts';

/** The two models of items as they are kept, with what their recall was on everybody's last basket. */
export function itemModels(
  customers: number,
  learnt: Learnt,
  tried: readonly Trial[],
  lambda: number | undefined,
): FittedModel[] {
  return [discoverModel(customers, learnt, tried, lambda), againModel(customers, learnt)];
}

function discoverModel(
  customers: number,
  { ease, leftOut, popular }: Learnt,
  tried: readonly Trial[],
  lambda: number | undefined,
): FittedModel {
  if (lambda === undefined) return refused('discover', customers)('too_few_baskets');
  const best = tried.find((trial) => trial.lambda === lambda);
  return {
    kind: 'discover',
    name: 'ease',
    reason: null,
    parameters: { lambda, mostItems },
    customers,
    report: {
      items: ease.items.length,
      leftOut,
      recall: shown(best?.recall ?? []),
      recallByPopularity: shown(popular),
      tried: tried.map((trial) => ({ lambda: trial.lambda, recall: shown(trial.recall) })),
    },
  };
}

function againModel(customers: number, { rates, usualRate, again }: Learnt): FittedModel {
  if (customers === 0) return refused('buy_again', customers)('no_orders');
  return {
    kind: 'buy_again',
    name: 'repurchase',
    reason: null,
    parameters: { usualRate },
    customers,
    report: { items: rates.length, recall: shown(again) },
  };
}

/** Recall by the length of the list; of nobody there is none. */
const shown = (recall: Learnt['again']) =>
  recall.filter(({ customers }) => customers > 0).map((one) => ({ ...one }));
