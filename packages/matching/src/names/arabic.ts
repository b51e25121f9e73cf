import type { Sounds } from './sounds.ts';

/** Letters of the classes that `Sounds` tells of; alef, waw, ya and ayn belong to the vowels. */
const arabic = new Map(
  Object.entries({
    ب: 'b',
    پ: 'b',
    ت: 't',
    ط: 't',
    ث: 't',
    ج: 'j',
    چ: 'j',
    گ: 'j',
    ڨ: 'j',
    ح: 'h',
    ه: 'h',
    خ: 'x',
    د: 'd',
    ض: 'd',
    ذ: 'd',
    ر: 'r',
    ز: 'z',
    ظ: 'z',
    ژ: 'j',
    س: 's',
    ص: 's',
    ش: 'c',
    غ: 'g',
    ف: 'f',
    ڤ: 'f',
    ق: 'k',
    ك: 'k',
    ل: 'l',
    م: 'm',
    ن: 'n',
  }),
);
/** Sounds of a word in Arabic letters, folded. */
export function arabicSounds(word: string): Sounds {
  let consonants = '';
  let vowels = '';
  let run = '';
  const first = word[0] ?? '';
  let at = 0;
  if (first === 'ا' || first === 'ع') consonants = 'a';
  else if (first === 'و' || first === 'ي') {
    consonants = first === 'و' ? 'w' : 'y';
    at = 1;
  }
  for (; at < word.length; at++) {
    const letter = word[at] ?? '';
    if (letter === 'ا' || letter === 'و' || letter === 'ي' || letter === 'ع') {
      run += letter;
      continue;
    }
    if (consonants !== '') vowels += arabicGap(run, vowels === '' && consonants === 'a');
    const found = arabic.get(letter) ?? letter;
    const before = consonants.at(-1);
    const adjacent = run === '';
    run = '';
    if (found === 'h' && at === word.length - 1) {
      // صلاح and فاطمه end like Salah and Fatimah, whose h may or may not be written.
      if (letter === 'ه' && adjacent) vowels = `${vowels.slice(0, -1)}a`;
      return { consonants, vowels };
    }
    // Latin th, dh, sh are one sound: فتحي, مدحت and اسحاق read as Fathi, Medhat, Ishaq do.
    if (found === 'h' && adjacent && vowels.length > 1 && /[tds]/.test(before ?? '')) {
      if (before === 's') consonants = `${consonants.slice(0, -1)}c`;
      vowels = vowels.slice(0, -1);
      continue;
    }
    if (adjacent && before === 'l' && found === 'l') {
      vowels = vowels.slice(0, -1);
      continue;
    }
    consonants += found;
  }
  if (consonants !== '') vowels += run === '' ? '-' : run === 'ي' ? 'F' : arabicGap(run, false);
  return { consonants, vowels };
}

function arabicGap(run: string, initial: boolean): string {
  const bare = run.replaceAll('ع', '');
  // An initial alef carries any short vowel; beside ayn the vowel is unknown.
  if (initial) return bare.length > 1 || (run.includes('ع') && bare !== '') ? longOf(bare) : '?';
  if (bare === '') return run === '' ? '.' : '?';
  return longOf(bare);
}

function longOf(run: string): string {
  if (run === 'ا') return 'A';
  if (run === 'و') return 'U';
  if (run === 'ي') return 'I';
  if (run.includes('و')) return 'W';
  return run.startsWith('ا') ? 'Y' : 'J';
}
