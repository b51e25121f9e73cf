import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkFiles, type Person } from '../src/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const febrlFolder = join(process.env.WAFA_DATA ?? resolve(root, '../shared/data'), 'febrl');

export interface Quality {
  precision: number;
  recall: number;
  f1: number;
}

/** Links the two files of FEBRL 4; undefined where they are not there. The labels only judge the result. */
export function linkFebrl():
  | (Quality & { matches: number; people: [number, number]; seconds: number })
  | undefined {
  if (!existsSync(join(febrlFolder, 'dataset4a.csv'))) return undefined;
  const originals = readPeople('dataset4a.csv');
  const copies = readPeople('dataset4b.csv');
  const begun = performance.now();
  const { matches } = linkFiles(originals, copies);
  const seconds = (performance.now() - begun) / 1000;
  const right = matches.filter(({ first, second }) => entityOf(first) === entityOf(second)).length;
  const entities = new Set(originals.map(({ id }) => entityOf(id)));
  const pairs = copies.filter(({ id }) => entities.has(entityOf(id))).length;
  return {
    ...quality(right, matches.length, pairs),
    matches: matches.length,
    people: [originals.length, copies.length],
    seconds,
  };
}

export function quality(right: number, found: number, exist: number): Quality {
  return { precision: right / found, recall: right / exist, f1: (2 * right) / (found + exist) };
}

/** `rec-12-org` and `rec-12-dup-0` are one person. */
function entityOf(id: string): string {
  return id.split('-')[1] ?? '';
}

/** Every column but the last, the social number. */
function readPeople(file: string): Person[] {
  const lines = readFileSync(join(febrlFolder, file), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [id = '', given, family, number, street, extra, suburb, postcode, state, birthday] = line
      .split(',')
      .map((value) => value.trim());
    return {
      id,
      names: [{ given, family }],
      birthday,
      addresses: [{ number, street, extra, suburb, postcode, state }],
    };
  });
}
