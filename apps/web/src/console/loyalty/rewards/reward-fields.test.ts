import { type Reward, rewardCreate, rewardUpdate } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { blankReward, fromFields, toFields } from './reward-fields.ts';

const store = { currency: 'SAR', timeZone: 'Asia/Riyadh', isNew: true };
const name = { en: 'Dates', ar: 'تمر' };

describe('a reward that is being made', () => {
  it('is what the contract takes, money in minor units', () => {
    const body = fromFields({ ...blankReward, name, pointsCost: 500, rewardValue: 5.5 }, store);
    expect(rewardCreate.parse(body)).toMatchObject({ rewardValue: 550, pointsCost: 500, description: null });
  });
  it('keeps percents as they are typed', () => {
    expect(fromFields({ rewardType: 'discount_percent', rewardValue: 15 }, store)).toMatchObject({
      rewardValue: 15,
    });
  });
  it('drops what its type does not have', () => {
    const typed = { rewardType: 'free_shipping', rewardValue: 5, sku: 'X' };
    expect(fromFields(typed, store)).toMatchObject({ rewardValue: null, sku: null });
    expect(fromFields({ rewardType: 'partner_code', stock: 5 }, store)).toMatchObject({ stock: null });
  });
  it('fills the language that was left empty with nothing', () => {
    expect(fromFields({ description: { en: 'Sweet' } }, store)).toMatchObject({
      description: { en: 'Sweet', ar: '' },
    });
  });
});

describe('a reward that is changed', () => {
  it('comes back as it was when nothing is typed', () => {
    const reward = {
      name,
      description: null,
      rewardType: 'gift_card',
      rewardValue: 5000,
      pointsCost: 5000,
      currency: 'SAR',
      stock: 12,
      validFrom: '2026-12-01T06:30:00.000Z',
      validUntil: null,
    } as unknown as Reward;
    const back = rewardUpdate.parse(
      fromFields(toFields(reward, store.timeZone) as Record<string, unknown>, { ...store, isNew: false }),
    );
    expect(back).toMatchObject({
      name,
      rewardValue: 5000,
      stock: 12,
      validFrom: '2026-12-01T06:30:00.000Z',
      validUntil: null,
    });
    expect(back).not.toHaveProperty('programId');
  });
});
