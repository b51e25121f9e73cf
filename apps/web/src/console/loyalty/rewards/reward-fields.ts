import type { Reward } from '@wafa/contract';
import { inMinor, inUnits } from '../../shared/amounts.ts';
import { fieldOf, instantOf } from '../../shared/moments.ts';

/** What a new reward starts with, as the contract would set it. */
export const blankReward: object = {
  rewardType: 'discount_fixed',
  codeDays: 30,
  cancelHours: 24,
  returnsPoints: false,
  tiers: [],
  segments: [],
  isActive: true,
};

/** A reward as the form shows it: money in units of its currency, times by the clock of the store. */
export function toFields(reward: Reward, timeZone: string): object {
  const { rewardType, rewardValue, currency } = reward;
  return {
    ...reward,
    rewardValue: rewardType === 'discount_percent' ? rewardValue : inUnits(rewardValue, currency),
    validFrom: fieldOf(reward.validFrom, timeZone),
    validUntil: fieldOf(reward.validUntil, timeZone),
  };
}

interface Store {
  currency: string;
  timeZone: string;
  /** A new reward can name its programme. */
  isNew: boolean;
}

const valued: ReadonlySet<unknown> = new Set(['discount_fixed', 'discount_percent', 'gift_card']);

/** What the contract takes, from what the form holds; a field that the type does not have is emptied. */
export function fromFields(values: Record<string, unknown>, { currency, timeZone, isNew }: Store): object {
  const { rewardType, rewardValue, description } = values;
  const { programId, ...rest } = values;
  const words = (description ?? {}) as { en?: string; ar?: string };
  const percent = rewardType === 'discount_percent';
  return {
    ...rest,
    ...(isNew && programId ? { programId } : {}),
    description: words.en || words.ar ? { en: words.en ?? '', ar: words.ar ?? '' } : null,
    imageUrl: values.imageUrl || null,
    rewardValue: !valued.has(rewardType) ? null : percent ? rewardValue : inMinor(rewardValue, currency),
    sku: rewardType === 'free_product' ? values.sku : null,
    stock: rewardType === 'partner_code' ? null : (values.stock ?? null),
    lowStockAt: values.lowStockAt ?? null,
    perCustomer: values.perCustomer ?? null,
    validFrom: instantOf(values.validFrom, timeZone),
    validUntil: instantOf(values.validUntil, timeZone),
  };
}
