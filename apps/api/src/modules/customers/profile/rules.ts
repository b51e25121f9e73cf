import { isDeepStrictEqual } from 'node:util';
import type {
  CommunicationPreferences,
  Customer,
  customerCreate,
  Language,
  PrivacyPreferences,
} from '@wafa/contract';
import type { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import { normaliseEmail, normalisePhone } from '../../identity/index.ts';

/** A customer's fields in the form they are stored in. */
export interface NormalCustomer {
  type: 'individual' | 'business';
  status: 'active' | 'inactive' | 'suspended';
  firstName: string;
  lastName: string;
  firstNameAr: string | null;
  lastNameAr: string | null;
  companyName: string | null;
  taxNumber: string | null;
  email: string | null;
  phone: string | null;
  birthday: string | null;
  language: Language | null;
  preferredCategories: string[];
  tags: string[];
  communicationPreferences: Partial<CommunicationPreferences>;
  privacy: Partial<PrivacyPreferences>;
  customFields: Customer['customFields'];
  source: string | null;
  sourceId: string | null;
}

/** The same as it may stand after a change: closed, too. */
export type Profile = Omit<NormalCustomer, 'status'> & { status: NormalCustomer['status'] | 'closed' };

/**
 * A phone number as E.164; a national one is read by `country` (ISO 3166-1 alpha-2).
 * @throws AppError phone_invalid when it cannot be a number of its country
 */
export function normalPhone(value: string, country: string | undefined): string {
  const phone = normalisePhone(value, country);
  if (phone === undefined) throw new AppError('phone_invalid', { field: 'phone' });
  return phone;
}

/**
 * @throws AppError date_in_future or date_too_old for a birthday after `today` (yyyy-mm-dd, the store's
 * calendar) or before 1900
 */
export function checkBirthday(value: string, today: string): void {
  if (value > today) throw new AppError('date_in_future', { field: 'birthday' });
  if (value < '1900-01-01') throw new AppError('date_too_old', { field: 'birthday' });
}

/** How often customers change a birthday that stands, themselves. */
export const ownBirthdayChanges = 1;

/** The calendar day of an instant in a time zone, yyyy-mm-dd. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}

/** What normalising needs to know of the store and the day. */
export interface HomeFacts {
  /** ISO 3166-1 alpha-2, or undefined where the store has none. */
  country: string | undefined;
  /** The store's calendar day, yyyy-mm-dd. */
  today: string;
}

export function homeOf(store: { country: string | undefined; timeZone: string }, now: Date): HomeFacts {
  return { country: store.country, today: dayIn(store.timeZone, now) };
}

/**
 * Brings a checked item into the form it is stored in. Empty optional text becomes null.
 * @throws AppError phone_invalid, date_in_future, date_too_old
 */
export function normalCustomer(item: z.output<typeof customerCreate>, home: HomeFacts): NormalCustomer {
  const profile = normalFields(item, home);
  return {
    type: item.type,
    status: item.status,
    firstName: item.firstName,
    lastName: item.lastName,
    firstNameAr: profile.firstNameAr ?? null,
    lastNameAr: profile.lastNameAr ?? null,
    companyName: profile.companyName ?? null,
    taxNumber: profile.taxNumber ?? null,
    email: profile.email ?? null,
    phone: profile.phone ?? null,
    birthday: profile.birthday ?? null,
    language: item.language ?? null,
    preferredCategories: item.preferredCategories,
    tags: item.tags,
    communicationPreferences: item.communicationPreferences ?? {},
    privacy: item.privacy ?? {},
    customFields: item.customFields ?? {},
    source: profile.source ?? null,
    sourceId: profile.sourceId ?? null,
  };
}

/** The fields that need more than their shape checked; null clears one. */
interface Optional {
  firstNameAr?: string | null;
  lastNameAr?: string | null;
  companyName?: string | null;
  taxNumber?: string | null;
  email?: string | null;
  phone?: string | null;
  birthday?: string | null;
  source?: string | null;
  sourceId?: string | null;
}

/**
 * Normalises what is there and leaves out what is not; empty text means cleared.
 * @throws AppError phone_invalid, date_in_future, date_too_old
 */
export function normalFields<T extends Optional>(fields: T, home: HomeFacts): T {
  const normal: T = { ...fields };
  for (const key of optionalTexts) {
    if (normal[key] === '') normal[key] = null;
  }
  if (normal.birthday) checkBirthday(normal.birthday, home.today);
  if (normal.email) normal.email = normaliseEmail(normal.email);
  if (normal.phone) normal.phone = normalPhone(normal.phone, home.country);
  return normal;
}

const optionalTexts = [
  'firstNameAr',
  'lastNameAr',
  'companyName',
  'taxNumber',
  'email',
  'phone',
  'birthday',
  'source',
  'sourceId',
] as const;

/** What an update changes of a profile: only the fields that differ from what stands. */
export function changesOf(before: Profile, patch: Partial<Profile>): Partial<Profile> {
  const merged: Partial<Profile> = { ...patch };
  if (patch.communicationPreferences) {
    merged.communicationPreferences = {
      ...before.communicationPreferences,
      ...patch.communicationPreferences,
    };
  }
  if (patch.privacy) merged.privacy = { ...before.privacy, ...patch.privacy };
  if (patch.customFields) merged.customFields = mergeCustomFields(before.customFields, patch.customFields);
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([key, value]) => value !== undefined && !isDeepStrictEqual(value, before[key as keyof Profile]),
    ),
  );
}

/** Custom fields change one by one; null removes one. */
function mergeCustomFields(before: Profile['customFields'], patch: Profile['customFields']) {
  const merged = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged);
}

/** Most tags that a customer carries; the contract's limit for a whole list. */
const tagLimit = 100;

/**
 * The tags with one more, each once.
 * @throws AppError validation when there is no room
 */
export function withTag(tags: readonly string[], tag: string): string[] {
  if (tags.includes(tag)) return [...tags];
  if (tags.length >= tagLimit) throw new AppError('validation', { field: 'tag', detail: `${tagLimit} tags` });
  return [...tags, tag];
}

/** Fields that only staff may set. */
const staffFields = ['status', 'type', 'tags', 'source', 'customFields'] as const;

/** The first field of a change that is not the customer's own to make. */
export function forbiddenField(
  patch: Partial<Record<(typeof staffFields)[number], unknown>>,
): string | undefined {
  return staffFields.find((field) => patch[field] !== undefined);
}

/** `+966512345678` as `+•••••••••678`: enough to compare with what the customer says. */
export function maskPhone(phone: string): string {
  return `+${'•'.repeat(phone.length - 4)}${phone.slice(-3)}`;
}

/** `layla@example.com` as `l••••@e••••••.com`; a part of one letter is hidden whole. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const dot = domain.lastIndexOf('.');
  return `${maskWord(local)}@${maskWord(domain.slice(0, dot))}${domain.slice(dot)}`;
}

function maskWord(word: string): string {
  return word.length > 1 ? `${word[0]}${'•'.repeat(word.length - 1)}` : '•';
}

/** A customer as staff see who may only find customers: enough to recognise the person, no more. */
export function maskCustomer(customer: Customer): Customer {
  return {
    ...customer,
    email: customer.email === null ? null : maskEmail(customer.email),
    phone: customer.phone === null ? null : maskPhone(customer.phone),
    birthday: null,
    taxNumber: null,
    customFields: {},
    tags: [],
    source: null,
  };
}
