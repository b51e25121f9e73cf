import { describe, expect, it } from 'vitest';
import { referencesIn } from './references.ts';

describe('customers named in a text', () => {
  it('are one a line, the first column of a file, each once', () => {
    expect(referencesIn('\ufeff"628142007196",Amal\r\n628142007196\n\n628142007204;Huda')).toEqual([
      '628142007196',
      '628142007204',
    ]);
  });

  it('may have the card’s number in groups', () => {
    expect(referencesIn('6281 4200 7196')).toEqual(['628142007196']);
  });

  it('stay as they are where they are ids', () => {
    const id = '0190a0b0-0000-7000-8000-000000000001';
    expect(referencesIn(id)).toEqual([id]);
  });
});
