import { z } from 'zod';
import {
  commaList,
  customerRef,
  day,
  id,
  instant,
  label,
  language,
  listOf,
  money,
  paging,
  text,
} from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';

/** A name: text without the marks that turn the writing direction, which can make one name read as another. */
export function nameText(max: number) {
  return text(max).refine((value) => !/[\u202a-\u202e\u2066-\u2069]/.test(value), {
    error: 'direction_marks',
  });
}

/** Categories, tags: a comma list or an array of short texts. */
const tag = nameText(50).min(1);
const labels = commaList.pipe(z.array(tag).max(100));

export const customerType = z.enum(['individual', 'business']);
export const customerStatus = z.enum(['active', 'inactive', 'suspended', 'closed']);
/** As shown: a customer merged into another answers as that one, and is listed when asked for. */
export const shownStatus = z.enum([...customerStatus.options, 'merged']);
export type CustomerStatus = z.infer<typeof shownStatus>;

/** Channels on which marketing topics may reach the customer. */
export const communicationPreferences = z.object({
  email: z.boolean(),
  sms: z.boolean(),
  push: z.boolean(),
  inApp: z.boolean(),
});

export type CommunicationPreferences = z.infer<typeof communicationPreferences>;

/** What the customer allows: profiling for offers, the leaderboard, sharing with partners. */
export const privacyPreferences = z.object({
  profiling: z.boolean(),
  leaderboard: z.boolean(),
  sharing: z.boolean(),
});
export type PrivacyPreferences = z.infer<typeof privacyPreferences>;

/** Fields of the store's own, flat. */
export const customFields = z
  .record(nameText(50).min(1), z.union([nameText(500), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'too_many_fields' });

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
export type Address = z.infer<typeof address>;

export const customer = z.object({
  id,
  cardNumber: z.string().describe('12 digits, the last a check digit'),
  type: customerType,
  status: shownStatus,
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
  privacy: privacyPreferences,
  customFields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
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
  qr: z
    .string()
    .describe('Payload of the static QR: `wafa:1:` and the card number; it identifies and proves nothing'),
  name: z.string(),
  nameAr: z.string().nullable(),
  status: shownStatus,
  tier: z.object({ key: z.string(), name: label }).nullable(),
  store: z.object({ id, name: z.string(), nameAr: z.string().nullable(), color: z.string().nullable() }),
  wallets: z
    .object({ apple: z.boolean(), google: z.boolean() })
    .describe('For which wallets the store makes passes'),
  profile: customer,
});
export type Card = z.infer<typeof card>;

/** A card as a till finds it, and what was shown: a number proves nobody, a rotating code does, once. */
export const lookedUp = card.extend({ proof: z.enum(['rotating', 'static']) });

const customerFields = {
  firstName: nameText(100).min(1),
  lastName: nameText(100),
  firstNameAr: nameText(100).nullish(),
  lastNameAr: nameText(100).nullish(),
  email: z.email().max(254).nullish(),
  phone: text(40).nullish(),
  type: customerType,
  companyName: nameText(200).nullish(),
  taxNumber: nameText(50).nullish(),
  birthday: day.nullish(),
  language: language.nullish(),
  preferredCategories: labels,
  communicationPreferences: communicationPreferences.partial(),
  privacy: privacyPreferences.partial(),
  customFields,
  tags: labels,
  source: nameText(50).nullish(),
  consentWording: nameText(100)
    .optional()
    .describe('Version of the text that was agreed to; kept in the consent log'),
};

export const customerCreate = z.object({
  ...customerFields,
  lastName: nameText(100).default(''),
  type: customerType.default('individual'),
  status: z.enum(['active', 'inactive', 'suspended']).default('active'),
  preferredCategories: labels.default([]),
  communicationPreferences: communicationPreferences.partial().optional(),
  privacy: privacyPreferences.partial().optional(),
  customFields: customFields.optional(),
  tags: labels.default([]),
  sourceId: nameText(200)
    .min(1)
    .nullish()
    .describe('Id in the source; with `source` a customer is made once'),
  address: addressInput.optional(),
});

export const customerUpdate = z
  .object({ ...customerFields, status: customerStatus, address: addressInput })
  .partial();

export const customerSort = z.enum(['createdAt', 'name', 'email', 'lastVisitAt', 'totalSpent', 'relevance']);

export const customerFilter = paging.extend({
  query: text(200).optional(),
  status: shownStatus.optional(),
  type: customerType.optional(),
  segment: text(60).optional(),
  tier: text(60).optional(),
  tags: labels.optional(),
  match: z
    .enum(['any', 'all'])
    .default('all')
    .describe('Whether a customer must be in all of the tags and the segment, or in any of them'),
  createdFrom: z.union([instant, day]).optional(),
  createdTo: z.union([instant, day]).optional(),
  lastVisitFrom: z.union([instant, day]).optional(),
  lastVisitTo: z.union([instant, day]).optional(),
  totalSpentMin: z.coerce.number().int().optional(),
  totalSpentMax: z.coerce.number().int().optional(),
  sortBy: customerSort
    .optional()
    .describe(
      'Without it `relevance` where there is a `query`, else `createdAt`; `relevance` has one direction',
    ),
  sortOrder: z.enum(['asc', 'desc']).default('desc'),
});

const ref = z.object({ customerId: customerRef });
const byId = { toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id } }) };
const mine = {
  caller: 'self' as const,
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: 'me' } }),
};

