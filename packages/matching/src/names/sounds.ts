import { arabicSounds } from './arabic.ts';
import { isArabic } from './fold.ts';
import { latinSounds } from './latin.ts';

/**
 * A word as sounds that both scripts share. `consonants` has a letter per class, and begins with `a` where
 * the word begins with a vowel, hamza or ayn. `vowels` has one letter per gap: the one after consonant i
 * stands at i. Gaps: `-` no vowel, `.` none written (Arabic leaves short ones out), `?` unknown beside hamza
 * or ayn, `a e i u` short, `A I U` long, `Y` ai, `W` with w, `J` ia, `F` a final ya, which may
 * be an alef maqsura.
 *
 * Consonant classes: b (ب p), t (ت ط ث th), j (ج g dj), h (ح ه), x (خ kh), d (د ض ذ dh), z (ز ظ), s (س ص),
 * c (ش sh ch), g (غ gh), f (ف v ph), k (ق ك q), and r l m n w y. Where dialects differ (ق as g, ث as s, ذ as z)
 * the class follows the commonest spelling, and the costs in `similarity.ts` forgive the others.
 */
export interface Sounds {
  consonants: string;
  vowels: string;
}

/** Words of other scripts go through unchanged, and no word has more letters than this. */
const lettersAtMost = 40;

/** The sounds of one word of `nameWords`. */
export function soundsOf(word: string): Sounds {
  const head = word.length > lettersAtMost ? word.slice(0, lettersAtMost) : word;
  return isArabic(head) ? arabicSounds(head) : latinSounds(head);
}
