import type { PredictionReasonCode } from '@wafa/contract';
import { type ChurnModel, churnFeatures, type PurchaseModel, type SpendModel } from '@wafa/predict';
import type { FittedModel } from './fit.ts';

/** A store's models as they predict; what there is not has its reason. */
export interface KeptModels {
  purchases: PurchaseModel | undefined;
  spend: SpendModel | undefined;
  churn: ChurnModel | undefined;
  reasons: Partial<Record<FittedModel['kind'], PredictionReasonCode>>;
}

/** Makes models of their parameters. Throws where a parameter is missing: the row was written by other code. */
export function revive(models: readonly FittedModel[]): KeptModels {
  const kept: KeptModels = { purchases: undefined, spend: undefined, churn: undefined, reasons: {} };
  for (const { kind, name, reason, parameters } of models) {
    if (reason) kept.reasons[kind] = reason;
    const the = (parameter: string): number => {
      const value = parameters[parameter];
      if (value === undefined) throw new Error(`a model ${name} without ${parameter}`);
      return value;
    };
    if (name === 'bg-nbd')
      kept.purchases = { kind: name, r: the('r'), alpha: the('alpha'), a: the('a'), b: the('b') };
    else if (name === 'nbd') kept.purchases = { kind: name, r: the('r'), alpha: the('alpha') };
    else if (name === 'gamma-gamma') kept.spend = { p: the('p'), q: the('q'), v: the('v') };
    else if (name === 'logistic')
      kept.churn = {
        intercept: the('intercept'),
        weights: Float64Array.from(churnFeatures, the),
        means: Float64Array.from(churnFeatures, (feature) => the(`${feature}Mean`)),
      };
  }
  return kept;
}
