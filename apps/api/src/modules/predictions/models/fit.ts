import {
  churnHorizonDays,
  type PredictionModelKind,
  type PredictionModelReply,
  type PredictionReasonCode,
} from '@wafa/contract';
import {
  churnExamples,
  churnFeatures,
  type Estimate,
  evaluateChurn,
  fewestRepeaters,
  fitChurn,
  fitGammaGamma,
  fitPurchases,
  holdOut,
  type Purchase,
  reportHoldout,
  summarise,
} from '@wafa/predict';
import { churnDays, figure, refusalOfSpan, type Span, shortestHistoryDays } from './rules.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A model as it is kept, or why there is none. */
export interface FittedModel {
  kind: PredictionModelKind;
  name: PredictionModelReply['name'];
  reason: PredictionReasonCode | null;
  parameters: Record<string, number>;
  report: Record<string, Json>;
  customers: number;
}

/** Purchase days of a customer, oldest first: JSON of [day since 1970-01-01, minor units, lines]. */
export interface PurchaseDays {
  customerId: string;
  days: string;
}

export interface FitInput {
  customers: readonly PurchaseDays[];
  /** Days since 1970-01-01; the last that counts, which may not be over. */
  untilDay: number;
}

/**
 * Fits purchases, spend and churn. The same input gives the same models. Online Retail's 4,300 customers take
 * about 2 s, nearly all of them churn's cross-validation; it runs in a thread.
 */
export function fitModels({ customers, untilDay }: FitInput): FittedModel[] {
  const purchases = customers.flatMap(purchasesOf);
  const days = purchases.map(({ day }) => day);
  const span: Span = {
    customers: customers.length,
    firstDay: days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    lastDay: days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    untilDay,
  };
  return [purchaseModel(purchases, span), spendModel(purchases, span), churnModel(purchases, span)];
}

function purchasesOf({ customerId, days }: PurchaseDays): Purchase[] {
  const parsed = JSON.parse(days) as [number, number, number][];
  return parsed.map(([day, amount, lines]) => ({ customerId, day, amount, lines }));
}

function purchaseModel(purchases: readonly Purchase[], span: Span): FittedModel {
  const none = refused('purchases', span.customers);
  const refusal = refusalOfSpan(span);
  if (refusal) return none(refusal);
  const choice = fitPurchases(summarise(purchases, { untilDay: span.untilDay }));
  const fit = choice.model?.kind === 'bg-nbd' ? choice.bgNbd : choice.nbd;
  if (!fit) return none('too_few_repeaters', { repeaters: choice.repeaters, needed: fewestRepeaters });
  const { kind: name, ...parameters } = fit.model;
  return {
    kind: 'purchases',
    name,
    reason: choice.reason === 'nobody-drops-out' ? 'nobody_drops_out' : null,
    parameters,
    customers: fit.customers,
    report: {
      repeaters: fit.repeaters,
      logLikelihood: figure(fit.logLikelihood),
      logLikelihoodBgNbd: figure(choice.bgNbd?.logLikelihood ?? Number.NaN),
      logLikelihoodNbd: figure(choice.nbd?.logLikelihood ?? Number.NaN),
      gainByDropout: figure(choice.gain ?? Number.NaN),
      meanDropout: figure(choice.dropout ?? Number.NaN),
      estimates: shownEstimates(fit.estimates),
      iterations: fit.iterations,
      converged: fit.converged,
      holdout: purchaseHoldout(purchases, span),
    },
  };
}

/** The model made anew without the last 90 days that are over, beside what came in them. */
function purchaseHoldout(purchases: readonly Purchase[], { firstDay, untilDay }: Span): Json {
  const endDay = untilDay - 1;
  const cutDay = endDay - churnHorizonDays;
  if (cutDay - firstDay < shortestHistoryDays) return null;
  const known = holdOut(purchases, { cutDay, untilDay: endDay });
  const { model, gain } = fitPurchases(known);
  if (!model) return null;
  return {
    days: churnHorizonDays,
    model: model.kind,
    gainByDropout: figure(gain ?? Number.NaN),
    ...reportHoldout(model, known, churnHorizonDays),
  };
}

