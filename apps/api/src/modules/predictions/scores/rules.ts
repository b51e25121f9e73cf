import { churnHorizonDays, type PredictionReasonCode, valueHorizonDays } from '@wafa/contract';
import {
  type Contribution,
  type CustomerHistory,
  expectedPurchases,
  type PurchaseHistory,
  type PurchaseModel,
  purchaseQuantile,
  purchaseTails,
  scoreCustomers,
  timeToPurchase,
} from '@wafa/predict';
import type { KeptModels } from '../models/kept.ts';

/** Two years: a next order expected later than that is not told by a day. */
const farthestDays = 730;
/** Of an interval: with this probability the actual number lies within. */
const level = 0.8;

/** A history as it is kept; times in days, money in minor units. */
export interface KeptHistory {
  customerId: string;
  repeats: number;
  lastAt: number;
  age: number;
  lines: number;
  spent: number;
  /** Of the purchases after the first day. */
  repeatSpent: number;
}

export interface Orders {
  expected: number;
  low: number;
  high: number;
}

/** What the models say of a customer; null where they say nothing. */
export interface Score {
  customerId: string;
  churn: number | null;
  moved: Contribution[];
  alive: number | null;
  orders90: Orders | null;
  orders365: Orders | null;
  spend365: (Orders & { perOrder: number }) | null;
  nextOrderInDays: number | null;
}

/** Scores customers one after the other; 15 µs each. */
export function* scoreAll(histories: readonly KeptHistory[], models: KeptModels): Generator<Score> {
  const { purchases, spend, churn } = models;
  const value = purchases && spend ? { purchases, spend } : undefined;
  const scored = scoreCustomers(
    histories.map(asHistory),
    { value, churn },
    { horizon: valueHorizonDays, level },
  );
  let at = 0;
  for (const one of scored) {
    const history = asHistory(histories[at++] as KeptHistory);
    yield {
      customerId: one.id,
      churn: one.churn ?? null,
      moved: one.moved,
      alive: one.alive ?? null,
      orders90: purchases ? ordersIn(purchases, history, churnHorizonDays) : null,
      orders365: purchases ? ordersIn(purchases, history, valueHorizonDays) : null,
      spend365: one.value && Number.isFinite(one.value.value) ? spendOf(one.value) : null,
      nextOrderInDays: purchases ? nextOrderIn(purchases, history) : null,
    };
  }
}

function asHistory({ customerId, repeatSpent, ...history }: KeptHistory): CustomerHistory {
  return {
    ...history,
    id: customerId,
    meanRepeatSpend: history.repeats > 0 ? repeatSpent / history.repeats : 0,
  };
}

function ordersIn(model: PurchaseModel, history: PurchaseHistory, days: number): Orders {
  const tails = purchaseTails(model, history, days);
  return {
    expected: expectedPurchases(model, history, days),
    low: purchaseQuantile(tails, (1 - level) / 2),
    high: purchaseQuantile(tails, (1 + level) / 2),
  };
}

function spendOf({ value, low, high, spend }: { value: number; low: number; high: number; spend: number }) {
  return {
    expected: Math.round(value),
    low: Math.round(low),
    high: Math.round(high),
    perOrder: Math.round(spend),
  };
}

/** Days from now by which a next purchase is as likely as not; null where that is never, or years away. */
function nextOrderIn(model: PurchaseModel, history: PurchaseHistory): number | null {
  const time = timeToPurchase(model, history, 0.5);
  return time !== undefined && time <= farthestDays ? Math.ceil(time) : null;
}

/** Figures of a score, of which only matters here that they are null or not, and how small `alive` is. */
export interface Figures {
  churn: number | null;
  alive: number | null;
  orders365: unknown;
  spend365: unknown;
  nextOrder: unknown;
}

export interface Reasons {
  whole: PredictionReasonCode | null;
  churn: PredictionReasonCode | null;
  alive: PredictionReasonCode | null;
  orders: PredictionReasonCode | null;
  spend: PredictionReasonCode | null;
  nextOrder: PredictionReasonCode | null;
}

/** Why figures of a scored customer are missing, or what they are to be read with. */
export function reasonsOf(
  { repeats, spent }: Pick<KeptHistory, 'repeats' | 'spent'>,
  score: Figures,
  models: KeptModels['reasons'],
): Reasons {
  const noOrders = score.orders365 === null ? (models.purchases ?? 'not_yet') : null;
  return {
    whole: repeats === 0 ? 'one_order' : null,
    churn: score.churn === null ? (models.churn ?? 'not_yet') : null,
    alive: score.alive === null ? (noOrders ?? models.purchases ?? 'one_order') : null,
    orders: noOrders,
    spend: spendReason(score.spend365 === null, spent, noOrders ?? models.spend ?? 'not_yet'),
    nextOrder: score.nextOrder === null ? (noOrders ?? farReason(score.alive)) : null,
  };
}

function spendReason(
  isMissing: boolean,
  spent: number,
  ofModel: PredictionReasonCode,
): PredictionReasonCode | null {
  if (isMissing) return ofModel;
  return spent > 0 ? null : 'nothing_spent';
}

/** By the BG/NBD a customer may be gone for good; else the next order is only far away. */
function farReason(alive: number | null): PredictionReasonCode {
  return alive !== null && alive <= 0.5 ? 'probably_lost' : 'too_far';
}
