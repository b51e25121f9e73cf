/** What is known of a customer, and what of it can be written. */
import { z } from 'zod';
import { commaList, day, id, instant, language, money, nameText, text } from './common.ts';
import { addressInput } from './customers-address-book.ts';

export const customerType = z.enum(['individual', 'business']);
export const customerStatus = z.enum(['active', 'inactive', 'suspended', 'closed']);
/** As shown: a customer merged into another answers as that one, and is listed when asked for. */
export const shownStatus = z.enum([...customerStatus.options, 'merged']);
export type CustomerStatus = z.infer<typeof shownStatus>;

/** A tag, or the name of a category. */
export const customerTag = nameText(50).min(1);
/** Tags or categories: a comma list or an array. */
export const customerLabels = commaList.pipe(z.array(customerTag).max(100));

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
  preferredCategories: customerLabels,
  communicationPreferences: communicationPreferences.partial(),
  privacy: privacyPreferences.partial(),
  customFields,
  tags: customerLabels,
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
  preferredCategories: customerLabels.default([]),
  communicationPreferences: communicationPreferences.partial().optional(),
  privacy: privacyPreferences.partial().optional(),
  customFields: customFields.optional(),
  tags: customerLabels.default([]),
  sourceId: nameText(200)
    .min(1)
    .nullish()
    .describe('Id in the source; with `source` a customer is made once'),
  address: addressInput.optional(),
});

export const customerUpdate = z
  .object({ ...customerFields, status: customerStatus, address: addressInput })
  .partial();
