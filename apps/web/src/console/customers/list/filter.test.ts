import type { CustomerView } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { addressOf, columnsOf, columnsToSave, filterOf, isFiltered } from './filter.ts';

describe('the filter in the address', () => {
  it('is read under the names of the API', () => {
    expect(filterOf({ query: 'أمل', tags: 'family,vip', totalSpentMin: '10000', page: '3' })).toEqual({
      query: 'أمل',
      tags: ['family', 'vip'],
      totalSpentMin: 10000,
    });
  });
  it('leaves out what cannot be read', () => {
    expect(filterOf({ status: 'asleep', totalSpentMax: 'much', sortOrder: 'sideways' })).toEqual({});
  });
  it('knows an order alone as no filter', () => {
    expect(isFiltered(filterOf({ sortBy: 'name', sortOrder: 'asc' }))).toBe(false);
    expect(isFiltered(filterOf({ status: 'active' }))).toBe(true);
  });
});

describe('columns', () => {
  it('are the usual ones until the address names some', () => {
    expect(columnsOf({})).toContain('tier');
    expect(columnsOf({ columns: 'status,tags,nonsense' })).toEqual(['tags', 'status']);
  });
  it('are saved with those of the name, the phone with the e-mail', () => {
    const saved = columnsToSave(['phone', 'tier']);
    expect(saved.slice(0, 2)).toEqual(['cardNumber', 'firstName']);
    expect(saved.slice(-3)).toEqual(['phone', 'email', 'tier']);
  });
});

describe('a saved view', () => {
  const view: CustomerView = {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'VIP',
    shared: false,
    own: true,
    filter: { tags: ['vip', 'family'], match: 'any', totalSpentMin: 0 },
    sortBy: 'totalSpent',
    sortOrder: 'desc',
    columns: ['cardNumber', 'tier'],
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  };
  it('goes into the address and is read back as it was', () => {
    const address = addressOf(view);
    const values = Object.fromEntries(
      Object.entries(address).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
    );
    expect(filterOf(values)).toEqual({ ...view.filter, sortBy: 'totalSpent', sortOrder: 'desc' });
    expect(columnsOf(values)).toEqual(['tier']);
  });
  it('empties the filters that it does not set', () => {
    expect(addressOf(view).query).toBeNull();
    expect(addressOf(view).status).toBeNull();
  });
});
