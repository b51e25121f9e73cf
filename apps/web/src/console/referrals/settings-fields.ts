import type { ReferralSettings } from '@wafa/contract';
import { inMinor, inUnits } from '../shared/amounts.ts';
import { fieldOf, instantOf } from '../shared/moments.ts';

interface Home {
  currency: string;
  timeZone: string;
}

/** The programme as its form shows it: money in units, times by the clock of the store. */
export function toFields(settings: ReferralSettings, { currency, timeZone }: Home): Record<string, unknown> {
  return {
    ...settings,
    minimumOrder: inUnits(settings.minimumOrder, currency),
    validFrom: fieldOf(settings.validFrom, timeZone),
    validUntil: fieldOf(settings.validUntil, timeZone),
  };
}

/** What the form holds, as the API takes it. */
export function fromFields(
  values: Record<string, unknown>,
  { currency, timeZone }: Home,
): Record<string, unknown> {
  return {
    ...values,
    minimumOrder: inMinor(values.minimumOrder, currency),
    validFrom: instantOf(values.validFrom, timeZone),
    validUntil: instantOf(values.validUntil, timeZone),
  };
}
