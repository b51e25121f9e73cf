export type Language = 'ar' | 'en';
export type Direction = 'rtl' | 'ltr';
/** Digits a person reads: by default those of the language; `latn` is a personal setting for Arabic. */
export type Digits = 'arab' | 'latn';

export const languages: readonly Language[] = ['ar', 'en'];

/** Writing direction of a language. */
export function directionOf(language: Language): Direction {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/**
 * BCP 47 tag for Intl. English is British (day before month); Arabic is that of Saudi Arabia with the
 * calendar pinned to Gregorian, as `ar-SA` alone means the Hijri calendar.
 */
export function localeOf(language: Language, digits?: Digits): string {
  if (language === 'en') return 'en-GB';
  return `ar-SA-u-ca-gregory-nu-${digits ?? 'arab'}`;
}

/** The first supported language of a preference list (Accept-Language header or navigator.languages). */
export function pickLanguage(
  preferred: string | readonly string[] | undefined,
  otherwise: Language,
): Language {
  const tags = typeof preferred === 'string' ? preferred.split(',') : (preferred ?? []);
  for (const tag of tags) {
    const primary = tag.trim().toLowerCase().split(/[-;_]/)[0];
    if (primary === 'ar' || primary === 'en') return primary;
  }
  return otherwise;
}
