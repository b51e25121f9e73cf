import type { ReferralSettings } from '@wafa/contract';
import { expect, it } from 'vitest';
import { fromFields, toFields } from './settings-fields.ts';

it('shows money in units and times by the store’s clock, and gives back what it was given', () => {
  const home = { currency: 'SAR', timeZone: 'Asia/Riyadh' };
  const settings = {
    minimumOrder: 1050,
    validFrom: '2026-03-01T09:00:00.000Z',
    validUntil: null,
    holdingDays: 14,
  } as ReferralSettings;
  const fields = toFields(settings, home);
  expect(fields).toMatchObject({ minimumOrder: 10.5, validFrom: '2026-03-01T12:00', holdingDays: 14 });
  expect(fields.validUntil).toBeUndefined();
  expect(fromFields(fields, home)).toEqual({ ...settings });
});
