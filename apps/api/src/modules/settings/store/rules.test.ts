import { capabilities } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { allSwitches, countryOf, currencyExponent, isCurrency, isTimeZone, mergeSettings } from './rules.ts';

describe('store', () => {
  it.each([
    ['SAR', 2],
    ['KWD', 3],
    ['JPY', 0],
    ['KES', 2],
    ['BHD', 3],
  ])('keeps %s with %i digits', (currency, digits) => {
    expect(currencyExponent(currency)).toBe(digits);
  });

  it('knows currencies and time zones from made-up ones', () => {
    expect(isCurrency('EGP')).toBe(true);
    expect(isCurrency('ZZZ')).toBe(false);
    expect(isTimeZone('Africa/Nairobi')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });

  it.each([
    ['KW', 'SAR', 'Asia/Riyadh', 'KW'],
    [null, 'SAR', 'Asia/Riyadh', 'SA'],
    [null, 'KES', 'Africa/Nairobi', 'KE'],
    [null, 'EUR', 'Europe/Berlin', 'DE'],
    [null, 'EUR', 'UTC', undefined],
    [null, 'XOF', 'Africa/Dakar', undefined],
  ])(
    'with country %s, currency %s and time zone %s reads phone numbers of %s',
    (set, currency, zone, country) => {
      expect(countryOf(set, currency, zone)).toBe(country);
    },
  );

  it('has every capability on until it is switched off', () => {
    const switches = allSwitches({ loyalty: false });
    expect(Object.keys(switches).sort()).toEqual([...capabilities].sort());
    expect(Object.entries(switches).filter(([, on]) => !on)).toEqual([['loyalty', false]]);
  });

  it('merges settings by their first level, null taking a key away', () => {
    expect(mergeSettings({ a: 1, b: { c: 2 }, d: 3 }, { b: { e: 4 }, d: null, f: 0 })).toEqual({
      a: 1,
      b: { e: 4 },
      f: 0,
    });
  });
});
