import { type ChurnModel, type Contribution, churnProbability, explainChurn } from './churn/churn.ts';
import { probabilityAlive } from './purchases/forecast.ts';
import { assertHistory, type CustomerHistory } from './purchases/history.ts';
import {
  type LifetimeValue,
  type ValueModel,
  type ValueOptions,
  valueForecaster,
} from './spend/lifetime-value.ts';

/** A store's models; what could not be fitted is undefined, and so is then what it would have said. */
export interface StoreModels {
  value: ValueModel | undefined;
  churn: ChurnModel | undefined;
}

export interface CustomerScore {
  id: string;
  /** Expected purchases, spend and discounted value in the horizon, money in the unit of the histories. */
  value: LifetimeValue | undefined;
  /**
   * P(alive) by the BG/NBD; undefined without a repeat purchase, where the model calls everyone alive, and by the
   * NBD, in which nobody is ever lost. Never to be ranked by: `churn` is there for that.
   */
  alive: number | undefined;
  /** Calibrated probability that the customer buys nothing in the time that the churn model was made for. */
  churn: number | undefined;
  /** What moved it, largest first. */
  moved: Contribution[];
}

/**
 * Scores customers as they come: nothing is kept from one to the next, so a million take no more memory than one.
 * Histories in days, money in minor units.
 * @throws RangeError for an impossible history, with its position
 */
export function* scoreCustomers(
  histories: Iterable<CustomerHistory>,
  { value, churn }: StoreModels,
  options: ValueOptions,
): Generator<CustomerScore, void, undefined> {
  const forecast = value && valueForecaster(value, options);
  const purchases = value?.purchases;
  let position = 0;
  for (const history of histories) {
    assertHistory(history, position++);
    yield {
      id: history.id,
      value: forecast?.(history),
      alive:
        purchases?.kind === 'bg-nbd' && history.repeats > 0
          ? probabilityAlive(purchases, history)
          : undefined,
      churn: churn && churnProbability(churn, history),
      moved: churn ? explainChurn(churn, history) : [],
    };
  }
}
