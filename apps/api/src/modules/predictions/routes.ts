import { predictionsContract as contract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import { modelHistory, models } from './models/models.ts';
import { recalculate, recalculation, recalculations } from './recalculation/recalculate.ts';
import { recommendations } from './recommendations/recommendations.ts';
import { prediction } from './scores/prediction.ts';

export const routes = [
  bind(contract.recalculate, recalculate),
  bind(contract.recalculations, recalculations),
  bind(contract.recalculation, recalculation),
  bind(contract.models, models),
  bind(contract.modelHistory, modelHistory),
  bind(contract.prediction, prediction),
  bind(contract.recommendations, recommendations),
];