function spendModel(purchases: readonly Purchase[], span: Span): FittedModel {
  const none = refused('spend', span.customers);
  const refusal = refusalOfSpan(span);
  if (refusal) return none(refusal);
  const fit = fitGammaGamma(summarise(purchases, { untilDay: span.untilDay }));
  if (!fit) return none('too_few_repeaters', { needed: fewestRepeaters });
  const { model, independence } = fit;
  return {
    kind: 'spend',
    name: 'gamma-gamma',
    // The mean over all customers is v/(q − 1) times p: none for q up to 1.
    reason: model.q > 1 ? null : 'no_mean',
    parameters: { ...model },
    customers: fit.repeaters,
    report: {
      leftOut: fit.leftOut,
      logLikelihood: figure(fit.logLikelihood),
      estimates: shownEstimates(fit.estimates),
      independence: { ...independence },
      iterations: fit.iterations,
      converged: fit.converged,
    },
  };
}

function churnModel(purchases: readonly Purchase[], span: Span): FittedModel {
  const none = refused('churn', span.customers);
  const endDay = span.untilDay - 1;
  const days = churnDays(span.firstDay, endDay);
  if (span.customers === 0) return none('no_orders');
  if (days.length === 0) return none('too_short');
  const examples = churnExamples(purchases, days, churnHorizonDays);
  const fit = fitChurn(examples);
  if (!fit) {
    const churned = examples.filter((example) => example.churned).length;
    return none('too_few_examples', { churned, stayed: examples.length - churned });
  }
  const { model, outOfFold } = fit;
  return {
    kind: 'churn',
    name: 'logistic',
    reason: null,
    parameters: {
      intercept: model.intercept,
      ...Object.fromEntries(churnFeatures.map((feature, at) => [feature, model.weights[at] ?? 0])),
      ...Object.fromEntries(churnFeatures.map((feature, at) => [`${feature}Mean`, model.means[at] ?? 0])),
    },
    customers: fit.customers,
    report: {
      horizonDays: churnHorizonDays,
      learntAt: days,
      examples: fit.examples,
      churned: fit.churned,
      ridge: fit.ridge,
      calibration: { ...fit.calibration },
      outOfFold: shownChurn(outOfFold),
      holdout: churnHoldout(purchases, span.firstDay, endDay),
    },
  };
}

/** The model learnt anew of what was known 90 days before the end, and judged by what came then. */
function churnHoldout(purchases: readonly Purchase[], firstDay: number, endDay: number): Json {
  const cutDay = endDay - churnHorizonDays;
  const days = churnDays(firstDay, cutDay);
  const known = purchases.filter(({ day }) => day <= cutDay);
  const fit = fitChurn(churnExamples(known, days, churnHorizonDays));
  if (!fit) return null;
  const unseen = churnExamples(purchases, [cutDay], churnHorizonDays);
  return { learntAt: days, testedAt: cutDay, ...shownChurn(evaluateChurn(fit.model, unseen)) };
}

function shownChurn({ auc, top, calibration, brier }: ReturnType<typeof evaluateChurn>) {
  return {
    auc: auc ? { ...auc } : null,
    top: top.map((one) => ({ ...one })),
    calibration: calibration.map((one) => ({ ...one })),
    brier,
  };
}

function shownEstimates(estimates: Record<string, Estimate>): Record<string, Json> {
  const shown = ({ value, standardError, low, high }: Estimate) => ({
    value: figure(value),
    standardError: figure(standardError),
    low: figure(low),
    high: figure(high),
  });
  return Object.fromEntries(Object.entries(estimates).map(([name, one]) => [name, shown(one)]));
}

/** Makes the model that there is not, with what was counted instead. */
export function refused(kind: PredictionModelKind, customers: number) {
  return (reason: PredictionReasonCode, report: Record<string, Json> = {}): FittedModel => ({
    kind,
    name: null,
    reason,
    parameters: {},
    report,
    customers,
  });
}
