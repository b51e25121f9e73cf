import { describe, expect, it } from 'vitest';
import { changedPaths } from './changed-paths.ts';

describe('the paths of what changed in a form', () => {
  it('lead to each value, through objects and lists of fields', () => {
    expect(changedPaths({ name: { en: 'A' } })).toEqual([['name', 'en']]);
    expect(changedPaths({ benefits: [undefined, { title: { ar: 'ب' } }] })).toEqual([
      ['benefits', 1, 'title', 'ar'],
    ]);
  });

  it('take a list of choices, and an emptied field, as one value', () => {
    expect(changedPaths({ when: { tiers: ['gold', 'silver'] }, cap: null })).toEqual([
      ['when', 'tiers'],
      ['cap'],
    ]);
    expect(changedPaths({ tiers: [] })).toEqual([['tiers']]);
  });
});
