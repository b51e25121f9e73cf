import {
  type CustomerPrediction,
  churnHorizonDays,
  type InputOf,
  type Language,
  type PredictionReasonCode,
  type predictionsContract,
} from '@wafa/contract';
import { formatMoney, translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { revive } from '../models/kept.ts';
import { readModels } from '../models/sql.ts';
import { said } from '../reasons.ts';
import { reasonsOf } from './rules.ts';
import { readScore, readUnscored, type ScoreRow, type Unscored } from './sql.ts';

/** What a customer will probably do, with the reason for every figure that is missing. */
export async function prediction(
  ctx: Ctx,
  input: InputOf<(typeof predictionsContract)['prediction']>,
): Promise<CustomerPrediction> {
  const customerId = await customers.require(ctx, input.customerId);
  const { currency } = await settings.store(ctx);
  const row = await readScore(ctx.tx, ctx.storeId, customerId);
  if (!row?.recalculationId) {
    const unscored = await readUnscored(ctx.tx, ctx.storeId, customerId);
    return unknown(customerId, currency, ctx.language, whyUnscored(unscored));
  }
  const { reasons } = revive(await readModels(ctx.tx, ctx.storeId, row.recalculationId));
  return shown(customerId, currency, ctx.language, row, reasons);
}

/** Why there is no score of a customer. */
export function whyUnscored(customer: Unscored | undefined): PredictionReasonCode {
  if (!customer || customer.isClosed) return 'account_closed';
  if (!customer.allowsProfiling) return 'no_profiling';
  if (!customer.hasOrders) return 'no_orders';
  return customer.hasKeptOrders ? 'not_yet' : 'all_refunded';
}

function unknown(
  customerId: string,
  currency: string,
  language: Language,
  code: PredictionReasonCode,
): CustomerPrediction {
  const reason = said(language, code);
  return {
    customerId,
    scoredAt: null,
    isOutdated: false,
    reason,
    history: null,
    currency,
    churn: { probability: null, horizonDays: churnHorizonDays, moved: [], reason },
    alive: { probability: null, reason },
    orders: { in90Days: null, in365Days: null, reason },
    spend: { in365Days: null, perOrder: null, reason },
    nextOrder: { day: null, reason },
  };
}

function shown(
  customerId: string,
  currency: string,
  language: Language,
  row: ScoreRow,
  models: ReturnType<typeof revive>['reasons'],
): CustomerPrediction {
  const reasons = reasonsOf(row, { ...row, nextOrder: row.nextOrderOn }, models);
  const orders = (expected: number | null, low: number, high: number) =>
    expected === null ? null : { expected, low, high };
  return {
    customerId,
    scoredAt: row.scoredAt?.toISOString() ?? null,
    isOutdated: row.isOutdated,
    reason: said(language, reasons.whole),
    history: {
      purchases: row.repeats + 1,
      firstDay: row.firstDay,
      lastDay: row.lastDay,
      spent: row.spent,
      untilDay: row.untilDay,
    },
    currency,
    churn: {
      probability: row.churn,
      horizonDays: churnHorizonDays,
      moved: row.moved.map((one) => ({ ...one, message: sentence(language, currency, row, one) })),
      reason: said(language, reasons.churn),
    },
    alive: { probability: row.alive, reason: said(language, reasons.alive) },
    orders: {
      in90Days: orders(row.orders90, row.orders90Low, row.orders90High),
      in365Days: orders(row.orders365, row.orders365Low, row.orders365High),
      reason: said(language, reasons.orders),
    },
    spend: {
      in365Days: orders(row.spend365, row.spend365Low, row.spend365High),
      perOrder: row.spendPerOrder,
      reason: said(language, reasons.spend),
    },
    nextOrder: { day: row.nextOrderOn, reason: said(language, reasons.nextOrder) },
  };
}

/** What a measure of the customer is, and that it raises or lowers the risk. */
function sentence(
  language: Language,
  currency: string,
  { repeats, spent, lines, lastDay, untilDay }: ScoreRow,
  { feature, logOdds }: ScoreRow['moved'][number],
): string {
  const value = {
    recency: (Date.parse(untilDay) - Date.parse(lastDay)) / 86_400_000,
    frequency: repeats + 1,
    money: formatMoney(spent, currency, language),
    lines,
  }[feature];
  return translate(language, `prediction.moved.${feature}.${logOdds > 0 ? 'raises' : 'lowers'}`, { value });
}
