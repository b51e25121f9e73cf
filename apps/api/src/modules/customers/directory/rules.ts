import { createHash } from 'node:crypto';
import { text } from '@wafa/contract';
import { z } from 'zod';

const marks =
  /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const letters =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐıøØłŁđĐßٱىیةکھہ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
const folded =
  'abcdefghijklmnopqrstuvwxyzαβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяієґioollddsاييهكهه01234567890123456789';
const foldedLetter = new Map([...letters].map((letter, at) => [letter, [...folded][at] ?? '']));
const separators = /[\t-\r \u0085\u1680\u2028\u2029'"’‘“”،؛,;:()/\\|-]+/g;

/**
 * Text as search compares it: the twin of `customers.fold_v1` in SQL, which says what it does and why. A
 * test runs both on the same texts.
 */
export function fold(value: string): string {
  const bare = value.normalize('NFKD').replace(marks, '');
  const mapped = Array.from(bare, (letter) => foldedLetter.get(letter) ?? letter).join('');
  return mapped.replace(separators, ' ').replace(/^ +| +$/g, '');
}

/** Where the next page begins: after the row with this key and id, in the list of this filter. */
export interface Cursor {
  /** Key of the last row as PostgreSQL writes it, so that it reads back without loss. */
  key: string;
  id: string;
  /** Fingerprint of filter and order. */
  filter: string;
  /** Total and page number so far: a list is counted once. */
  total: number;
  page: number;
}

/** What a key can look like, by order; anything else would be an error of the database's. */
const keyShapes = {
  createdAt: z.iso.datetime(),
  lastVisitAt: z.union([z.iso.datetime(), z.literal('-infinity')]),
  totalSpent: z.string().regex(/^-?\d{1,16}$/),
  name: text(250),
  email: text(254),
  relevance: z.string().regex(/^\d{1,4}$/),
} as const;
export type Sort = keyof typeof keyShapes;

const cursorShape = z.tuple([z.string(), z.uuid(), z.string(), z.int().min(0), z.int().min(1)]);

export function writeCursor({ key, id, filter, total, page }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id, filter, total, page])).toString('base64url');
}

/** The cursor, or undefined where it is not one, or one of another list. */
export function readCursor(value: string, sort: Sort, filter: string): Cursor | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(value, 'base64url').toString());
  } catch {
    return undefined;
  }
  const parsed = cursorShape.safeParse(raw);
  if (!parsed.success || parsed.data[2] !== filter) return undefined;
  const [key, id, , total, page] = parsed.data;
  return keyShapes[sort].safeParse(key).success ? { key, id, filter, total, page } : undefined;
}

/** A short fingerprint of a list's filter and order: a cursor of one list is none of another. */
export function fingerprint(filter: object): string {
  const sorted = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 12);
}

/** An end of a time range: an instant, or a whole day of the store's calendar (yyyy-mm-dd). */
export type Bound = { instant: Date } | { day: string };

/** PostgreSQL knows no year 0: nothing happened before it, so the first day of year 1 asks the same. */
export function boundOf(value: string): Bound {
  if (value.length > 10) return { instant: new Date(value) };
  return { day: value < '0001-01-01' ? '0001-01-01' : value };
}
