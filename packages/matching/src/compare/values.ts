import { editDistance, jaroWinkler } from '../text/distance.ts';
import { close, differ, distant, exact, missing } from './levels.ts';

/**
 * Birthdays as yyyymmdd: close when one digit is off, two neighbours are exchanged, or day and month are;
 * distant when two of year, month and day agree or the digits are two edits apart.
 */
export function compareBirthday(a: string, b: string): number {
  if (a === '' || b === '') return missing;
  if (a === b) return exact;
  if (a.length !== 8 || b.length !== 8) return editDistance(a, b, 1) <= 1 ? distant : differ;
  if (a === b.slice(0, 4) + b.slice(6) + b.slice(4, 6)) return close;
  const edits = editDistance(a, b, 2);
  if (edits <= 1) return close;
  const year = a.slice(0, 4) === b.slice(0, 4);
  const month = a.slice(4, 6) === b.slice(4, 6);
  const day = a.slice(6) === b.slice(6);
  return Number(year) + Number(month) + Number(day) === 2 || edits === 2 ? distant : differ;
}

/** Phone digits: close when the last nine agree or one digit is off, distant when the last seven agree. */
export function comparePhone(a: string, b: string): number {
  if (a === '' || b === '') return missing;
  if (a === b) return exact;
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 9 && a.slice(-9) === b.slice(-9)) return close;
  if (shorter >= 8 && editDistance(a, b, 1) <= 1) return close;
  return shorter >= 7 && a.slice(-7) === b.slice(-7) ? distant : differ;
}

/** An e-mail address in the two parts that are compared. */
export interface PreparedEmail {
  local: string;
  domain: string;
}

/**
 * E-mail addresses: exact without alias (`+…`, and dots in the local part), close with one typing error or
 * the same local part of five letters or more elsewhere, distant when the local parts are alike.
 */
export function compareEmail(a: PreparedEmail, b: PreparedEmail): number {
  if (a.local === '' || b.local === '') return missing;
  const sameDomain = a.domain === b.domain;
  if (a.local === b.local && sameDomain) return exact;
  const length = Math.min(a.local.length, b.local.length);
  if (a.local === b.local) return length >= 5 ? close : distant;
  if (sameDomain && length >= 5 && editDistance(a.local, b.local, 1) <= 1) return close;
  return jaroWinkler(a.local, b.local) >= 0.9 ? distant : differ;
}

/** Short codes (house number, postcode): close with one edit, distant with two in at least five letters. */
export function compareCode(a: string, b: string): number {
  if (a === '' || b === '') return missing;
  if (a === b) return exact;
  const length = Math.max(a.length, b.length);
  const edits = editDistance(a, b, 2);
  if (edits <= 1 && length >= 2) return close;
  return edits <= 2 && length >= 4 ? distant : differ;
}

/** Free text: close with one or two typing errors, distant when alike. */
export function compareText(a: string, b: string): number {
  if (a === '' || b === '') return missing;
  if (a === b) return exact;
  const similarity = jaroWinkler(a, b);
  const length = Math.min(a.length, b.length);
  const typingErrors = length >= 8 ? 2 : 1;
  if (length >= 4 && similarity >= 0.7) {
    if (similarity >= 0.93 || editDistance(a, b, typingErrors) <= typingErrors) return close;
  }
  if (similarity >= 0.82) return distant;
  return length >= 5 && (a.startsWith(b) || b.startsWith(a)) ? distant : differ;
}
