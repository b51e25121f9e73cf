import type { Language } from '@wafa/contract';
import { groupCardNumber } from '@wafa/i18n';
import type * as settings from '../../settings/index.ts';
import type { CommonVariables } from '../templates/rules.ts';
import type { Recipient } from './sql.ts';

type Person = Pick<
  Recipient,
  'firstName' | 'lastName' | 'firstNameAr' | 'lastNameAr' | 'companyName' | 'cardNumber'
>;

const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ');

/** How a person is called in a language: the Arabic name in Arabic texts, where there is one. */
export function namesOf(
  person: Person,
  language: Language,
): { firstName: string; lastName: string; name: string } {
  const arabic = language === 'ar' && person.firstNameAr !== null;
  const firstName = (arabic ? person.firstNameAr : person.firstName) ?? '';
  const lastName = (arabic ? person.lastNameAr : person.lastName) ?? '';
  return { firstName, lastName, name: joined(firstName, lastName) || (person.companyName ?? '') };
}

export const storeName = (store: Pick<settings.StoreFacts, 'name' | 'nameAr'>, language: Language): string =>
  (language === 'ar' ? store.nameAr : null) ?? store.name;

/** What every template may name; without a person `customer` is missing. */
export function commonVariables(
  store: settings.StoreFacts,
  language: Language,
  person: Person | undefined,
): Pick<CommonVariables, 'store'> & Partial<CommonVariables> {
  return {
    store: { name: storeName(store, language) },
    ...(person && {
      customer: { ...namesOf(person, language), cardNumber: groupCardNumber(person.cardNumber) },
    }),
  };
}
