import { expect, it } from 'vitest';
import { KnownSkus } from './known.ts';

it('remembers skus per store up to its limit, and forgets the oldest first', () => {
  const known = new KnownSkus(2);
  known.add('a', ['x', 'y']);
  expect(known.has('a', 'x')).toBe(true);
  expect(known.has('b', 'x')).toBe(false);
  known.add('b', ['z']);
  expect([known.has('a', 'x'), known.has('a', 'y'), known.has('b', 'z')]).toEqual([false, true, true]);
});
