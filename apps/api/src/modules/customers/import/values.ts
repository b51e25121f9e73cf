import { fold } from '../directory/rules.ts';

/** A cell of a file: CSV has texts only. */
export type Cell = string | number | boolean | null | undefined;

/** Trimmed text of a cell; undefined where it is empty. */
export function textOf(cell: Cell): string | undefined {
  const text = cell === null || cell === undefined ? '' : String(cell).trim();
  return text === '' ? undefined : text;
}

/** The same with Arabic-Indic digits as Latin ones, for numbers and dates. */
export function plainOf(cell: Cell): string | undefined {
  return textOf(cell)
    ?.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));
}

/** A list of texts, split at commas, semicolons and bars of either script. */
export function listOf(cell: Cell): string[] {
  return (textOf(cell) ?? '')
    .split(/[,;|،؛]/)
    .map((item) => item.trim())
    .filter(Boolean);
}

const yes = new Set(['yes', 'y', 'true', '1', 'on', 'subscribed', 'نعم', 'صح', 'مشترك'].map(fold));
const no = new Set(
  ['no', 'n', 'false', '0', 'off', 'unsubscribed', 'not subscribed', 'لا', 'خطا', 'غير مشترك'].map(fold),
);

/** Yes or no; undefined where the cell is empty, `bad` where it says neither. */
export function flagOf(cell: Cell): boolean | undefined | 'bad' {
  const text = textOf(cell);
  if (text === undefined) return undefined;
  if (yes.has(fold(text))) return true;
  return no.has(fold(text)) ? false : 'bad';
}

/**
 * A calendar day as yyyy-mm-dd. Where the year stands last the day stands first, as in the Arab world and
 * most others. What is no such date is passed on as it is, for the validator to refuse.
 */
export function dayOf(cell: Cell): string | undefined {
  const text = plainOf(cell);
  if (text === undefined) return undefined;
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text);
  const [, year, month, day] = iso ?? [];
  if (year && month && day) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const [, first, second, last] = local ?? [];
  if (first && second && last) return `${last}-${second.padStart(2, '0')}-${first.padStart(2, '0')}`;
  return text;
}

const words: Readonly<Record<'language' | 'type' | 'status', Readonly<Record<string, readonly string[]>>>> = {
  language: {
    ar: ['ar', 'arabic', 'ar sa', 'العربية', 'عربي'],
    en: ['en', 'english', 'en us', 'en gb', 'الإنجليزية', 'انجليزي'],
  },
  type: {
    individual: ['individual', 'person', 'private', 'فرد', 'فردي'],
    business: ['business', 'company', 'organisation', 'organization', 'شركة', 'منشأة'],
  },
  status: {
    active: ['active', 'enabled', 'نشط', 'فعال'],
    inactive: ['inactive', 'disabled', 'غير نشط'],
    suspended: ['suspended', 'blocked', 'موقوف', 'محظور'],
  },
};

/** One of few values by any of its names in both languages; what is none is passed on for the validator. */
export function choiceOf(kind: keyof typeof words, cell: Cell): string | undefined {
  const text = textOf(cell);
  if (text === undefined) return undefined;
  const found = Object.entries(words[kind]).find(([, names]) =>
    names.some((name) => fold(name) === fold(text)),
  );
  return found?.[0] ?? text;
}

let countries: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2 of a country by its code or its name in English or Arabic; else what stands there. */
export function countryOf(cell: Cell): string | undefined {
  const text = textOf(cell);
  if (text === undefined) return undefined;
  countries ??= countryNames();
  return countries.get(fold(text)) ?? text;
}

function countryNames(): ReadonlyMap<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const names = new Map<string, string>();
  for (const language of ['en', 'ar']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      if (name) names.set(fold(name), code).set(fold(code), code);
    }
  }
  return names;
}
