import { isArabic } from './fold.ts';

/** More words than this are no name. */
const wordsAtMost = 8;

const son = new Set(['bin', 'ibn', 'ben', 'bint', 'bent', 'ould', 'wuld', 'بن', 'ابن', 'بنت', 'ولد']);
const article = new Set(['al', 'el', 'il', 'ul', 'ال']);
/** Articles that took on the sound of the next word: Ash Shami, Er Rachidi. */
const assimilated = /^[aeu](?:sh|ch|[rsndtz])$/;
const god = new Set(['allah', 'ullah', 'illah', 'ellah', 'lah', 'الله']);
const faith = /^(?:[aeiou]?d+)(?:ee|i|e)ne?$/;
/** Words that are one name with the word that follows. */
const leading = new Map([
  ...['abd', 'abdul', 'abdel', 'abdal', 'abdoul', 'abdil'].map((word) => [word, 'abd'] as const),
  ...['abu', 'abou', 'abo', 'abi', 'abul', 'aboul', 'aboo'].map((word) => [word, 'abu'] as const),
  ['bou', 'bou'],
  ...['um', 'umm', 'om', 'oum', 'omm'].map((word) => [word, 'um'] as const),
  ['عبد', 'عبد'],
  ['ابو', 'ابو'],
  ['ابي', 'ابو'],
  ['ام', 'ام'],
]);
const short = new Map([
  ['mohd', 'mohammed'],
  ['mhd', 'mohammed'],
  ['muhd', 'mohammed'],
  ['md', 'mohammed'],
]);
/** Begin with ال or ben without it being the article or "son of". */
const whole = new Set(
  (
    'الهام الياس الفت الماس المظ البرت الكسندر اليسا اليزابيث اليف البا الفرد السا بنيامين بندر بنان بنين بنفسج ' +
    'benjamin bennett benedict benoit benny benson bentley benton benitez bender bennie'
  ).split(' '),
);

const servant = /^abd[aeiou]{0,2}(?:l|([rsndtz])(?=\1))(.{2,})$/;
const joinedArticle = /^(?:al|el)(?=[bcdfghjkmnpqrstvwxz])(.{4,})$/;
const joinedAssimilated = /^[aeu]([rsndtz])(?=\1)(.{5,})$/;
const joinedSon = /^ben(?=.{3,}$)/;
const joinedFaith = /(?<=...)[aeu]l(?=d(?:ee|i)ne?$)/;
const joinedServantAr = /^عبدال(.{2,})$/;
const joinedFatherAr = /^ابوال(.{2,})$/;
const joinedFaithAr = /الدين$/;
const joinedGodAr = /(?<=...)الله$/;
/** Ends in a compound with din: the beginning is no article then (Azzedine). */
const endsInFaith = /d(?:ee|i)ne?$/;

/**
 * The words of a folded name as they are compared. What is written in one word or two becomes one: عبد الله,
 * Abd Allah, Abdullah; Nour El-Din, Noureddine; Abu Bakr, Aboubakr. The article and "son of" are dropped
 * wherever another word is left: Al-Najjar, Elnaggar, النجار; Ahmed bin Ali. At most eight words.
 *
 * The particles follow Habash, Soudi & Buckwalter (2007), "On Arabic transliteration", and the compound
 * names of Arab naming practice; Gulf, Levant, Egyptian and Maghreb spellings are in test/names.csv.
 */
export function nameWords(folded: string): string[] {
  const tokens = folded.split(' ', 3 * wordsAtMost);
  const words: string[] = [];
  let lead = '';
  tokens.forEach((token, at) => {
    if (token === '') return;
    const next = tokens[at + 1];
    if (next !== undefined && next !== '' && isParticle(token, next)) return;
    const last = words.length - 1;
    if (lead === '' && last >= 0 && god.has(token)) words[last] += isArabic(token) ? 'له' : 'lah';
    else if (lead === '' && last >= 0 && isFaith(token)) words[last] += isArabic(token) ? 'دين' : 'edin';
    else if (lead === '' && leading.has(token) && next !== undefined) lead = leading.get(token) ?? token;
    else {
      words.push(lead + bareWord(token));
      lead = '';
    }
  });
  if (lead !== '') words.push(lead);
  return words.slice(0, wordsAtMost);
}

function isParticle(token: string, next: string): boolean {
  if (article.has(token) || son.has(token)) return true;
  return assimilated.test(token) && next.startsWith(token.slice(1));
}

function isFaith(token: string): boolean {
  return token === 'الدين' || faith.test(token);
}

/** A word without its article, and with its compounds in the one form. */
function bareWord(token: string): string {
  if (whole.has(token)) return token;
  return isArabic(token) ? bareArabic(token) : bareLatin(token);
}

function bareArabic(token: string): string {
  if (token === 'الله') return 'له';
  const compound = joinedServantAr.exec(token);
  if (compound) return `عبد${compound[1]}`;
  const father = joinedFatherAr.exec(token);
  if (father) return `ابو${father[1]}`;
  const word = token.replace(joinedFaithAr, 'دين').replace(joinedGodAr, 'له');
  if (word.length >= 5 && word.startsWith('ال')) return word.slice(2);
  if (word.length >= 5 && word.startsWith('بن')) return word.slice(2);
  return word;
}

function bareLatin(word: string): string {
  const token = endsInFaith.test(word) ? word.replace(joinedFaith, '') : word;
  const first = token.charCodeAt(0);
  // Nothing below begins with another letter than a, e, u, b, m; most names do.
  if (first === 97 || first === 101 || first === 117) {
    if (god.has(token)) return 'lah';
    const compound = servant.exec(token);
    if (compound) return `abd${compound[2]}`;
    const bare =
      joinedArticle.exec(token) ?? (endsInFaith.test(token) ? null : joinedAssimilated.exec(token));
    if (bare) return bare[bare.length - 1] ?? token;
  } else if (first === 98) return token.replace(joinedSon, '');
  else if (first === 109) return short.get(token) ?? token;
  return token;
}
