import { type Capability, capabilities } from '@wafa/contract';

/** Digits of the currency's minor unit (ISO 4217, as the runtime's ICU knows them); 2 for unknown codes. */
export function currencyExponent(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits as number;
}

/** Whether the runtime knows the currency: a made-up code would have no minor unit. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/** Whether the runtime's time zone database has this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const euroCountries: Readonly<Record<string, string>> = {
  'Europe/Amsterdam': 'NL',
  'Europe/Athens': 'GR',
  'Europe/Berlin': 'DE',
  'Europe/Bratislava': 'SK',
  'Europe/Brussels': 'BE',
  'Europe/Dublin': 'IE',
  'Europe/Helsinki': 'FI',
  'Europe/Lisbon': 'PT',
  'Europe/Ljubljana': 'SI',
  'Europe/Luxembourg': 'LU',
  'Europe/Madrid': 'ES',
  'Europe/Malta': 'MT',
  'Europe/Paris': 'FR',
  'Europe/Riga': 'LV',
  'Europe/Rome': 'IT',
  'Europe/Tallinn': 'EE',
  'Europe/Vienna': 'AT',
  'Europe/Vilnius': 'LT',
  'Europe/Zagreb': 'HR',
  'Asia/Nicosia': 'CY',
};

/**
 * The country whose phone numbers may be written without a country code: as set, else from the
 * currency, whose first two letters are the country's (ISO 4217), else, for the euro, from the time
 * zone. Undefined for currencies of no one country.
 */
export function countryOf(set: string | null, currency: string, timeZone: string): string | undefined {
  if (set) return set;
  if (currency === 'EUR') return euroCountries[timeZone];
  return currency.startsWith('X') ? undefined : currency.slice(0, 2);
}

/** Every capability with its state: on, unless the store has switched it off. */
export function allSwitches(stored: Readonly<Record<string, boolean>>): Record<Capability, boolean> {
  return Object.fromEntries(capabilities.map((name) => [name, stored[name] ?? true])) as Record<
    Capability,
    boolean
  >;
}

/** Settings after a change: merged by the first level; null removes a key. */
export function mergeSettings(
  before: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null));
}
