import { jaroWinkler } from '../text/distance.ts';
import { fold, isArabic } from './fold.ts';
import { type Sounds, soundsOf } from './sounds.ts';
import { nameWords } from './words.ts';

/** A name made ready for many comparisons. */
export interface PreparedName {
  /** Folded, without spaces: "isabe lla" equals "isabella". */
  compact: string;
  arabic: boolean;
  words: Sounds[];
  /** The words' skeletons, joined by a space: `nameKey`. */
  key: string;
}

/** From this similarity on two names are taken for one; where it comes from is told in the README. */
export const sameNameFrom = 0.86;

/** What replacing a consonant class by another costs; pairs that are not listed cost 1. */
const consonantCosts = costs({
  // Dialects: ث as t or s, ذ and ظ as d or z, ق as g, خ as h.
  'ts zs': 0.6,
  'zd gj xh': 0.4,
  kj: 0.5,
  'td ds cs kg fb fw': 0.7,
  'jy kx kh': 0.8,
});
/** What leaving a consonant class out costs; those that are not listed cost 1. */
const gapCosts: Record<string, number> = { h: 0.6, a: 0.6, w: 0.6, y: 0.6 };

/** What parts two vowels; pairs that are not listed cost .8. */
const vowelCosts = costs({
  // An unwritten vowel is any short one; one beside hamza or ayn is anything short, or a long a.
  '.- .a .e .i .u .F ?. ?a ?e ?i ?u ?- ?A ?F': 0,
  'aA eF iF aF AF IF YF JF iI uU': 0,
  'ae ei eA eI YI e-': 0.15,
  '.A JI UW aW JF': 0.3,
  '-a -i -u -F JW Yi Ye Ji Je uW AW': 0.4,
  '-A eu Ya Ja JA ?I ?Y ?J ?U ?W': 0.5,
  JY: 0.6,
  '-I -U': 0.7,
  'aI aU iU uI AI AU IU': 1,
});
/** A final vowel tells Samir from Samira; French spelling adds a mute e, and عمرو a mute waw. */
const finalCosts = costs({
  '-a -A -F .a': 1,
  '-i -I ai ae au': 0.8,
  'AJ aJ': 0.6,
  '-u -U': 0.5,
  'aF AF aA iF IF iI': 0,
});
const vowelWeight = 0.6;
/** In a long word a vowel counts as in one of three consonants: محمد and محمود differ in one of four. */
const vowelsAmong = 3;

function costs(lists: Record<string, number>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [pairs, cost] of Object.entries(lists)) {
    for (const pair of pairs.split(' ')) {
      found.set(pair, cost);
      found.set([...pair].reverse().join(''), cost);
    }
  }
  return found;
}

export function prepareName(text: string): PreparedName {
  const folded = fold(text);
  const words = nameWords(folded)
    .map(soundsOf)
    .filter(({ consonants }) => consonants !== '');
  return {
    compact: folded.replaceAll(' ', ''),
    arabic: isArabic(folded),
    words,
    key: words.map(({ consonants }) => consonants).join(' '),
  };
}

/**
 * How alike two names are, 0 to 1, in either script and any order of their words; symmetric, 1 for names
 * that fold to the same, 0 where one is empty. Within a script letters count as well as sounds.
 */
export function nameSimilarity(first: string, second: string): number {
  return preparedSimilarity(prepareName(first), prepareName(second));
}

/** `nameSimilarity` for names made ready. */
export function preparedSimilarity(first: PreparedName, second: PreparedName): number {
  if (first.compact === '' || second.compact === '') return 0;
  if (first.compact === second.compact) return 1;
  const sounds = wordsSimilarity(first.words, second.words);
  return Math.min(sounds, 0.99);
}

/**
 * Words paired best first, whatever their order. A word without a partner (a middle name, a grandfather's)
 * counts as a quarter of a word that differs, so that a longer form of one name is still that name. One word
 * that is clearly another person's is not outweighed by those that agree.
 */
function wordsSimilarity(first: readonly Sounds[], second: readonly Sounds[]): number {
  if (first.length === 0 || second.length === 0) return 0;
  if (first.length === 1 && second.length === 1) return similarity(first[0], second[0]);
  const [few, many] = first.length <= second.length ? [first, second] : [second, first];
  const pairs = few.flatMap((word, i) => many.map((other, j) => ({ i, j, value: similarity(word, other) })));
  pairs.sort((a, b) => b.value - a.value);
  const takenFew = new Set<number>();
  const takenMany = new Set<number>();
  let sum = 0;
  let least = 1;
  for (const { i, j, value } of pairs) {
    if (takenFew.has(i) || takenMany.has(j)) continue;
    takenFew.add(i);
    takenMany.add(j);
    sum += value;
    least = Math.min(least, value);
  }
  const spare = (many.length - few.length) / 4;
  return Math.min(sum / (few.length + spare), least);
}

function similarity(first: Sounds | undefined, second: Sounds | undefined): number {
  if (first === undefined || second === undefined) return 0;
  const length = Math.max(first.consonants.length, second.consonants.length, 2);
  return Math.max(
    0,
    1 - soundDistance(first, second, vowelWeight * Math.max(1, length / vowelsAmong)) / length,
  );
}

/** Least cost of turning one word's sounds into the other's: edit distance with costs of its own. */
function soundDistance(first: Sounds, second: Sounds, weight: number): number {
  const a = first.consonants;
  const b = second.consonants;
  let old = [0];
  for (let j = 0; j < b.length; j++) old.push((old[j] ?? 0) + gapCost(b, j));
  for (let i = 0; i < a.length; i++) {
    const row = [(old[0] ?? 0) + gapCost(a, i)];
    for (let j = 0; j < b.length; j++) {
      const replaced =
        (old[j] ?? 0) +
        consonantCost(a.charAt(i), b.charAt(j)) +
        weight *
          vowelCost(
            first.vowels.charAt(i),
            second.vowels.charAt(j),
            i === a.length - 1 && j === b.length - 1,
          );
      row.push(Math.min(replaced, (old[j + 1] ?? 0) + gapCost(a, i), (row[j] ?? 0) + gapCost(b, j)));
    }
    old = row;
  }
  return old[b.length] ?? 0;
}

function gapCost(consonants: string, at: number): number {
  return gapCosts[consonants.charAt(at)] ?? 1;
}

function consonantCost(a: string, b: string): number {
  return a === b ? 0 : (consonantCosts.get(a + b) ?? 1);
}

function vowelCost(a: string, b: string, final: boolean): number {
  if (a === b) return 0;
  const pair = a + b;
  return (final ? finalCosts.get(pair) : undefined) ?? vowelCosts.get(pair) ?? 0.8;
}

/** Jaro-Winkler of two names of one script by their letters, 0 across scripts. */
export function letterSimilarity(first: PreparedName, second: PreparedName): number {
  return first.arabic === second.arabic ? jaroWinkler(first.compact, second.compact) : 0;
}
