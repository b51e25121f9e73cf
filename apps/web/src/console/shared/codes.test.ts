import { describe, expect, it } from 'vitest';
import { codesIn, inParts } from './codes.ts';

describe('the codes of a partner', () => {
  it('stand one a line, each counts once', () => {
    expect(codesIn('A-1\r\n\n  A-2 \nA-1\n')).toEqual(['A-1', 'A-2']);
  });
  it('are the first column of a CSV, out of their quotes and without the byte order mark', () => {
    expect(codesIn('\ufeff"A 1",2026\nA-2;x')).toEqual(['A 1', 'A-2']);
  });
  it('go to the API in parts', () => {
    expect(inParts(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
    expect(inParts([])).toEqual([]);
  });
});
