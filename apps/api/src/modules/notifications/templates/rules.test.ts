import { describe, expect, it } from 'vitest';
import { builtInTemplates } from './built-in.ts';
import { faultsOf, htmlOf, oneLine, ownVariables, render, samplePerson } from './rules.ts';

const variables = { customer: samplePerson.en, store: { name: 'Coffee & Co' } };
const inEnglish = (body: string, more: Record<string, unknown> = {}) =>
  render({ subject: '', body }, 'en', { ...variables, ...more }).body;

describe('the ready-made templates', () => {
  const all = Object.entries(builtInTemplates).flatMap(([key, template]) =>
    (['en', 'ar'] as const).map((language) => ({ key, language, template })),
  );
  it.each(all)('$key in $language is without fault and leaves nothing open', ({ template, language }) => {
    const wording = template.versions[language];
    if (!wording) throw new Error('no wording');
    for (const text of [wording.subject, wording.body]) expect(faultsOf(text, template.sample)).toEqual([]);
    const common = { customer: samplePerson[language], store: { name: 'Wafa' } };
    const made = render(wording, language, { ...template.sample, ...common });
    expect(made.subject).not.toBe('');
    expect(`${made.subject}${made.body}`).not.toMatch(/[{}]|undefined|null|NaN/);
    if (language === 'ar') expect(made.body).toMatch(/\p{Script=Arabic}/u);
    expect(ownVariables(template, language).sort()).toEqual(Object.keys(template.sample).sort());
  });
});

describe('faults', () => {
  it.each([
    ['a\n{% iff %}', { kind: 'syntax', line: 2, column: 1, what: 'tag "iff" not found' }],
    ['a {{ x', { kind: 'syntax', line: 1, column: 3, what: 'output "{{ x" not closed' }],
    [
      '{{ customer.name | nosuch }}',
      { kind: 'syntax', line: 1, column: 1, what: 'undefined filter: nosuch' },
    ],
    ['one\ntwo {{ customer.password }}', { kind: 'variable', line: 2, column: 8, what: 'customer.password' }],
    ['{{ other }}', { kind: 'variable', line: 1, column: 4, what: 'other' }],
    ['{{ customer }}', { kind: 'variable', line: 1, column: 4, what: 'customer' }],
    ['{{ points.length }}', { kind: 'variable', line: 1, column: 4, what: 'points.length' }],
    ['{{ customer.name.length }}', { kind: 'variable', line: 1, column: 4, what: 'customer.name.length' }],
  ])('%j', (text, fault) => {
    expect(faultsOf(text, { points: 1 })).toEqual([fault]);
  });

  it.each(['include "x"', 'render "x"', 'layout "x"', 'block x', 'tablerow i in x', 'cycle "a"'])(
    'the tag %s is not there',
    (tag) => {
      expect(faultsOf(`{% ${tag} %}`, {})[0]?.kind).toBe('syntax');
    },
  );

  it.each(['raw', 'json', 'sha256', 'date_to_rfc822', 'inspect'])('the filter %s is not there', (filter) => {
    expect(faultsOf(`{{ customer.name | ${filter} }}`, {})[0]?.what).toBe(`undefined filter: ${filter}`);
  });

  it('knows what a text assigns itself', () => {
    expect(
      faultsOf('{% assign x = points %}{{ x }}{% for c in name %}{{ c }}{% endfor %}', {
        points: 1,
        name: 'a',
      }),
    ).toEqual([]);
  });
});

describe('filling in', () => {
  it('writes numbers and days in the language', () => {
    expect(inEnglish('{{ 12345 | number }} {{ "2026-11-30" | date }}')).toBe('12,345 30 November 2026');
    const { body } = render({ subject: '', body: '{{ 12345 | number }}' }, 'ar', variables);
    expect(body).toBe('١٢٬٣٤٥');
    expect(inEnglish('{{ "soon" | date }} {{ "many" | number }}')).toBe('soon many');
  });

  it('sets a name of the other script apart', () => {
    const arabic = render({ subject: '', body: 'مرحبًا {{ customer.firstName }}' }, 'ar', variables);
    expect(arabic.body).toBe('مرحبًا \u2068Amal\u2069');
    expect(inEnglish('Hello {{ name }}', { name: 'أمل' })).toBe('Hello \u2068أمل\u2069');
  });

  it('leaves a code bare, to be copied', () => {
    const { body } = render({ subject: '', body: '{{ x | code }}' }, 'ar', { x: 'K7\u202ePM\u0000' });
    expect(body).toBe('K7PM');
  });

  it('takes control characters and direction marks out of values', () => {
    expect(inEnglish('{{ x }}', { x: 'a\u202eb\u0000c\u2066d\u001be' })).toBe('abcde');
  });

  it('makes a subject one line of at most 200 characters', () => {
    const { subject } = render({ subject: 'A {{ x }}', body: 'b' }, 'en', { x: 'y\r\nBcc: all@example.com' });
    expect(subject).toBe('A y Bcc: all@example.com');
    expect([...oneLine('🎉'.repeat(300))]).toHaveLength(200);
  });

  it('stops a text that asks for too much', () => {
    expect(() => inEnglish('{% for i in (1..100000000) %}{{ i }}{% endfor %}')).toThrow(/limit/);
  });

  it('fills in many texts without keeping them all', () => {
    for (let at = 0; at < 1_100; at++) expect(inEnglish(`${at} {{ store.name }}`)).toBe(`${at} Coffee & Co`);
  });

  it('knows no variables of a language without words', () => {
    const template = { ...builtInTemplates.birthday, versions: { en: null, ar: null } };
    expect(ownVariables(template as never, 'en')).toEqual([]);
  });
});

describe('HTML', () => {
  const store = { name: '<b>Wafa</b>', color: '#123456' };
  it('escapes every sign and keeps paragraphs and lines', () => {
    const html = htmlOf({ subject: '<i>', body: '<script>alert("1")</script>\n&\n\n\'b\'' }, 'en', store);
    expect(html).toContain('<title>&lt;i&gt;</title>');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>&amp;</p>');
    expect(html).toContain('&#39;b&#39;');
    expect(html).toContain('&lt;b&gt;Wafa&lt;/b&gt;');
    expect(html).toContain('color:#123456');
    expect(html).not.toMatch(/<script|<i>|<b>/);
  });

  it('stands in the direction of its language', () => {
    expect(htmlOf({ subject: '', body: 'أ' }, 'ar', store)).toMatch(
      /<html lang="ar" dir="rtl">[\s\S]*text-align:right/,
    );
    expect(htmlOf({ subject: '', body: 'a' }, 'en', store)).toMatch(
      /<html lang="en" dir="ltr">[\s\S]*text-align:left/,
    );
  });

  it('links web addresses and nothing else', () => {
    const html = htmlOf(
      { subject: '', body: 'See https://wafa.example/a?b=1&c="x, javascript:alert(1).' },
      'en',
      {
        ...store,
        color: 'red"',
      },
    );
    expect(html).toContain('<a href="https://wafa.example/a?b=1&amp;c=" dir="ltr">');
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('color:#1f4d47');
  });
});
