import { z } from 'zod';
import { customerRef, day, id, instant, listOf, money, paging } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Days that a risk of churn, and the nearer of the forecasts, look ahead. */
export const churnHorizonDays = 90;
/** Days that predicted spend, and the farther of the forecasts, look ahead. */
export const valueHorizonDays = 365;

/** Why a figure is not said, or what it is to be read with. */
export const predictionReason = z.object({
  code: z.enum([
    'not_yet',
    'no_orders',
    'all_refunded',
    'no_profiling',
    'account_closed',
    'one_order',
    'nothing_spent',
    'nobody_drops_out',
    'too_few_repeaters',
    'all_on_one_day',
    'too_short',
    'too_few_examples',
    'too_few_baskets',
    'no_mean',
    'too_far',
    'probably_lost',
    'nothing_to_offer',
  ]),
  message: z.string().describe('In the language of the request'),
});
export type PredictionReason = z.infer<typeof predictionReason>;
export type PredictionReasonCode = PredictionReason['code'];

export const recalculationStage = z.enum([
  'reading',
  'fitting',
  'choosing',
  'learning',
  'scoring',
  'recommending',
  'done',
]);
export type RecalculationStage = z.infer<typeof recalculationStage>;

/** A recalculation of a store's predictions. */
export const recalculation = z.object({
  id,
  state: z.enum(['RUNNING', 'DONE']),
  stage: recalculationStage.describe(
    'Histories are read, models fitted, the items’ penalty chosen, items learnt, customers scored, lists made',
  ),
  progress: z.number().min(0).max(1).describe('Share of the work that is done, 0 to 1'),
  untilDay: day.describe('Last day that counts, in the store’s calendar'),
  customers: z.int().describe('Of the store, when it began'),
  read: z.int(),
  buyers: z.int().describe('Customers with a purchase, as far as it has read'),
  scored: z.int(),
  recommended: z.int(),
  startedAt: instant,
  startedBy: z.string(),
  movedAt: instant.describe('End of the latest step'),
  endedAt: instant.nullable(),
});
export type Recalculation = z.infer<typeof recalculation>;

export const predictionModelKind = z.enum(['purchases', 'spend', 'churn', 'discover', 'buy_again']);
export type PredictionModelKind = z.infer<typeof predictionModelKind>;

/** One model of a recalculation. */
export const predictionModel = z.object({
  id,
  recalculationId: id,
  kind: predictionModelKind,
  name: z
    .enum(['bg-nbd', 'nbd', 'gamma-gamma', 'logistic', 'ease', 'repurchase'])
    .nullable()
    .describe('Null where there was too little to go by'),
  reason: predictionReason
    .nullable()
    .describe('Why there is none, or why it is another than usual: `nobody_drops_out` takes the NBD'),
  parameters: z.record(z.string(), z.number()),
  report: z
    .record(z.string(), z.unknown())
    .describe('Likelihood, standard errors, calibration, errors on held-out time, recall; by kind'),
  customers: z.int().describe('Customers it was made of'),
  untilDay: day,
  fittedAt: instant,
});
export type PredictionModelReply = z.infer<typeof predictionModel>;

const chance = z.number().min(0).max(1);
const reason = predictionReason.nullable().describe('Why it is not said');

const expectedOrders = z
  .object({
    expected: z.number(),
    low: z.int().describe('With 80 % probability the actual number lies from here'),
    high: z.int().describe('to here'),
  })
  .nullable();

/** What one customer will probably do. */
export const customerPrediction = z.object({
  customerId: id,
  scoredAt: instant.nullable(),
  isOutdated: z.boolean().describe('The customer was merged or separated since; it is being made anew'),
  reason,
  history: z
    .object({
      purchases: z.int().describe('Days with a purchase'),
      firstDay: day,
      lastDay: day,
      spent: money,
      untilDay: day.describe('Last day that was known'),
    })
    .nullable(),
  currency: z.string(),
  churn: z.object({
    probability: chance.nullable().describe('Of no purchase in the next `horizonDays`'),
    horizonDays: z.int(),
    moved: z
      .array(
        z.object({
          feature: z.enum(['recency', 'frequency', 'money', 'lines']),
          logOdds: z
            .number()
            .describe('Change of the log-odds from the average customer’s; positive is worse'),
          message: z.string(),
        }),
      )
      .describe('Largest first'),
    reason,
  }),
  alive: z.object({
    probability: chance.nullable().describe('Of ever buying again, by the BG/NBD; said of repeaters only'),
    reason,
  }),
  orders: z.object({ in90Days: expectedOrders, in365Days: expectedOrders, reason }),
  spend: z.object({
    in365Days: z
      .object({
        expected: money,
        low: money.describe('With 80 % probability the actual spend lies from here'),
        high: money.describe('to here'),
      })
      .nullable(),
    perOrder: money.nullable(),
    reason,
  }),
  nextOrder: z.object({
    day: day.nullable().describe('The day by which a next purchase is as likely as not'),
    reason,
  }),
});
export type CustomerPrediction = z.infer<typeof customerPrediction>;

