import { describe, expect, it } from 'vitest';
import { changedAddress, mainAddress, newAddress, toAddress } from './rules.ts';

const input = { street1: 'King Fahd Road 12', city: 'Riyadh', state: '', postalCode: '12211' };
const fresh = newAddress('1', 'c', input, true);
const verified = {
  ...fresh,
  latitude: 24.7,
  longitude: 46.7,
  status: 'VERIFIED' as const,
  verifiedBy: 's',
  verifiedAt: new Date('2026-01-05T10:00:00Z'),
  notes: 'by letter',
};

describe('an address', () => {
  it('is the default for both uses when it is the first, unless it says otherwise', () => {
    expect(fresh).toMatchObject({
      isDefaultBilling: true,
      isDefaultShipping: true,
      country: null,
      latitude: null,
    });
    expect(newAddress('2', 'c', input, false)).toMatchObject({
      isDefaultBilling: false,
      isDefaultShipping: false,
    });
    const chosen = newAddress('3', 'c', { ...input, isDefaultBilling: false, isDefaultShipping: true }, true);
    expect(chosen).toMatchObject({ isDefaultBilling: false, isDefaultShipping: true });
  });

  it('keeps its coordinates while the place stays, and loses them when it moves', () => {
    expect(changedAddress(verified, { street2: 'Floor 2' })).toMatchObject({
      street2: 'Floor 2',
      latitude: 24.7,
    });
    expect(changedAddress(verified, { city: 'Riyadh' })).toMatchObject({ latitude: 24.7, longitude: 46.7 });
    expect(changedAddress(verified, { city: 'Jeddah' })).toMatchObject({
      city: 'Jeddah',
      latitude: null,
      longitude: null,
    });
    const moved = changedAddress(verified, { city: 'Jeddah', coordinates: { latitude: 0, longitude: 39.2 } });
    expect(moved).toMatchObject({ latitude: 0, longitude: 39.2 });
  });

  it('changes only what is given; empty text clears the second line', () => {
    const changed = changedAddress(
      { ...verified, street2: 'Floor 2' },
      { street2: '', isDefaultBilling: false },
    );
    expect(changed).toMatchObject({
      street1: input.street1,
      street2: null,
      isDefaultBilling: false,
      isDefaultShipping: true,
    });
    expect(changed).not.toHaveProperty('status');
  });

  it('is the main one when it is the default for shipping, else the oldest', () => {
    const other = { ...verified, id: '2', isDefaultShipping: false };
    expect(mainAddress([other, verified])?.id).toBe('1');
    expect(mainAddress([other])?.id).toBe('2');
    expect(mainAddress([])).toBeUndefined();
  });

  it('is shown with coordinates as a pair, and without its owner', () => {
    const shown = toAddress(verified);
    expect(shown).toMatchObject({
      coordinates: { latitude: 24.7, longitude: 46.7 },
      verifiedAt: '2026-01-05T10:00:00.000Z',
    });
    expect(shown).not.toHaveProperty('customerId');
    expect(toAddress({ ...verified, latitude: null, longitude: null, verifiedAt: null })).toMatchObject({
      coordinates: null,
      verifiedAt: null,
    });
  });
});
