import { isArabic } from './fold.ts';

/**
 * A word as sounds that both scripts share. `consonants` has a letter per class, and begins with `a` where
 * the word begins with a vowel, hamza or ayn. `vowels` has one letter per gap: the one after consonant i
 * stands at i. Gaps: `-` no vowel, `.` none written (Arabic leaves short ones out), `?` unknown beside hamza
 * or ayn, `a e i u` short, `A I U` long, `Y` ai, `W` with w, `J` ia, `F` a final ya, which may
 * be an alef maqsura.
 */
export interface Sounds {
  consonants: string;
  vowels: string;
}

/**
 * Consonant classes: b (ب p), t (ت ط ث th), j (ج g dj), h (ح ه), x (خ kh), d (د ض ذ dh), z (ز ظ), s (س ص),
 * c (ش sh ch), g (غ gh), f (ف v ph), k (ق ك q), and r l m n w y. Where dialects differ (ق as g, ث as s, ذ as z)
 * the class follows the commonest spelling, and the costs in `similarity.ts` forgive the others.
 */
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
const latin: Record<string, string> = {
  b: 'b',
  c: 'k',
  d: 'd',
  f: 'f',
  g: 'j',
  h: 'h',
  j: 'j',
  k: 'k',
  l: 'l',
  m: 'm',
  n: 'n',
  p: 'b',
  q: 'k',
  r: 'r',
  s: 's',
  t: 't',
  v: 'f',
  w: 'w',
  x: 'ks',
  y: 'y',
  z: 'z',
  // The chat alphabet writes the letters that Latin lacks as digits: 7assan, 5aled, Sa3eed.
  '5': 'x',
  '6': 't',
  '7': 'h',
  '9': 's',
};
const digraphs: Record<string, string> = {
  kh: 'x',
  sh: 'c',
  ch: 'c',
  th: 't',
  dh: 'd',
  gh: 'g',
  ph: 'f',
  dj: 'j',
  zh: 'j',
  ck: 'k',
};
const runs: Record<string, string> = {
  a: 'a',
  e: 'e',
  i: 'i',
  y: 'i',
  o: 'u',
  u: 'u',
  ou: 'u',
  oo: 'U',
  uu: 'U',
  aa: 'A',
  ee: 'I',
  ii: 'I',
  ie: 'I',
  iy: 'I',
  ui: 'i',
  ue: 'e',
  eu: 'u',
  ai: 'Y',
  ay: 'Y',
  ei: 'Y',
  ey: 'Y',
  ae: 'Y',
  ea: 'a',
  aee: 'I',
  aye: 'Y',
  aie: 'Y',
  ayi: 'Y',
  '3': '?',
  '2': '?',
};
/** Words of other scripts go through unchanged, and no word has more letters than this. */
const lettersAtMost = 40;

/** The sounds of one word of `nameWords`. */
export function soundsOf(word: string): Sounds {
  const head = word.length > lettersAtMost ? word.slice(0, lettersAtMost) : word;
  return isArabic(head) ? arabicSounds(head) : latinSounds(head);
}

function isVowel(code: number): boolean {
  // a e i o u w y, and 2 3 of the chat alphabet
  return (
    code === 97 ||
    code === 101 ||
    code === 105 ||
    code === 111 ||
    code === 117 ||
    code === 119 ||
    code === 121 ||
    code === 50 ||
    code === 51
  );
}

function latinSounds(word: string): Sounds {
  if (/^\d+$/.test(word)) return { consonants: word, vowels: '-'.repeat(word.length) };
  let consonants = '';
  let vowels = '';
  let at = 0;
  const first = word.charCodeAt(0);
  // At the beginning w and y are consonants, and so is the French ou before a vowel: Oualid.
  if (word.startsWith('ou') && isVowel(word.charCodeAt(2))) {
    consonants = 'w';
    at = 2;
  } else if (first === 119 || first === 121) {
    consonants = word[0] ?? '';
    at = 1;
  } else if (isVowel(first)) consonants = 'a';
  while (at < word.length || vowels.length < consonants.length) {
    const from = at;
    while (at < word.length && isVowel(word.charCodeAt(at))) at++;
    if (consonants !== '')
      vowels = vowels.slice(0, consonants.length - 1) + gapOf(word.slice(from, at), word.slice(at));
    if (at >= word.length) break;
    const pair = digraphs[word.slice(at, at + 2)];
    const found = pair ?? letterSound(word, at);
    at += pair === undefined ? 1 : 2;
    // A final h is as often a long vowel's as a letter, and ta marbuta's: Fatimah, Salah.
    if (found === 'h' && at === word.length && isVowel(word.charCodeAt(at - 2))) {
      if (vowels.endsWith('e')) vowels = `${vowels.slice(0, -1)}a`;
      break;
    }
    if (consonants.endsWith(found) && vowels.endsWith('-') && vowels.length === consonants.length) continue;
    consonants += found;
    vowels += '-'.repeat(consonants.length - vowels.length);
  }
  return { consonants, vowels };
}

/** What may follow a word's last sounded vowel. */
const lastGap = /^[^aeiouwy]+e?$/;

function letterSound(word: string, at: number): string {
  const letter = word[at] ?? '';
  if (letter === 'c' && /[eiy]/.test(word[at + 1] ?? '')) return 's';
  return latin[letter] ?? letter;
}

/** The gap between two consonants; `rest` is what follows it in the word. */
function gapOf(run: string, rest: string): string {
  if (run === '') return '-';
  // Only as a word's last sounded vowel is the French ou surely long: Mahmoud, but Mouhamed.
  if (run === 'ou' && lastGap.test(rest)) return 'U';
  const known = runs[run];
  if (known !== undefined) return known;
  if (run.includes('w') || run === 'au' || run === 'ao' || (run.includes('ou') && run.length > 2)) return 'W';
  const letters = run.replace(/[23]/g, '');
  if (letters !== run) return gapOf(letters, rest);
  if (run.startsWith('aa')) return 'A';
  if (run.endsWith('a')) return 'J';
  return runs[run.slice(-2)] ?? runs[run.slice(-1)] ?? 'J';
}

function arabicSounds(word: string): Sounds {
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
