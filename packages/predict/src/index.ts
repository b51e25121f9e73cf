/**
 * Predictions about customers: pure functions, no I/O, the same answer on every run. The README says what each
 * model means, when it does not apply, and which published figures it reproduces.
 *
 * Time is in days (the purchase models take any unit, the same throughout); money is in minor units.
 */
export {
  type AnomalyModel,
  type AnomalyScore,
  fitAnomaly,
  type RobustScale,
  scoreAnomaly,
  suspicious,
} from './anomaly.ts';
export {
  type ChurnExample,
  type ChurnFit,
  type ChurnModel,
  type ChurnReport,
  type Contribution,
  churnProbability,
  evaluateChurn,
  explainChurn,
  fitChurn,
} from './churn/churn.ts';
export { churnExamples } from './churn/examples.ts';
export { type ChurnFeature, type ChurnHistory, churnFeatures } from './churn/features.ts';
export type { AreaUnderCurve, CalibrationBin, TopShare } from './churn/ranking.ts';
export { chooseClusters, scaled, scaleOf } from './clusters/choose.ts';
export { clusterKeys } from './clusters/traits.ts';
export { type CustomerBaskets, type Ownership, toOwnership } from './items/baskets.ts';
export { buyAgain, fitRepurchase, type RepurchaseModel } from './items/buy-again.ts';
export { fitCosine } from './items/cosine.ts';
export { type EaseFit, type EaseOptions, fitEase } from './items/ease.ts';
export {
  type HeldOut,
  holdOutLastBaskets,
  meanRecall,
  newItems,
  newItemsRecall,
  type Recall,
} from './items/evaluate.ts';
export type { ItemModel } from './items/model.ts';
export {
  popularItems,
  type Recommendation,
  type Recommender,
  type RecommendOptions,
  recommend,
  recommender,
} from './items/recommend.ts';
export { type GroupMoments, type Interval, type Lift, liftOf, momentsOf } from './lift/lift.ts';
export type { Estimate } from './numeric/estimates.ts';
export {
  type BgNbdFit,
  fewestRepeaters,
  fitBgNbd,
  fitNbd,
  fitPurchases,
  type NbdFit,
  type PurchaseChoice,
  type PurchaseFit,
  type PurchaseReason,
} from './purchases/fit.ts';
export {
  expectedPurchases,
  newcomer,
  type PurchaseModel,
  probabilityAlive,
  purchaseQuantile,
  purchaseTails,
  timeToPurchase,
} from './purchases/forecast.ts';
export {
  type CustomerHistory,
  groupHistories,
  type HistoryGroups,
  type Purchase,
  type PurchaseHistory,
  summarise,
} from './purchases/history.ts';
export {
  type HeldOutCustomer,
  type HoldoutReport,
  type HoldoutSpan,
  holdOut,
  reportHoldout,
  type TrackingPoint,
  trackRepeats,
} from './purchases/holdout.ts';
export { type CustomerScore, type StoreModels, scoreCustomers } from './score.ts';
export {
  expectedSpend,
  fitGammaGamma,
  type GammaGammaFit,
  type RepeatSpend,
  type SpendIndependence,
  type SpendModel,
} from './spend/gamma-gamma.ts';
export {
  type LifetimeValue,
  type ValueForecaster,
  type ValueModel,
  type ValueOptions,
  valueForecaster,
} from './spend/lifetime-value.ts';
