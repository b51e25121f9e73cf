import type { Language } from '@wafa/contract';
import { directionOf, formatDate, formatNumber, isolate } from '@wafa/i18n';
import { Liquid, LiquidError, type Template } from 'liquidjs';
import type { TemplateText, Wording } from './built-in.ts';

/** What every template may name; a template's own variables stand beside these, by their names. */
export interface CommonVariables {
  customer: { firstName: string; lastName: string; name: string; cardNumber: string };
  store: { name: string };
}
const common: Readonly<Record<string, readonly string[]>> = {
  customer: ['firstName', 'lastName', 'name', 'cardNumber'],
  store: ['name'],
};

/** What is known of a person where a template is previewed without one. */
export const samplePerson: Record<Language, CommonVariables['customer']> = {
  en: { firstName: 'Amal', lastName: 'Hassan', name: 'Amal Hassan', cardNumber: '4821 9035 1178' },
  ar: { firstName: 'أمل', lastName: 'حسن', name: 'أمل حسن', cardNumber: '4821 9035 1178' },
};

const allowedTags = new Set('assign capture case comment if unless for break continue raw echo #'.split(' '));
/** What of the filters writes words. Out stay clock, hashes, JSON, and whatever could pass text unescaped. */
const allowedFilters = new Set(
  (
    'default upcase downcase capitalize strip append prepend replace remove truncate truncatewords ' +
    'plus minus times divided_by round abs ceil floor at_least at_most first last join split size'
  ).split(' '),
);

/** Text that no writer of a template or variable may bring in: control characters and direction marks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point.
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
const clean = (text: string) => text.replace(unwanted, '');

const otherScript: Record<Language, RegExp> = {
  ar: /[A-Za-z\u00c0-\u024f]/,
  en: /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/,
};

/** What filling in a text of people's may take. */
const timeLimitMs = 100;

/**
 * An engine of one language: no files, no includes, no prototypes, and little time and memory, since
 * templates come from people. Values of the other script are set apart, so that they cannot reorder the
 * sentence around them.
 */
function makeEngine(language: Language): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 25_000,
    memoryLimit: 200_000,
    outputEscape: (value: unknown) => {
      const text = clean(String(value ?? ''));
      return otherScript[language].test(text) ? isolate(text) : text;
    },
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!allowedFilters.has(name)) delete engine.filters[name];
  engine.registerFilter('number', (value: unknown) => {
    const number = Number(value);
    return Number.isFinite(number) ? formatNumber(number, language) : String(value ?? '');
  });
  // What is copied out of a message stands bare: marks of direction would be copied with it.
  engine.registerFilter('code', { raw: true, handler: (value: unknown) => clean(String(value ?? '')) });
  engine.registerFilter('date', (value: unknown) => {
    const text = String(value ?? '');
    return Number.isNaN(Date.parse(text)) ? text : formatDate(text, language);
  });
  return engine;
}
const engines: Record<Language, Liquid> = { ar: makeEngine('ar'), en: makeEngine('en') };

/** What is wrong with a text, and where; lines and columns begin with 1. */
export interface TemplateFault {
  kind: 'syntax' | 'variable';
  line: number;
  column: number;
  /** The parser's words, or the name of the variable. */
  what: string;
}

const places = /, line:\d+, col:\d+$/;

/** The faults of a text: what cannot be read, or variables that neither everybody nor `sample` has. */
export function faultsOf(text: string, sample: Readonly<Record<string, unknown>>): TemplateFault[] {
  let parsed: Template[];
  try {
    parsed = engines.en.parse(text);
  } catch (error) {
    return [syntaxFault(error)];
  }
  const { globals } = engines.en.analyzeSync(parsed, { partials: false });
  return Object.values(globals)
    .flat()
    .filter(({ segments }) => !isKnown(segments, sample))
    .map(({ segments, location }) => ({
      kind: 'variable' as const,
      line: location.row,
      column: location.col,
      what: segments.map(String).join('.'),
    }));
}

