import { fold } from './fold.ts';
import { soundsOf } from './sounds.ts';
import { nameWords } from './words.ts';

/** The version of `nameKey`: stored keys of another version have to be made again. */
export const nameKeyVersion = 1;

/**
 * A name as a key under which its spellings in Arabic and Latin letters meet: محمد, Mohammed, Muhammad and
 * Mohamad are all `mhmd`; عبد الله, Abdallah and Abd Allah are `abdl`. One skeleton of consonant classes per
 * word, words in the order written, separated by a space; '' where nothing is left to compare.
 *
 * The key is for finding: names that it brings together are alike, not the same (حسن and حسين are both
 * `hsn`), and `nameSimilarity` tells them apart. Deterministic, pure, at most 8 words of 40 letters, ASCII
 * for Arabic and Latin; letters of other scripts stand for themselves.
 */
export function nameKey(text: string): string {
  let key = '';
  for (const word of nameWords(fold(text))) {
    const { consonants } = soundsOf(word);
    if (consonants !== '') key = key === '' ? consonants : `${key} ${consonants}`;
  }
  return key;
}
