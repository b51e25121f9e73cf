import { describe, expect, it } from 'vitest';
import { safeNext } from './enter.ts';

describe('the way on after signing in', () => {
  it('stays on this site', () => {
    expect(safeNext('/orders?x=1')).toBe('/orders?x=1');
    for (const bad of [
      null,
      '',
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      expect(safeNext(bad), String(bad)).toBe('/');
    }
  });
});
