import { formatNumber } from './format.ts';
import { type Digits, type Language, localeOf } from './language.ts';
import { messages } from './messages/registry.ts';

export type Params = Record<string, string | number | undefined>;

const pluralRules: Partial<Record<Language, Intl.PluralRules>> = {};

/** CLDR plural form of a count: zero, one, two, few, many, other in Arabic; one, other in English. */
export function pluralOf(language: Language, count: number): Intl.LDMLPluralRule {
  pluralRules[language] ??= new Intl.PluralRules(localeOf(language));
  return pluralRules[language].select(Math.abs(count));
}

/** Puts `{name}` slots in place; numbers are written in the digits of the language. */
export function fill(template: string, params: Params, language: Language, digits?: Digits): string {
  return template.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = params[name];
    if (value === undefined) return slot;
    return typeof value === 'number' ? formatNumber(value, language, { digits }) : value;
  });
}

/**
 * The sentence of a key in a language. With `params.count` the plural form of the key is taken
 * (`key_one`, `key_few`, …). A key that no catalogue holds comes back as itself, so that a missing
 * sentence is seen and never breaks a reply; the catalogue test keeps this from happening.
 */
export function translate(language: Language, key: string, params: Params = {}, digits?: Digits): string {
  const catalogue: Record<string, string> = messages[language];
  const count = params.count;
  const template =
    (typeof count === 'number' ? catalogue[`${key}_${pluralOf(language, count)}`] : undefined) ??
    catalogue[key] ??
    key;
  return fill(template, params, language, digits);
}

/** The sentence a person reads for an error code. */
export function errorMessage(language: Language, code: string, params: Params = {}): string {
  const key = `error.${code}`;
  return key in messages[language]
    ? translate(language, key, params)
    : translate(language, 'error.internal', params);
}
