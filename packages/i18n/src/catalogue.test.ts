import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorStatus } from '../../../apps/api/src/platform/errors.ts';
import { files } from './messages/index.ts';
import { messages } from './messages/registry.ts';

const forms = { en: ['one', 'other'], ar: ['zero', 'one', 'two', 'few', 'many', 'other'] } as const;
const suffix = /_(zero|one|two|few|many|other)$/;

/** Keys that have plural forms: those with an `_other`. */
function plurals(catalogue: Readonly<Record<string, string>>): string[] {
  return Object.keys(catalogue)
    .filter((key) => key.endsWith('_other'))
    .map((key) => key.replace(suffix, ''));
}

function names(catalogue: Readonly<Record<string, string>>): string[] {
  const counted = new Set(plurals(catalogue));
  return [
    ...new Set(
      Object.keys(catalogue).map((key) => {
        const base = key.replace(suffix, '');
        return counted.has(base) ? base : key;
      }),
    ),
  ].sort();
}

const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('the catalogues', () => {
  it('hold the same keys in both languages', () => {
    expect(names(messages.ar)).toEqual(names(messages.en));
  });

  it('hold every plural form of each language', () => {
    for (const language of ['en', 'ar'] as const) {
      for (const key of plurals(messages[language])) {
        for (const form of forms[language]) {
          expect(Object.keys(messages[language]), `${language} ${key}_${form}`).toContain(`${key}_${form}`);
        }
      }
    }
  });

  it('fill the same slots in both languages, the count left out where a form says it in words', () => {
    for (const key of Object.keys(messages.en).filter((key) => !suffix.test(key))) {
      expect(slots(messages.ar[key] ?? ''), key).toEqual(slots(messages.en[key] ?? ''));
    }
  });

  it('repeat no key in two files and leave no sentence empty', () => {
    const seen = new Map<string, string>();
    for (const [name, file] of Object.entries(files)) {
      for (const [key, text] of Object.entries(file.en)) {
        expect(seen.get(key), `${key} stands in ${seen.get(key)} and ${name}`).toBeUndefined();
        seen.set(key, name);
        expect(text.trim(), key).not.toBe('');
      }
      for (const [key, text] of Object.entries(file.ar)) expect(text.trim(), key).not.toBe('');
    }
  });

  it('hold a sentence for every error code of the API, and none for codes that are gone', () => {
    const codes = Object.keys(errorStatus).sort();
    for (const language of ['en', 'ar'] as const) {
      const held = Object.keys(files.errors?.[language] ?? {}).map((key) => key.replace('error.', ''));
      expect(held.sort()).toEqual(codes);
    }
  });

  it('write Arabic in Arabic letters', () => {
    const latin = new Set([
      'app.title',
      'language.switch',
      'language.en',
      'account.digits_latn',
      'orders.line_quantity',
      'home.tile_dates_next',
      'loyalty.times',
    ]);
    for (const [key, text] of Object.entries(messages.ar)) {
      if (!latin.has(key)) expect(text, key).toMatch(/\p{Script=Arabic}/u);
    }
  });
});

describe('the catalogue test itself', () => {
  it('is not blind: every file of sentences is in a list', () => {
    const folder = new URL('./messages/', import.meta.url);
    const lists = ['index.ts', 'portal.ts', 'registry.ts', 'console/index.ts'];
    const found = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts') && !lists.includes(name))
      .map((name) => name.replace('.ts', ''));
    expect(Object.keys(files).sort()).toEqual(found.sort());
  });
});
