import type { Product } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { blankLine, lineOf, linesToTry, termsToTry } from './basket.ts';

const product = {
  sku: 'A1',
  name: 'Coffee',
  nameAr: 'قهوة',
  category: 'Drinks',
  price: 1250,
  currency: 'SAR',
} as Product;

describe('a basket to try an offer on', () => {
  it('takes name, category and price of the catalogue', () => {
    const line = lineOf(product, 'ar', 2);
    expect(line).toMatchObject({ name: 'قهوة', category: 'Drinks', quantity: 2, price: 12.5 });
    expect(linesToTry([line], 'SAR')).toEqual([
      { sku: 'A1', name: 'قهوة', category: 'Drinks', quantity: 2, unitPrice: 1250, discount: 0 },
    ]);
  });

  it('leaves out lines without a quantity or a price', () => {
    const line = blankLine();
    expect(linesToTry([{ ...line, quantity: null }, { ...line, price: null }, line], 'SAR')).toHaveLength(1);
  });
});

describe('terms to try', () => {
  const basket = { scope: { kind: 'basket' }, excludedSkus: [], name: 'ignored' };

  it('are those that decide about a basket', () => {
    expect(termsToTry({ ...basket, benefit: { kind: 'amount', amount: 500 } })).toEqual({
      scope: { kind: 'basket' },
      excludedSkus: [],
      benefit: { kind: 'amount', amount: 500 },
    });
  });

  it('are none while the benefit is not complete', () => {
    expect(termsToTry({ ...basket, benefit: { kind: 'amount', amount: undefined } })).toBeNull();
  });
});
