import { z } from 'zod';
import { commaList, customerRef, day, id, instant, label, language, listOf, money, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const customerType = z.enum(['individual', 'business']);
export const customerStatus = z.enum(['active', 'inactive', 'suspended', 'closed']);

/** Channels on which marketing topics may reach the customer. */
export const communicationPreferences = z.object({
  email: z.boolean(),
  sms: z.boolean(),
  push: z.boolean(),
  inApp: z.boolean(),
});

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

export const addressInput = z.object({
  street1: text(200).min(1),
  street2: text(200).optional(),
  city: text(100).min(1),
  state: text(100).default(''),
  postalCode: text(20).default(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('ISO 3166-1 alpha-2'),
  isDefaultBilling: z.boolean().optional(),
  isDefaultShipping: z.boolean().optional(),
  coordinates: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .optional(),
});

export const customer = z.object({
  id,
  cardNumber: z.string().describe('12 digits, the last a check digit'),
  type: customerType,
  status: customerStatus,
  firstName: z.string(),
  lastName: z.string(),
  firstNameAr: z.string().nullable(),
  lastNameAr: z.string().nullable(),
  companyName: z.string().nullable(),
  taxNumber: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable().describe('E.164'),
  birthday: day.nullable(),
  language: language.nullable(),
  tags: z.array(z.string()),
  preferredCategories: z.array(z.string()),
  communicationPreferences,
  source: z.string().nullable(),
  segment: z.string().nullable(),
  tier: z.string().nullable(),
  loyaltyPoints: z.int(),
  totalSpent: money,
  currency: z.string(),
  totalOrders: z.int(),
  averageOrderValue: money,
  firstOrderDate: instant.nullable(),
  lastOrderDate: instant.nullable(),
  lastVisitAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type Customer = z.infer<typeof customer>;

/** What the Customer ID card shows; the same in portal, app, component and wallet pass. */
export const card = z.object({
  customerId: id,
  cardNumber: z.string(),
  cardNumberGrouped: z.string().describe('Grouped by four, for reading aloud'),
  qr: z.string().describe('Payload of the QR shown on the card'),
  name: z.string(),
  nameAr: z.string().nullable(),
  status: customerStatus,
  tier: z.object({ key: z.string(), name: label }).nullable(),
  store: z.object({ id, name: z.string(), nameAr: z.string().nullable(), color: z.string().nullable() }),
  profile: customer,
});
export type Card = z.infer<typeof card>;

const name = (max: number) => text(max);
const customerFields = {
  firstName: name(100),
  lastName: name(100),
  firstNameAr: name(100).nullish(),
  lastNameAr: name(100).nullish(),
  email: z.email().max(254).nullish(),
  phone: z.string().trim().max(40).nullish(),
  type: customerType,
  companyName: text(200).nullish(),
  taxNumber: text(50).nullish(),
  birthday: day.nullish(),
  language: language.nullish(),
  preferredCategories: commaList,
  communicationPreferences: communicationPreferences.partial(),
  tags: z.array(text(50).min(1)).max(100),
  source: text(50).nullish(),
};

export const customerCreate = z.object({
  ...customerFields,
  firstName: name(100).min(1),
  lastName: name(100).default(''),
  type: customerType.default('individual'),
  status: z.enum(['active', 'inactive', 'suspended']).default('active'),
  preferredCategories: commaList.default([]),
  communicationPreferences: communicationPreferences.partial().optional(),
  tags: customerFields.tags.default([]),
  address: addressInput.optional(),
});

export const customerUpdate = z
  .object({ ...customerFields, status: customerStatus, address: addressInput })
  .partial();

export const customerSort = z.enum(['createdAt', 'name', 'email', 'lastVisitAt', 'totalSpent']);

export const customerFilter = paging.extend({
  query: z.string().trim().max(200).optional(),
  status: customerStatus.optional(),
  type: customerType.optional(),
  segment: z.string().max(60).optional(),
  tier: z.string().max(60).optional(),
  tags: commaList.optional(),
  createdFrom: z.union([instant, day]).optional(),
  createdTo: z.union([instant, day]).optional(),
  lastVisitFrom: z.union([instant, day]).optional(),
  lastVisitTo: z.union([instant, day]).optional(),
  totalSpentMin: z.coerce.number().int().optional(),
  totalSpentMax: z.coerce.number().int().optional(),
  sortBy: customerSort.default('createdAt'),
  sortOrder: z.enum(['asc', 'desc']).default('desc'),
});

const ref = z.object({ customerId: customerRef });
const byId = { toInput: (raw: { params: Record<string, unknown>; query: Record<string, unknown>; body: unknown }) => ({ ...raw, params: { customerId: raw.params.id } }) };
const mine = { caller: 'self' as const, toInput: (raw: { params: Record<string, unknown>; query: Record<string, unknown>; body: unknown }) => ({ ...raw, params: { customerId: 'me' } }) };

export const customersContract = {
  list: endpoint({
    name: 'customers.list',
    method: 'GET',
    path: '/api/v1/customers',
    summary: 'Search and filter customers',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: customerFilter,
    response: listOf('customers', customer),
    errors: ['cursor_invalid'],
  }),
  create: endpoint({
    name: 'customers.create',
    method: 'POST',
    path: '/api/v1/customers',
    aliases: [{ path: '/api/customer-id/create' }],
    summary: 'Register a customer and issue the Customer ID',
    caller: 'staff',
    permission: 'customers.create',
    lane: 'write',
    status: 201,
    body: customerCreate,
    response: customer,
    errors: ['email_taken', 'phone_taken', 'phone_invalid'],
  }),
  get: endpoint({
    name: 'customers.get',
    method: 'GET',
    path: '/api/v1/customers/:customerId',
    aliases: [{ path: '/api/customers/profile', ...mine }],
    summary: 'One customer with statistics',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: customer,
    errors: ['not_found'],
  }),
  update: endpoint({
    name: 'customers.update',
    method: 'PUT',
    path: '/api/v1/customers/:customerId',
    aliases: [
      { path: '/api/customer-id/:id/update', ...byId },
      { path: '/api/customers/profile', ...mine },
    ],
    summary: 'Change profile fields',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ref,
    body: customerUpdate,
    response: customer,
    errors: ['not_found', 'email_taken', 'phone_taken', 'phone_invalid'],
  }),
  card: endpoint({
    name: 'customers.card',
    method: 'GET',
    path: '/api/v1/customers/:customerId/card',
    aliases: [{ path: '/api/customer-id/:id', ...byId }],
    summary: 'The Customer ID card: number, QR, tier, status, profile',
    caller: 'both',
    permission: 'customers.find',
    lane: 'read',
    params: ref,
    response: card,
    errors: ['not_found'],
  }),
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
    errors: ['not_found', 'too_many_addresses'],
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
    body: addressInput.partial(),
    response: address,
    errors: ['not_found'],
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
