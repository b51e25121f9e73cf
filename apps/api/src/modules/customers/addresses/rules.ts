import type { Address, AddressInput } from '@wafa/contract';
import type { AddressRow, EnteredAddress } from './sql.ts';

/** Most addresses that one customer keeps. */
export const addressLimit = 50;

/** A new address; the first of a customer is the default for both uses unless it says otherwise. */
export function newAddress(
  id: string,
  customerId: string,
  input: AddressInput,
  isFirst: boolean,
): EnteredAddress {
  return {
    id,
    customerId,
    street1: input.street1,
    street2: input.street2 || null,
    city: input.city,
    state: input.state,
    postalCode: input.postalCode,
    country: input.country ?? null,
    isDefaultBilling: input.isDefaultBilling ?? isFirst,
    isDefaultShipping: input.isDefaultShipping ?? isFirst,
    latitude: input.coordinates?.latitude ?? null,
    longitude: input.coordinates?.longitude ?? null,
  };
}

/**
 * An address with what is given changed. Coordinates belong to the place: where the place changes and
 * none are given, the old ones go.
 */
export function changedAddress(before: AddressRow, patch: Partial<AddressInput>): EnteredAddress {
  const { status, verifiedBy, verifiedAt, notes, ...entered } = before;
  const { coordinates, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const moved = placeFields.some((field) => fields[field] !== undefined && fields[field] !== before[field]);
  const kept = moved ? null : before;
  return {
    ...entered,
    ...given,
    street2: (fields.street2 ?? before.street2) || null,
    latitude: coordinates?.latitude ?? kept?.latitude ?? null,
    longitude: coordinates?.longitude ?? kept?.longitude ?? null,
  };
}

const placeFields = ['street1', 'city', 'state', 'postalCode', 'country'] as const;

/** The address that an order would go to: the default one, else the oldest. */
export function mainAddress(addresses: readonly AddressRow[]): AddressRow | undefined {
  return addresses.find((address) => address.isDefaultShipping) ?? addresses[0];
}

export function toAddress(row: AddressRow): Address {
  const { customerId, latitude, longitude, verifiedAt, ...fields } = row;
  return {
    ...fields,
    coordinates: latitude === null || longitude === null ? null : { latitude, longitude },
    verifiedAt: verifiedAt?.toISOString() ?? null,
  };
}

/** An address as a decision leaves it: notes are this decision's own, coordinates stay unless given. */
export function decided(
  before: AddressRow,
  decision: { status: 'VERIFIED' | 'REJECTED'; notes?: string; coordinates?: AddressInput['coordinates'] },
  by: string,
  at: Date,
): AddressRow {
  const { status, coordinates } = decision;
  return {
    ...before,
    status,
    notes: decision.notes || null,
    latitude: coordinates?.latitude ?? before.latitude,
    longitude: coordinates?.longitude ?? before.longitude,
    verifiedBy: by,
    verifiedAt: at,
  };
}

/** Whether a decision says what stands already; such a one changes nothing and counts nowhere. */
export function sameDecision(before: AddressRow, after: AddressRow): boolean {
  return (['status', 'notes', 'latitude', 'longitude'] as const).every((key) => before[key] === after[key]);
}
