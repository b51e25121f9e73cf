import { contract } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { blankBasket, questionOf } from './basket.ts';

describe('a basket to try rules on', () => {
  it('is a question that the contract takes, from the first sight', () => {
    const question = questionOf(blankBasket(), 'SAR', null);
    expect(contract.loyalty.quoteProgram.body?.safeParse(question).success).toBe(true);
    expect(question.lines).toEqual([{ sku: '-', category: null, total: 10_000 }]);
  });
  it('leaves out lines without a total, and keeps the moment and the branch', () => {
    const basket = {
      ...blankBasket(),
      lines: [
        { key: '1', sku: ' A ', category: 'tea', total: 12.5 },
        { key: '2', sku: 'B', category: '', total: null },
      ],
      tier: 'gold',
      locationId: '01934b5f-f480-7172-99c9-fce81df845fd',
    };
    expect(questionOf(basket, 'SAR', '2026-12-01T06:30:00.000Z')).toMatchObject({
      lines: [{ sku: 'A', category: 'tea', total: 1250 }],
      tier: 'gold',
      at: '2026-12-01T06:30:00.000Z',
      locationId: '01934b5f-f480-7172-99c9-fce81df845fd',
    });
  });
});
