import { describe, expect, it } from 'vitest';
import { changedFields } from './changed.ts';

describe('what a version changed', () => {
  it('is named once for each thing', () => {
    const before = { nameEn: 'A', nameAr: 'أ', rules: [], updatedAt: '1', ruleVersion: 1, fresh: 1 };
    const after = {
      nameEn: 'B',
      nameAr: 'ب',
      rules: [{ id: 'r' }],
      updatedAt: '2',
      ruleVersion: 2,
      fresh: 2,
    };
    expect(changedFields(before, after)).toEqual(['name', 'rules', 'rest']);
  });
  it('is nothing between equal versions', () => {
    expect(changedFields({ rules: [1] }, { rules: [1], updatedAt: 'later' })).toEqual([]);
  });
});
