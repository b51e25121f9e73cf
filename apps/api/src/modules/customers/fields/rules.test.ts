import type { CustomField } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { fieldFaults } from './rules.ts';

const field = (change: Partial<CustomField>): CustomField => ({
  key: 'shoe',
  name: { en: 'Shoe size', ar: 'مقاس الحذاء' },
  type: 'number',
  choices: [],
  required: false,
  personal: true,
  position: 0,
  archived: false,
  ...change,
});

describe('a value of a field', () => {
  it.each<[Partial<CustomField>, string | number | boolean, boolean]>([
    [{ type: 'text' }, 'any', true],
    [{ type: 'text' }, 5, false],
    [{ type: 'number' }, 5.5, true],
    [{ type: 'number' }, '5', false],
    [{ type: 'boolean' }, false, true],
    [{ type: 'boolean' }, 'yes', false],
    [{ type: 'date' }, '2024-02-29', true],
    [{ type: 'date' }, '2023-02-29', false],
    [{ type: 'date' }, 20240229, false],
    [{ type: 'choice', choices: ['S', 'M'] }, 'M', true],
    [{ type: 'choice', choices: ['S', 'M'] }, 'L', false],
    [{ archived: true }, 5, false],
  ])('of %j: %j is taken: %j', (change, value, taken) => {
    expect(fieldFaults({ shoe: value }, [field(change)], 'en')).toHaveLength(taken ? 0 : 1);
  });

  it('that is wrong is named in the language of the caller', () => {
    const faults = (language: 'en' | 'ar') => fieldFaults({ shoe: 'big' }, [field({})], language);
    expect(faults('en')).toEqual([
      { field: 'customFields.shoe', message: 'Shoe size: This is not a valid number.' },
    ]);
    expect(faults('ar')).toEqual([{ field: 'customFields.shoe', message: 'مقاس الحذاء: الرقم غير صحيح.' }]);
  });

  it('of no definition is free', () => {
    expect(fieldFaults({ anything: true, other: 'x' }, [field({})], 'en')).toEqual([]);
  });

  it('may be missing in a change but not at the start, and not be emptied, where it is required', () => {
    const needed = [field({ required: true })];
    expect(fieldFaults({}, needed, 'en')).toHaveLength(1);
    expect(fieldFaults({}, needed, 'en', {})).toEqual([]);
    expect(fieldFaults({}, needed, 'en', { shoe: 40 })).toHaveLength(1);
    expect(fieldFaults({ shoe: null }, needed, 'en', { shoe: 40 })).toHaveLength(1);
    expect(fieldFaults({ shoe: null }, [field({})], 'en', { shoe: 40 })).toEqual([]);
    expect(fieldFaults({}, [field({ required: true, archived: true })], 'en')).toEqual([]);
  });

  it('that stands may be given again, though its field is archived or its choice gone', () => {
    expect(fieldFaults({ shoe: 40 }, [field({ archived: true })], 'en', { shoe: 40 })).toEqual([]);
    const shirt = field({ type: 'choice', choices: ['S'] });
    expect(fieldFaults({ shoe: 'XL' }, [shirt], 'en', { shoe: 'XL' })).toEqual([]);
  });
});
