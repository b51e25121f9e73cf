import type { CustomerAct, CustomerStatus } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { allows, graceDays, refusalOf } from './rules.ts';

describe('what a status forbids', () => {
  it.each<[CustomerStatus, CustomerAct[]]>([
    ['active', []],
    ['inactive', []],
    ['suspended', ['signIn', 'earn', 'redeem']],
    ['closed', ['signIn', 'edit', 'earn', 'redeem', 'message']],
    ['merged', ['signIn', 'edit', 'earn', 'redeem', 'message']],
  ])('%s forbids %j', (name, forbidden) => {
    const acts: CustomerAct[] = ['signIn', 'edit', 'earn', 'redeem', 'message'];
    expect(acts.filter((act) => !allows(name, act))).toEqual(forbidden);
  });

  it('is refused by a code that says which', () => {
    expect(refusalOf('suspended', 'redeem')).toBe('customer_suspended');
    expect(refusalOf('closed', 'redeem')).toBe('customer_closed');
    expect(refusalOf('inactive', 'redeem')).toBeUndefined();
  });

  it.each([
    [{}, 30],
    [{ eraseAfterDays: 0 }, 0],
    [{ eraseAfterDays: 90 }, 90],
    [{ eraseAfterDays: -1 }, 30],
    [{ eraseAfterDays: '7' }, 30],
    [{ eraseAfterDays: 1.5 }, 30],
  ])('settings %j give %i days of grace', (settings, days) => {
    expect(graceDays(settings)).toBe(days);
  });
});
