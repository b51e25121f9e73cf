/** What an offer cost and brought. */
import { z } from 'zod';
import { day, id, instant, money } from './common.ts';
import { endpoint } from './endpoint.ts';

const interval = z.object({ low: z.number(), high: z.number() });

/** What an offer cost and brought. Money in minor units; estimates may have fractions. */
export const offerReport = z.object({
  offerId: id,
  currency: z.string(),
  from: instant,
  to: instant,
  redemptions: z.int(),
  customers: z.int().describe('Who redeemed it'),
  claims: z.int(),
  lapsed: z.int(),
  revenue: money.describe('Net of the orders in which it was redeemed'),
  discount: money,
  bonusPoints: z.int(),
  daily: z.array(z.object({ day, redemptions: z.int(), discount: money, revenue: money })),
  lift: z
    .object({
      treated: z.int().describe('Customers who could see it'),
      control: z.int().describe('Customers from whom it was kept'),
      treatedMean: z.number().describe('Revenue a customer since they were assigned'),
      controlMean: z.number(),
      perCustomer: z.number(),
      perCustomerInterval: interval.describe('95 %'),
      total: z.number().describe('per customer × treated'),
      totalInterval: interval.describe('95 %'),
      adjusted: z.boolean().describe('Whether spend before the offer was taken into account (CUPED)'),
      controlRedemptions: z.int().describe('Control customers who used a code all the same'),
    })
    .nullable()
    .describe('Null without a control group, or with fewer than two customers in one of the groups'),
});
export type OfferReport = z.infer<typeof offerReport>;

export const offersReportContract = {
  report: endpoint({
    name: 'offers.report',
    method: 'GET',
    path: '/api/v1/offers/:offerId/report',
    summary: 'What an offer cost and brought, against its control group',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: z.object({ offerId: id }),
    response: offerReport,
    errors: ['not_found'],
  }),
};
