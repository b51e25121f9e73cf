import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, nameSimilarity } from '../src/index.ts';
import { fold } from '../src/names/fold.ts';
import { judgeNames, namePairs } from './names.ts';

/** Any text, and often one of letters, marks and controls that names are really spoilt with. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(..."محمدعبداللهأإآةىؤئءـًﷲabdelmohy-' 37\u202e\u200f\0😀٣ßİ"),
    maxLength: 30,
  }),
);

describe('nameKey', () => {
  it.each([
    ['محمد', 'Mohammed', 'Muhammad', 'Mohamad', 'Mohamed', 'Mo7amed', 'مُحَمَّد', 'محـمـد'],
    ['عبد الله', 'Abdullah', 'Abd Allah', 'Abdallah', 'عبدالله', 'Abd-Allah'],
    ['حسين', 'Hussein', 'Husain', 'Houcine'],
    ['يوسف', 'Youssef', 'Yusuf', 'Youcef'],
    ['عبد الرحمن', 'Abdul Rahman', 'Abderrahmane', 'عبدالرحمن', 'Abd al-Rahman'],
    ['علاء الدين', 'Alaa El-Din', 'Alaaeldin', 'Alaeddine', 'علاءالدين'],
    ['نور الدين', 'Noureddine', 'Nour El-Din', 'Nuruddin'],
    ['النجار', 'Al-Najjar', 'Elnaggar', 'Najjar', 'An-Najjar'],
    ['أبو بكر', 'Abu Bakr', 'Aboubakr'],
    ['بن علي', 'Ben Ali', 'Benali', 'Ali'],
  ])('brings the spellings of %s together', (...spellings) => {
    expect(new Set(spellings.map(nameKey)).size).toBe(1);
  });

  it('keeps names apart whose consonants differ', () => {
    const names = ['محمد', 'أحمد', 'خالد', 'وليد', 'سمير', 'تامر', 'يوسف', 'ياسر', 'عبد الله', 'عبد العزيز'];
    expect(new Set(names.map(nameKey)).size).toBe(names.length);
  });

  it('reads digits, marks and direction controls as people mean them', () => {
    expect(nameKey('\u202eFa\u200dris\u202c')).toBe(nameKey('Faris'));
    expect(nameKey('عـلـي')).toBe(nameKey('علي'));
    expect(fold('٣ شارع ۴')).toBe('3 شارع 4');
  });

  it('answers any text with a bounded key of its own script, and the same one for its folded form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = nameKey(text);
        expect(key.length).toBeLessThanOrEqual(8 * 81);
        expect(key).toBe(key.trim());
        expect(nameKey(fold(text))).toBe(key);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is empty where there is nothing to compare', () => {
    for (const text of ['', '   ', '😀', '\u202e\u200f', '--', "''"]) expect(nameKey(text)).toBe('');
  });

  it('does not slow down with the length of what is sent', () => {
    expect(nameKey('محمد '.repeat(100_000)).length).toBeLessThan(100);
  });
});

describe('nameSimilarity', () => {
  it('is symmetric, between 0 and 1, and 1 for a name with itself', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const similarity = nameSimilarity(a, b);
        expect(similarity).toBe(nameSimilarity(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        if (fold(a) !== '') expect(nameSimilarity(a, a)).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of the words', () => {
    const words = fc.uniqueArray(fc.constantFrom('Ahmad', 'سالم', 'Hussein', 'Darwish', 'خالد'), {
      minLength: 2,
    });
    fc.assert(
      fc.property(words, fc.constantFrom('Salem Khaled', 'احمد حسين درويش'), (list, other) => {
        expect(nameSimilarity(list.join(' '), other)).toBeCloseTo(
          nameSimilarity(list.toReversed().join(' '), other),
          10,
        );
      }),
    );
  });

  it('tells names of one skeleton apart', () => {
    for (const [other, same] of [
      ['Hassan', 'Hussein'],
      ['محمود', 'محمد'],
      ['Samir', 'Samira'],
    ] as const) {
      expect(nameKey(other)).toBe(nameKey(same));
      expect(nameSimilarity(other, same)).toBeLessThan(nameSimilarity(same, same) - 0.1);
    }
  });
});

describe('the project’s name pairs', () => {
  it('are at least 300, of both kinds and every region', () => {
    const pairs = namePairs();
    expect(pairs.length).toBeGreaterThanOrEqual(300);
    expect(pairs.filter((pair) => !pair.same).length).toBeGreaterThanOrEqual(100);
    expect(new Set(pairs.map(({ region }) => region))).toEqual(
      new Set(['gulf', 'levant', 'egypt', 'maghreb', 'full', 'other']),
    );
  });

  it('are told apart with precision and recall of at least .98', () => {
    const { precision, recall } = judgeNames();
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  it('meet under one key in at least 95 of 100 pairs of the same name', () => {
    const { oneKey, same } = judgeNames();
    expect(oneKey / same).toBeGreaterThanOrEqual(0.95);
  });
});
