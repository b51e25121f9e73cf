import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

let app: TestApp;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  marketer = await app.signIn('marketer');
});
afterAll(() => app?.close());

type Trial = CallOf<typeof contract.offers.tryTerms>;

const lines: Trial['lines'] = [
  { sku: 'TEA', name: '', category: 'tea', quantity: 2, unitPrice: 1000, discount: 0 },
  { sku: 'CUP', name: '', category: 'home', quantity: 1, unitPrice: 999, discount: 0 },
];
const terms: Trial['terms'] = {
  benefit: { kind: 'percent', percentBp: 1000 },
  scope: { kind: 'basket' },
  excludedSkus: [],
};
const tried = (changes: Partial<Trial['terms']>) =>
  marketer.call(contract.offers.tryTerms, { terms: { ...terms, ...changes }, lines });

describe('terms tried on a basket', () => {
  it('take off what the offer would, rounded down once and shared out exactly', async () => {
    const { data } = await tried({});
    expect(data).toMatchObject({ before: 2999, discount: 299, total: 2700, bonusPoints: 0, obstacle: null });
    expect(data.lines.map(({ offers }) => offers)).toEqual([199, 100]);
    expect(data.lines.map(({ total }) => total)).toEqual([1801, 899]);
  });

  it('leave alone what they are not about', async () => {
    const { data } = await tried({ scope: { kind: 'categories', categories: ['tea'] } });
    expect(data.lines.map(({ offers }) => offers)).toEqual([200, 0]);
  });

  it('say in both languages what the basket lacks', async () => {
    const { data } = await tried({ minimumBasket: 5000 });
    expect(data).toMatchObject({ discount: 0, total: 2999, obstacle: { kind: 'minimum_basket' } });
    expect(data.obstacle?.reason.en).toMatch(/20\.01/);
    expect(data.obstacle?.reason.ar).toMatch(/\p{Script=Arabic}/u);
  });

  it('say what comes on top: points and gifts', async () => {
    const points = await tried({ benefit: { kind: 'bonus_points', points: 50 } });
    expect(points.data).toMatchObject({ discount: 0, bonusPoints: 50 });
    const gift = await tried({ benefit: { kind: 'gift', name: { en: 'Cup' }, quantity: 2 } });
    expect(gift.data.gift).toEqual({ sku: null, name: { en: 'Cup', ar: 'Cup' }, quantity: 2 });
  });

  it('are refused with their field where they are not right, and make nothing', async () => {
    const refused = await tried({ benefit: { kind: 'percent', percentBp: 12_000 } });
    expect(refused.status).toBe(400);
    expect(refused.failure.errors.map(({ field }) => field)).toEqual(['terms.benefit.percentBp']);
    const { data } = await marketer.call(contract.offers.list, {});
    expect(data.total).toBe(0);
  });

  it('are refused to those who may not read offers', async () => {
    const risk = await app.signIn('risk');
    expect((await risk.call(contract.offers.tryTerms, { terms, lines })).status).toBe(403);
  });
});
