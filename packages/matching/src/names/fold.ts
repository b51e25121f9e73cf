/** Only so much of a text is read: longer names are no names, and every later step stays bounded. */
const readAtMost = 200;

// Hamza stands among the marks: NFKD parts أ إ ؤ ئ آ into their letter and a mark, and ء itself is left out
// as often as written. Apostrophes and the half rings of transliteration stand for hamza and ayn.
const dropped = /[\p{M}\p{Cf}\u0621\u0640'’‘`´ʼʿʾ]/gu;
const between = /[^\p{L}\p{N}]+/gu;

const letters = new Map(
  Object.entries({
    ٱ: 'ا',
    ى: 'ي',
    ی: 'ي',
    ة: 'ه',
    ہ: 'ه',
    ھ: 'ه',
    ە: 'ه',
    ک: 'ك',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ı: 'i',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ð: 'd',
    þ: 'th',
  }),
);
const special = new RegExp(`[${[...letters.keys()].join('')}\u0660-\u0669\u06f0-\u06f9]`, 'gu');

/**
 * A text as names are compared: lower case, accents and Arabic marks gone, the forms of alef, ya, ta marbuta
 * and kaf made one, hamza and tatweel dropped, Arabic-Indic and Persian digits as 0-9, direction marks and
 * apostrophes dropped, everything else that is neither letter nor digit a single space. Reads the first 200
 * UTF-16 units. Never throws; a text without letters or digits folds to ''.
 *
 * Larkey, Ballesteros & Connell (2002), "Improving stemming for Arabic information retrieval", give the
 * letter normalisation.
 */
export function fold(text: string): string {
  const head = text.length > readAtMost ? text.slice(0, readAtMost) : text;
  if (isPlain(head)) return head;
  return head
    .normalize('NFKD')
    .toLowerCase()
    .replace(dropped, '')
    .replace(special, (letter) => letters.get(letter) ?? digitOf(letter))
    .replace(between, ' ')
    .trim();
}

function digitOf(digit: string): string {
  return String((digit.codePointAt(0) ?? 0) & 15);
}

/** Whether a text is already folded Latin: a-z, 0-9 and single inner spaces. Most are, and it costs little. */
function isPlain(text: string): boolean {
  let before = 32;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (!letter && (code !== 32 || before === 32)) return false;
    before = code;
  }
  return before !== 32 || text.length === 0;
}

/** Whether a folded text is written in Arabic letters; the first letter decides. */
export function isArabic(folded: string): boolean {
  const code = folded.charCodeAt(0);
  return code >= 0x0620 && code <= 0x06ff;
}
