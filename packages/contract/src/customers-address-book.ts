/** The addresses that a customer keeps. */
import { z } from 'zod';
import { customerRef, id, instant, nameText } from './common.ts';
import { endpoint } from './endpoint.ts';

export const address = z.object({
  id,
  street1: z.string(),
  street2: z.string().nullable(),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string().nullable(),
  isDefaultBilling: z.boolean(),
  isDefaultShipping: z.boolean(),
  coordinates: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  status: z.enum(['PENDING', 'VERIFIED', 'REJECTED']),
  verifiedBy: z.string().nullable(),
  verifiedAt: instant.nullable(),
  notes: z.string().nullable(),
});
export type Address = z.infer<typeof address>;

/** A place on the globe, in degrees. */
export const addressCoordinates = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const addressFields = {
  street1: nameText(200).min(1),
  street2: nameText(200),
  city: nameText(100).min(1),
  state: nameText(100),
  postalCode: nameText(20),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('ISO 3166-1 alpha-2'),
  isDefaultBilling: z.boolean(),
  isDefaultShipping: z.boolean(),
  coordinates: addressCoordinates,
};

/** Part of an address: no defaults here, which would empty what is not given. */
export const addressChange = z.object(addressFields).partial();

export const addressInput = addressChange.extend({
  street1: addressFields.street1,
  city: addressFields.city,
  state: addressFields.state.default(''),
  postalCode: addressFields.postalCode.default(''),
});
export type AddressInput = z.infer<typeof addressInput>;

const ref = z.object({ customerId: customerRef });

export const customersAddressBookContract = {
  listAddresses: endpoint({
    name: 'customers.listAddresses',
    method: 'GET',
    path: '/api/v1/customers/:customerId/addresses',
    summary: 'Addresses of a customer',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: z.object({ addresses: z.array(address) }),
    errors: ['not_found'],
  }),
  addAddress: endpoint({
    name: 'customers.addAddress',
    method: 'POST',
    path: '/api/v1/customers/:customerId/addresses',
    summary: 'Add an address',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    status: 201,
    params: ref,
    body: addressInput,
    response: address,
    errors: ['not_found', 'too_many_addresses', 'customer_closed'],
  }),
  updateAddress: endpoint({
    name: 'customers.updateAddress',
    method: 'PUT',
    path: '/api/v1/customers/:customerId/addresses/:addressId',
    summary: 'Change an address; its verification starts again',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ref.extend({ addressId: id }),
    body: addressChange,
    response: address,
    errors: ['not_found', 'customer_closed'],
  }),
  removeAddress: endpoint({
    name: 'customers.removeAddress',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId/addresses/:addressId',
    summary: 'Remove an address',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ref.extend({ addressId: id }),
    response: z.object({ removed: z.boolean() }),
    errors: ['not_found'],
  }),
};
