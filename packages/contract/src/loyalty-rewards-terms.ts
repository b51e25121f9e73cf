/** The terms of a reward, as the store writes them. */
import { z } from 'zod';
import { bilingual, id, instant, nameText, text } from './common.ts';
import { points } from './loyalty.ts';

/**
 * What a reward gives. `discount_fixed` and `gift_card` carry money in minor units as their value,
 * `discount_percent` whole percents, `free_product` a sku; a `partner_code` is one of the codes that the
 * store has uploaded. A gift card is a code that is used once, for its whole value.
 */
export const rewardType = z.enum([
  'discount_fixed',
  'discount_percent',
  'free_product',
  'free_shipping',
  'gift_card',
  'partner_code',
]);
export type RewardType = z.infer<typeof rewardType>;

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);
/** Most points that a reward or a discount can cost; a stock holds no more pieces either. */
export const largestRewardCost = 1_000_000_000;

const fields = {
  name: bilingual(120),
  description: z.object({ en: nameText(1000), ar: nameText(1000) }).nullish(),
  imageUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  pointsCost: points.min(1).max(largestRewardCost),
  rewardType,
  rewardValue: z
    .int()
    .min(1)
    .nullish()
    .describe(
      'Minor units of the store’s currency, or percents (1 to 100); null where the type has no value',
    ),
  sku: text(100).min(1).nullish().describe('The free product'),
  stock: z
    .int()
    .min(0)
    .max(largestRewardCost)
    .nullish()
    .describe('How many there are in all; null: no end. Of partner codes the codes are counted instead'),
  lowStockAt: z
    .int()
    .min(0)
    .max(largestRewardCost)
    .nullish()
    .describe('Tell the store when this many are left'),
  perCustomer: z.int().min(1).max(10_000).nullish().describe('How often one customer may have it'),
  validFrom: instant.nullish(),
  validUntil: instant.nullish(),
  codeDays: z.int().min(1).max(3650).describe('How many days a code can be used'),
  cancelHours: z
    .int()
    .min(0)
    .max(87_600)
    .describe(
      'How long customers may give an unused code back; 0: never. Partner codes cannot be given back',
    ),
  returnsPoints: z.boolean().describe('Whether points return when a code runs out unused'),
  tiers: z.array(key).max(50).describe('Keys of the tiers that may have it; empty: everyone'),
  segments: z
    .array(text(60).min(1))
    .max(50)
    .describe('Keys of the segments that may have it; empty: everyone'),
  isActive: z.boolean(),
};

export const rewardCreate = z.object({
  ...fields,
  programId: id.optional().describe('Default: the store’s standard programme'),
  codeDays: fields.codeDays.default(30),
  cancelHours: fields.cancelHours.default(24),
  returnsPoints: fields.returnsPoints.default(false),
  tiers: fields.tiers.default([]),
  segments: fields.segments.default([]),
  isActive: fields.isActive.default(true),
});
export const rewardUpdate = z.object(fields).partial();
