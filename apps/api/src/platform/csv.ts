/**
 * A value as a CSV cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in
 * front (OWASP, CSV injection); numbers stay numbers.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of a CSV file, with its end. */
export function csvLine(values: readonly Parameters<typeof csvCell>[0][]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** Excel reads a CSV file as UTF-8 only behind this mark. */
export const byteOrderMark = '\ufeff';