export const recommendationKind = z.enum(['discover', 'buy_again']);
export type RecommendationKind = z.infer<typeof recommendationKind>;

export const recommendedProduct = z.object({
  rank: z.int().min(1),
  productId: id,
  sku: z.string(),
  name: z.string(),
  nameAr: z.string().nullable(),
  category: z.string().nullable(),
  price: money,
  currency: z.string(),
  imageUrl: z.string().nullable(),
  score: z
    .number()
    .nullable()
    .describe(
      'Comparable within one list only; 0 for what is merely popular, null for what is to be bought again',
    ),
  because: z
    .object({ sku: z.string(), name: z.string(), nameAr: z.string().nullable() })
    .nullable()
    .describe('The bought product that speaks for it most'),
  message: z.string().describe('Why it stands here, in the language of the request'),
});
export type RecommendedProduct = z.infer<typeof recommendedProduct>;

/** Most products of one list of recommendations. */
export const maxRecommendations = 20;

const ofCustomer = z.object({ customerId: customerRef });

export const predictionsContract = {
  recalculate: endpoint({
    name: 'predictions.recalculate',
    method: 'POST',
    path: '/api/v1/analytics/recalculate',
    summary: 'Fit the models and score every customer anew; a job does it',
    description: 'Runs every night by itself. Answers the running one where there is one.',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'write',
    status: 202,
    response: recalculation,
  }),
  recalculations: endpoint({
    name: 'predictions.recalculations',
    method: 'GET',
    path: '/api/v1/analytics/recalculations',
    summary: 'Recalculations, newest first',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'read',
    query: paging,
    response: listOf('recalculations', recalculation),
    errors: ['cursor_invalid'],
  }),
  recalculation: endpoint({
    name: 'predictions.recalculation',
    method: 'GET',
    path: '/api/v1/analytics/recalculations/:recalculationId',
    summary: 'A recalculation with its progress',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'read',
    params: z.object({ recalculationId: id }),
    response: recalculation,
    errors: ['not_found'],
  }),
  models: endpoint({
    name: 'predictions.models',
    method: 'GET',
    path: '/api/v1/analytics/models',
    summary: 'The models that predict now, each with the report of its fit',
    description: 'Of the latest recalculation that came to its end; empty before the first.',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'read',
    response: z.object({ models: z.array(predictionModel) }),
  }),
  modelHistory: endpoint({
    name: 'predictions.modelHistory',
    method: 'GET',
    path: '/api/v1/analytics/models/:kind/history',
    summary: 'Models of one kind, newest first',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'read',
    params: z.object({ kind: predictionModelKind }),
    query: paging,
    response: listOf('models', predictionModel),
    errors: ['cursor_invalid'],
  }),
  prediction: endpoint({
    name: 'predictions.prediction',
    method: 'GET',
    path: '/api/v1/customers/:customerId/prediction',
    summary: 'What a customer will probably do, or why nothing can be said',
    caller: 'both',
    permission: 'analytics.read',
    lane: 'read',
    params: ofCustomer,
    response: customerPrediction,
    errors: ['not_found'],
  }),
  recommendations: endpoint({
    name: 'predictions.recommendations',
    method: 'GET',
    path: '/api/v1/customers/:customerId/recommendations',
    summary: 'Products that a customer may like, and those to buy again',
    description:
      'Never what was just bought, is not sold any more or is out of stock; that is looked at when it is asked for.',
    caller: 'both',
    permission: 'analytics.read',
    lane: 'read',
    params: ofCustomer,
    query: z.object({
      kind: recommendationKind.optional().describe('Both unless given'),
      limit: z.coerce.number().int().min(1).max(maxRecommendations).default(10),
    }),
    response: z.object({
      madeAt: instant.nullable(),
      discover: z.array(recommendedProduct),
      buyAgain: z.array(recommendedProduct),
      reason,
    }),
    errors: ['not_found'],
  }),
};
