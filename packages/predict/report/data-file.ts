import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = process.env.WAFA_DATA ?? resolve(root, '../shared/data');

/** The path of a public data file, or undefined, with a word to the console, where it is not there. */
export function dataFile(name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  console.warn(`skipped: ${path} is not there (set WAFA_DATA to the folder of the public data)`);
  return undefined;
}

/** The number of a day written as YYYY-MM-DD: days since 1970-01-01. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
