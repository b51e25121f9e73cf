import { describe, expect, it } from 'vitest';
import { meaningsOf, type PhoneFacts, searchOf, soundOf, termsOf } from './rules.ts';

const riyadh: PhoneFacts = {
  callingCode: '966',
  normalise: (text) => (/^0?5\d{8}$/.test(text) ? `+966${text.replace(/^0/, '')}` : undefined),
};
const nowhere: PhoneFacts = { callingCode: undefined, normalise: () => undefined };

describe('words', () => {
  it.each([
    ['ali al harbi', ['ali', 'harbi']],
    ['احمد بن علي', ['احمد', 'علي']],
    ['عبد الله', ['عبدالله']],
    ['abd al rahman', ['abdrahman']],
    ['nour el din', ['nourdin']],
    ['abu saleh', ['abusaleh']],
    ['al', ['al']],
    ['ali ali', ['ali']],
  ])('of %s are %j', (text, expected) => {
    expect(termsOf(text)).toEqual(expected);
  });
});

describe('a search', () => {
  it('takes digits with gaps for one number, in every spelling of a phone', () => {
    const national = searchOf('050 123-4567', riyadh);
    expect(national?.exact).toContain('+966501234567');
    expect(national?.tails).toEqual(['0501234567', '501234567']);
    expect(searchOf('٠٥٠١٢٣', riyadh)?.phones).toEqual(['+50123', '+96650123']);
    expect(searchOf('+966 50 123', riyadh)?.phones).toEqual(['+96650123']);
    expect(searchOf('00966 50 123', riyadh)?.phones).toEqual(['+96650123']);
    expect(searchOf('0501', nowhere)?.phones).toEqual(['+501']);
  });

  it('looks for a card by its number, whole or the beginning or the last digits', () => {
    const search = searchOf('1234 5678 9012', nowhere);
    expect([search?.exact[0], search?.card]).toEqual(['123456789012', '123456789012']);
    expect(searchOf('0042', nowhere)).toMatchObject({ card: null, tails: ['0042'] });
    expect(searchOf('1234567890123', nowhere)?.card).toBeNull();
  });

  it('looks for what has no spaces as an e-mail, too', () => {
    expect(searchOf(' Layla@Example.com ', nowhere)).toMatchObject({
      exact: ['layla@example.com'],
      email: 'layla@example.com',
    });
    expect(searchOf('layla', nowhere)).toMatchObject({ exact: [], email: 'layla', words: ['layla'] });
    expect(searchOf('layla hassan', nowhere)?.email).toBeNull();
  });

  it('has eight words at most', () => {
    expect(searchOf('a b c d e f g h i j', nowhere)?.words).toHaveLength(8);
  });

  it('is none where nothing is left to look for', () => {
    expect(searchOf(' ،- ', nowhere)).toBeUndefined();
    expect(searchOf('', nowhere)).toBeUndefined();
  });
});

describe('what words stand for', () => {
  it('takes a word for one that sounds like it, not for one that shares its consonants', () => {
    expect(soundOf('mahmoud')).toBe(soundOf('محمد'));
    const candidates = ['mohammed', 'mahmoud', 'محمد', 'mhmd5'].map((token) => ({
      word: 0,
      token,
      kind: 'sound' as const,
    }));
    expect(meaningsOf(['muhammad'], candidates)).toEqual([
      { word: 1, token: 'mohammed', rank: 2 },
      { word: 1, token: 'محمد', rank: 2 },
    ]);
  });

  it('keeps the best of what a word is found by', () => {
    const found = (kind: 'whole' | 'prefix' | 'near') => ({ word: 1, token: 'ali', kind });
    expect(meaningsOf(['ali'], [found('near'), found('whole'), found('prefix')])).toEqual([
      { word: 1, token: 'ali', rank: 1 },
    ]);
  });

  it('gives no sound to what ends in a digit', () => {
    expect([soundOf('no16'), soundOf('40')]).toEqual(['', '']);
    expect(soundOf('7assan')).toBe(soundOf('حسن'));
  });
});
