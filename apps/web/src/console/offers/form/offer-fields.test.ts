import { type Offer, offerCreate, offerUpdate } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { blankOffer, fromFields, toFields } from './offer-fields.ts';

const store = { currency: 'SAR', timeZone: 'Asia/Riyadh' };
const named = { ...blankOffer, name: { en: 'Ten off' } };
const take = (values: object) => offerCreate.safeParse(fromFields({ ...named, ...values }, store));

describe('the form of an offer', () => {
  it('gives terms that the contract takes as soon as name and benefit are there', () => {
    const { data } = take({ benefit: { kind: 'percent', percentBp: 12.5, cap: 50 } });
    expect(data).toMatchObject({
      name: { en: 'Ten off', ar: null },
      benefit: { kind: 'percent', percentBp: 1250, cap: 5000 },
      weekdays: null,
      hours: null,
      budget: { money: null, points: null },
    });
  });

  it('sends of each kind only what it has', () => {
    const all = {
      percentBp: 50,
      amount: 5,
      price: 3,
      buy: 2,
      get: 1,
      points: 100,
      percent: 200,
      quantity: 1,
    };
    const kinds = [
      'percent',
      'amount',
      'fixed_price',
      'buy_get',
      'bonus_points',
      'points_multiplier',
    ] as const;
    for (const kind of kinds) expect(take({ benefit: { kind, ...all } }).success, kind).toBe(true);
    expect(take({ benefit: { kind: 'gift', ...all, name: { en: 'Cup' } } }).success).toBe(true);
  });

  it('lets the contract find what is missing, under the name of its field', () => {
    const { error } = take({ benefit: { kind: 'amount' }, hours: { from: '08:00' } });
    expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['benefit.amount', 'hours.to']);
  });

  it('shows an offer so that saving it untouched changes nothing', () => {
    const terms = {
      name: { en: 'Buy two', ar: 'اشترِ اثنين' },
      description: null,
      audience: { kind: 'tiers', tiers: ['gold'] },
      excludedSegments: [],
      benefit: { kind: 'buy_get', buy: 2, get: 1, percentBp: 5000, times: null },
      scope: { kind: 'categories', categories: ['Coffee'] },
      excludedSkus: ['A1'],
      minimumBasket: 10_050,
      minimumQuantity: null,
      startsAt: '2026-03-01T09:00:00.000Z',
      endsAt: null,
      weekdays: [5, 6],
      hours: { from: '22:00', to: '02:00' },
      channels: null,
      locations: null,
      limits: { total: 100 },
      budget: { money: 123_400, points: null },
      stacking: { exclusive: true, group: null, priority: 50 },
      codeMode: 'shared',
      sharedCode: 'TEN',
      claimNeeded: false,
      claimDays: 14,
      holdoutPercent: 10,
    };
    const again = fromFields({ ...toFields(terms as unknown as Offer, store) }, store);
    expect(again).toEqual(terms);
    expect(offerUpdate.safeParse(again).success).toBe(true);
  });
});
