import type { Sounds } from './sounds.ts';

/** Letters of the classes that `Sounds` tells of. */
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

/** Sounds of a word in Latin letters, in English, French or chat spelling. */
export function latinSounds(word: string): Sounds {
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
