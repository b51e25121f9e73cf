import { describe, expect, it } from 'vitest';
import { changedFields, cursorOfPage, escapeLike, pageOfCursor, toProduct } from './rules.ts';

const at = new Date('2026-01-05T10:00:00Z');
const row = {
  id: '1',
  sku: 'COFFEE',
  name: 'Coffee',
  nameAr: 'قهوة',
  category: 'drinks',
  price: 1500,
  currency: 'SAR',
  stock: null,
  imageUrl: null,
  isActive: true,
  createdAt: at,
  updatedAt: at,
};

describe('the product list', () => {
  it('takes the signs of LIKE as letters', () => {
    expect(escapeLike('50%_\\')).toBe('50\\%\\_\\\\');
  });

  it('reads the cursors that it writes, and no others', () => {
    expect(pageOfCursor(cursorOfPage(12))).toBe(12);
    for (const cursor of ['', '12', 'p0', 'p-1', 'p1e3', 'p99999999'])
      expect(pageOfCursor(cursor)).toBeUndefined();
  });

  it('shows times as text', () => {
    expect(toProduct(row)).toMatchObject({ sku: 'COFFEE', createdAt: '2026-01-05T10:00:00.000Z' });
  });
});

describe('a change of a product', () => {
  it('names the fields that differ, the time of change apart', () => {
    expect(changedFields(row, { ...row, price: 1600, updatedAt: new Date() })).toEqual(['price']);
    expect(changedFields(row, row)).toEqual([]);
  });
});