function isKnown(segments: readonly unknown[], sample: Readonly<Record<string, unknown>>): boolean {
  const [root, part, ...more] = segments.map(String);
  if (root === undefined || more.length > 0) return false;
  if (part === undefined) return Object.hasOwn(sample, root);
  return Object.hasOwn(common, root) && (common[root] as readonly string[]).includes(part);
}

function syntaxFault(error: unknown): TemplateFault {
  if (!(error instanceof Error)) throw error;
  const [line = 1, column = 1] = LiquidError.is(error)
    ? ((error as LiquidError).token.getPosition() as [number, number])
    : [];
  return { kind: 'syntax', line, column, what: error.message.replace(places, '') };
}

/** Names of a template's own variables that its text in this language uses. */
export function ownVariables(template: TemplateText, language: Language): string[] {
  const wording = template.versions[language];
  if (!wording) return [];
  const { globals } = engines.en.analyzeSync(engines.en.parse(`${wording.subject}\n${wording.body}`), {
    partials: false,
  });
  return Object.keys(globals).filter((name) => Object.hasOwn(template.sample, name));
}

export interface Rendered {
  subject: string;
  body: string;
}

/**
 * A wording with its variables filled in: plain text, which `htmlOf` turns into HTML. A subject is one
 * line. A text that takes longer than `limitMs` or grows too large throws.
 */
export function render(
  wording: Wording,
  language: Language,
  variables: Readonly<Record<string, unknown>>,
  limitMs = timeLimitMs,
): Rendered {
  const engine = engines[language];
  const fill = (text: string) =>
    engine.renderSync(parsedOf(engine, language, text), variables, { renderLimit: limitMs }) as string;
  return {
    subject: oneLine(fill(wording.subject)),
    body: fill(wording.body)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}

/** Parsed texts; reading one takes longer than filling it in. */
const parsed = new Map<string, Template[]>();
const keptTexts = 500;

function parsedOf(engine: Liquid, language: Language, text: string): Template[] {
  const name = `${language}${text}`;
  const known = parsed.get(name);
  if (known) return known;
  if (parsed.size >= keptTexts) parsed.clear();
  const made = engine.parse(text);
  parsed.set(name, made);
  return made;
}

const maxSubject = 200;

/** A header's text: one line, without marks of direction. */
export function oneLine(text: string): string {
  return [
    ...clean(text)
      .replace(/[\s\u2028\u2029]+/g, ' ')
      .trim(),
  ]
    .slice(0, maxSubject)
    .join('');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] as string);

/** Escaped text with its web addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)،؛؟])/)
    .map((part, at) =>
      at % 2 === 1 ? `<a href="${escapeHtml(part)}" dir="ltr">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');
}

/**
 * The HTML of a message: its text escaped whole, a paragraph for each part between empty lines, in the
 * direction of its language. Styles stand in the elements, since mail readers drop style sheets.
 */
export function htmlOf(
  message: Rendered,
  language: Language,
  store: { name: string; color: string | null },
): string {
  const direction = directionOf(language);
  const align = direction === 'rtl' ? 'right' : 'left';
  const paragraphs = message.body
    .split(/\n\s*\n/)
    .map((part) => `<p style="margin:0 0 16px">${linked(part.trim()).replace(/\r?\n/g, '<br>')}</p>`)
    .join('\n');
  const color = /^#[0-9a-fA-F]{6}$/.test(store.color ?? '') ? store.color : '#1f4d47';
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(message.subject)}</title></head>
<body dir="${direction}" style="margin:0;background:#f4f2ee">
<div dir="${direction}" style="max-width:560px;margin:0 auto;padding:24px;overflow-wrap:anywhere;text-align:${align};font:16px/1.6 Tahoma,Arial,sans-serif;color:#1d1d1b;background:#ffffff">
<p style="margin:0 0 24px;font-weight:bold;color:${color}"><bdi>${escapeHtml(store.name)}</bdi></p>
${paragraphs}
</div>
</body>
</html>
`;
}