export const customersContract = {
  list: endpoint({
    name: 'customers.list',
    method: 'GET',
    path: '/api/v1/customers',
    aliases: [
      {
        path: '/api/customers/search',
        description: '`q` is `query`.',
        toInput: ({ query: { q, ...query }, ...raw }: RawInput) => ({
          ...raw,
          query: { query: q, ...query },
        }),
      },
      {
        path: '/api/customers/segment',
        description: 'By `segment`, `tags`, or both with `match`.',
      },
    ],
    summary: 'Search and filter customers',
    description:
      '`query` looks for the words of names and companies in either script, whole, as they sound, by their beginning or with a letter wrong, and for e-mail, phone and card number, whole or in part. It finds at most 1,000 customers, which the other filters then narrow; `totalCapped` says that there are more. Exact numbers come first, then whole names, then the nearly right. A list without `query` is complete: past the first pages follow `nextCursor`. Customers without e-mail or visit come first in ascending order.',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: customerFilter,
    response: listOf('customers', customer).extend({
      totalCapped: z.boolean().describe('More were found than the 1,000 that a query considers'),
    }),
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
    errors: ['email_taken', 'phone_taken', 'phone_invalid', 'date_in_future', 'date_too_old'],
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
    errors: [
      'not_found',
      'email_taken',
      'phone_taken',
      'phone_invalid',
      'date_in_future',
      'date_too_old',
      'birthday_locked',
      'customer_closed',
    ],
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
  lookup: endpoint({
    name: 'customers.lookup',
    method: 'GET',
    path: '/api/v1/customers/lookup',
    summary: 'Find one customer at the till, by the exact card number, a scanned QR code or phone',
    description:
      'Staff who may only find customers see e-mail and phone masked. A look-up takes no rotating code and so proves nothing: `proof` is `static`; `customers/card/verify` takes it.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'read',
    query: z
      .object({ card: text(400).optional(), phone: text(40).optional() })
      .refine((query) => Boolean(query.card) !== Boolean(query.phone), {
        error: 'card_or_phone',
        path: ['card'],
      }),
    response: lookedUp,
    errors: [
      'not_found',
      'phone_invalid',
      'card_code_unreadable',
      'card_other_store',
      'card_not_genuine',
      'card_device_revoked',
      'card_certificate_ended',
      'card_code_stale',
    ],
  }),
  addTag: endpoint({
    name: 'customers.addTag',
    method: 'POST',
    path: '/api/v1/customers/:customerId/tags',
    aliases: [{ path: '/api/customers/:id/tags', ...byId }],
    summary: 'Tag a customer; a tag that is there stays once',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: ref,
    body: z.object({ tag }),
    response: z.object({ tags: z.array(z.string()) }),
    errors: ['not_found', 'customer_closed'],
  }),
  removeTag: endpoint({
    name: 'customers.removeTag',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId/tags/:tag',
    aliases: [
      {
        path: '/api/customers/:id/tags/:tag',
        toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id, tag: raw.params.tag } }),
      },
    ],
    summary: 'Take a tag from a customer; one that is not there is no error',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: ref.extend({ tag }),
    response: z.object({ tags: z.array(z.string()) }),
    errors: ['not_found', 'customer_closed'],
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
