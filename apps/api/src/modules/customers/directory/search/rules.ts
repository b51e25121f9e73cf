import { nameKey, nameSimilarity, sameNameFrom } from '@wafa/matching';
import { fold } from '../rules.ts';

/** What a typed query looks for, in the forms that the indexes hold. */
export interface Search {
  /** Whole card numbers, phones (E.164) and e-mails that the query may be. */
  exact: string[];
  /** Beginning of an e-mail, or null. */
  email: string | null;
  /** Beginnings of phone numbers in E.164. */
  phones: string[];
  /** Beginning of a card number, or null. */
  card: string | null;
  /** Last digits of a phone or card number. */
  tails: string[];
  /** Words of a name, at most eight, each once. */
  words: string[];
}

/** How phone numbers are written in the store's country. */
export interface PhoneFacts {
  /** `966` for Saudi Arabia; undefined where the store has no country. */
  callingCode: string | undefined;
  /** The number as E.164, or undefined where it is not a whole one. */
  normalise(text: string): string | undefined;
}

const fewestDigits = 3;
const mostWords = 8;

/**
 * What a typed query looks for; undefined where nothing is left of it. Digits with spaces between are one
 * number: of a card, or of a phone with or without its country and its leading zeros, whole or in part.
 */
export function searchOf(query: string, phone: PhoneFacts): Search | undefined {
  const text = fold(query);
  const digits = /^[+\d ]+$/.test(text) ? text.replace(/[+ ]/g, '') : '';
  if (digits.length >= fewestDigits) return numberSearch(text, digits, phone);
  const email = /^\S{2,254}$/.test(query.trim()) ? query.trim().toLowerCase() : null;
  const words = termsOf(text).slice(0, mostWords);
  if (words.length === 0) return undefined;
  const exact = email?.includes('@') ? [email] : [];
  return { exact, email, phones: [], card: null, tails: [], words };
}

function numberSearch(text: string, digits: string, phone: PhoneFacts): Search {
  const bare = digits.replace(/^0+(?=\d)/, '');
  const isNational = !text.startsWith('+') && !digits.startsWith('00');
  const whole = phone.normalise(isNational ? digits : `+${bare}`);
  return {
    exact: [digits, `+${bare}`, ...(whole ? [whole] : [])],
    email: null,
    phones: [`+${bare}`, ...(isNational && phone.callingCode ? [`+${phone.callingCode}${bare}`] : [])],
    card: /^[1-9]\d{0,11}$/.test(digits) ? digits : null,
    tails: [...new Set([digits, bare])].filter((tail) => tail.length >= fewestDigits),
    // A company may be called by a number.
    words: text === digits ? [digits.slice(0, mostLetters)] : [],
  };
}

const mostLetters = 40;
const particles = new Set(['al', 'el', 'ul', 'bin', 'ibn', 'ben', 'bint', 'ال', 'بن', 'ابن', 'بنت']);
const leading =
  /(^| )(abd|abdul|abdel|abdal|abdoul|abdil|abu|abou|abo|abi|abul|aboul|aboo|um|umm|om|oum|omm|bou|عبد|ابو|ابي|ام) (?:(?:al|el|ul|ال) )?([^ #]+)/g;
const trailing =
  /([^ #]) (?:(?:al|el|ul|ud|ال) )?(allah|ullah|الله|din|deen|dine|eldin|eldeen|aldin|uddin|eddin|eddine|الدين)(?= |$)/g;

/** A folded text with the names that some write in two words as one word: abd allah, abdallah. */
function joined(folded: string): string {
  return folded.replace(leading, '$1$2$3').replace(trailing, '$1$2');
}

/**
 * The words to look for in a folded query: compound names as one word, articles left out unless there is
 * nothing else.
 */
export function termsOf(folded: string): string[] {
  const words = joined(folded)
    .split(' ')
    .map((word) => [...word].slice(0, mostLetters).join(''))
    .filter((word) => word !== '' && word !== '#');
  const bare = words.filter((word) => !particles.has(word));
  return [...new Set(bare.length > 0 ? bare : words)];
}

/**
 * The words under which a customer is found: the twin of `customers.search_terms_v1` in SQL, which says what
 * and why. `value`: the parts of a customer's names, apart by ' # '.
 */
export function storedTermsOf(value: string): string[] {
  const folded = fold(value);
  const words = `${folded} ${joined(folded)}`.split(' ');
  const terms = words.filter((word) => word !== '' && word !== '#' && !particles.has(word));
  return [...new Set(terms.map((word) => [...word].slice(0, mostLetters).join('')))].sort();
}

/** The key under which a word's spellings in both scripts meet; '' for a word that is no name (No16, 40). */
export function soundOf(word: string): string {
  return /\d$/.test(word) ? '' : nameKey(word);
}

/** A word of the store's names that may be meant by word number `word` (from 1; 0: by any of them). */
export interface Candidate {
  word: number;
  token: string;
  kind: 'whole' | 'sound' | 'prefix' | 'near';
}

/** A token that a word stands for, and how good that is: 1 the word itself, 2 by sound, 3 its beginning, 4 a letter away. */
export interface Meaning {
  word: number;
  token: string;
  rank: number;
}

const ranks = { whole: 1, sound: 2, prefix: 3, near: 4 } as const;

/**
 * What the words stand for. A sound is only a key: Mohammed and Mahmoud share one, so the names themselves
 * are compared before one is taken for the other.
 */
export function meaningsOf(words: readonly string[], candidates: readonly Candidate[]): Meaning[] {
  const best = new Map<string, Meaning>();
  const add = (word: number, token: string, rank: number) => {
    const key = `${word} ${token}`;
    const before = best.get(key);
    if (!before || before.rank > rank) best.set(key, { word, token, rank });
  };
  const sounds = words.map(soundOf);
  for (const { word, token, kind } of candidates) {
    if (kind !== 'sound') {
      add(word, token, ranks[kind]);
      continue;
    }
    const sound = word === 0 ? soundOf(token) : sounds[word - 1];
    if (!sound) continue;
    words.forEach((text, at) => {
      const isMeant = word === 0 ? sounds[at] === sound : word === at + 1;
      if (isMeant && nameSimilarity(text, token) >= sameNameFrom) add(at + 1, token, ranks.sound);
    });
  }
  return [...best.values()];
}
