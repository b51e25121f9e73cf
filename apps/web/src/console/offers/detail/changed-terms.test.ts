import type { OfferTerms } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { changedTerms } from './changed-terms.ts';

const terms = { name: { en: 'A' }, limits: { total: 5 }, hours: null } as unknown as OfferTerms;

describe('what a version changed', () => {
  it('is named by the parts that differ', () => {
    const after = { ...terms, name: { en: 'B' }, limits: { total: 6 }, weekdays: [5] };
    expect(changedTerms(terms, after)).toEqual(['name', 'when', 'limits']);
  });

  it('is nothing where a field that was left out is empty now', () => {
    expect(changedTerms(terms, { ...terms, weekdays: null, endsAt: null })).toEqual([]);
  });
});
