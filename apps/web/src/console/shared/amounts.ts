import { minorUnits } from '@wafa/i18n/core';

/** Minor units as the amount that a person types: 1050 of SAR is 10.5. */
export function inUnits(minor: number | null | undefined, currency: string): number | undefined {
  return minor === null || minor === undefined ? undefined : minor / minorUnits(currency);
}

/** The amount that a person typed, in whole minor units; undefined where the field is empty. */
export function inMinor(units: unknown, currency: string): number | undefined {
  return typeof units === 'number' ? Math.round(units * minorUnits(currency)) : undefined;
}

/** What a hundred points are worth in units of the currency, from the minor units that one is worth. */
export function worthOfHundred(pointWorth: string | null, currency: string): number | undefined {
  return pointWorth === null
    ? undefined
    : Math.round((Number(pointWorth) * 1e6) / minorUnits(currency)) / 1e4;
}

/** The minor units that one point is worth, with at most four digits after the point; null: no price. */
export function worthOfOne(hundred: unknown, currency: string): string | null {
  if (typeof hundred !== 'number') return null;
  return String(Math.round(hundred * minorUnits(currency) * 100) / 1e4);
}
