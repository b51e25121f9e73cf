import type { Language } from '@wafa/contract';
import parsePhone, { type CountryCode, isSupportedCountry } from 'libphonenumber-js';
import { AppError } from '../../../platform/errors.ts';
import type { NewCustomer } from './bulk.ts';

/** The marketing topics' switch per channel. */
export interface Preferences {
  email: boolean;
  sms: boolean;
  push: boolean;
  inApp: boolean;
}

/** A `NewCustomer` checked and in the form it is stored in. */
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
  communicationPreferences: Partial<Preferences>;
  customFields: Record<string, unknown>;
  source: string | null;
  sourceId: string | null;
}

/**
 * A phone number as E.164; a national one is read by `country` (ISO 3166-1 alpha-2).
 * @throws AppError phone_invalid when it cannot be a number of its country
 */
export function normalPhone(value: string, country: string | null): string {
  const home = country !== null && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhone(latinDigits(value), home);
  if (!parsed?.isValid()) throw new AppError('phone_invalid', { field: 'phone' });
  return parsed.number;
}

/** Arabic-Indic and Persian digits as Latin ones. */
export function latinDigits(value: string): string {
  return value.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15));
}

/** E-mail addresses are kept and compared in lower case. */
export function normalEmail(value: string): string {
  return value.trim().toLowerCase();
}

/**
 * @throws AppError date_in_future or date_too_old for a birthday after `today` (yyyy-mm-dd, the store's
 * calendar) or before 1900
 */
export function checkBirthday(value: string, today: string): void {
  if (value > today) throw new AppError('date_in_future', { field: 'birthday' });
  if (value < '1900-01-01') throw new AppError('date_too_old', { field: 'birthday' });
}

/** The calendar day of an instant in a time zone, yyyy-mm-dd. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** What normalising needs to know of the store and the day. */
export interface HomeFacts {
  /** ISO 3166-1 alpha-2, or null where the store has none. */
  country: string | null;
  /** The store's calendar day, yyyy-mm-dd. */
  today: string;
}

/**
 * Brings a checked item into the form it is stored in. Empty optional text becomes null.
 * @throws AppError phone_invalid, date_in_future, date_too_old
 */
export function normalCustomer(item: NewCustomer, home: HomeFacts): NormalCustomer {
  if (item.birthday) checkBirthday(item.birthday, home.today);
  return {
    type: item.type ?? 'individual',
    status: item.status ?? 'active',
    firstName: item.firstName,
    lastName: item.lastName ?? '',
    firstNameAr: item.firstNameAr || null,
    lastNameAr: item.lastNameAr || null,
    companyName: item.companyName || null,
    taxNumber: item.taxNumber || null,
    email: item.email ? normalEmail(item.email) : null,
    phone: item.phone ? normalPhone(item.phone, home.country) : null,
    birthday: item.birthday || null,
    language: item.language ?? null,
    preferredCategories: item.preferredCategories ?? [],
    tags: item.tags ?? [],
    communicationPreferences: item.communicationPreferences ?? {},
    customFields: item.customFields ?? {},
    source: item.source || null,
    sourceId: item.sourceId || null,
  };
}
