import type { Customer } from '@wafa/contract';
import type { Language } from '@wafa/i18n/core';

export type Named = Pick<
  Customer,
  'firstName' | 'lastName' | 'firstNameAr' | 'lastNameAr' | 'companyName' | 'cardNumber'
>;

const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ');

/** Every name of a customer, the reader's first: company, own script, other script. */
function namesOf(language: Language, customer: Named): string[] {
  const latin = joined(customer.firstName, customer.lastName);
  const arabic = joined(customer.firstNameAr, customer.lastNameAr);
  const names = [customer.companyName, ...(language === 'ar' ? [arabic, latin] : [latin, arabic])];
  return [...new Set(names.filter((name): name is string => Boolean(name)))];
}

/** What a customer is called; an erased one has only the card number left. */
export function nameOf(language: Language, customer: Named): string {
  return namesOf(language, customer)[0] ?? customer.cardNumber;
}

/** The name in the other script, or the person behind a company. */
export function otherNameOf(language: Language, customer: Named): string | null {
  return namesOf(language, customer)[1] ?? null;
}

/** One or two letters for a picture that is not there. Arabic letters would join, so one stands alone. */
export function initialsOf(language: Language, customer: Named): string {
  const words = nameOf(language, customer).split(' ').filter(Boolean);
  const letters = words.map((word) => [...word][0] ?? '');
  return /\p{Script=Arabic}/u.test(letters[0] ?? '')
    ? (letters[0] ?? '')
    : letters.length > 1
      ? `${letters[0]}${letters.at(-1)}`.toUpperCase()
      : (letters[0] ?? '').toUpperCase();
}
