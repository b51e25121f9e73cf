import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const tokens = read('src/tokens.css');
const card = read('../../packages/card/src/card.css');

/** Custom properties with a plain colour, of all the rules whose selector holds `mark`. */
function colours(css: string, mark: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector?.includes(mark)) continue;
    for (const [, name, value] of (body ?? '').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/gi)) {
      if (name && value) found[name] = value;
    }
  }
  return found;
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function ratio(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['sunken', 'ground', 'surface', 'raised'];
const words = [
  'ink',
  'ink-soft',
  'ink-faint',
  'link',
  'accent-ink',
  'success',
  'warning',
  'danger',
  'bronze-ink',
  'silver-ink',
  'gold-ink',
  'platinum-ink',
  'chart-axis',
];
/** Words that stand on one ground of their own. */
const pairs: readonly [string, string][] = [
  ['on-primary', 'primary'],
  ['on-primary', 'primary-hover'],
  ['on-primary-soft', 'primary-soft'],
  ['ink', 'primary-soft'],
  ['ink-soft', 'primary-soft'],
  ['on-accent', 'accent'],
  ['accent-ink', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['success', 'success-soft'],
  ['warning', 'warning-soft'],
  ['ink', 'warning-soft'],
  ['danger', 'danger-soft'],
  ['ink', 'danger-soft'],
  ['ink-soft', 'danger-soft'],
  ['on-danger', 'danger'],
  ['on-deep', 'deep'],
  ['on-deep-soft', 'deep'],
];
const marks = ['line-strong', 'focus', 'chart-1', 'chart-2', 'primary'];

const light = colours(tokens, '[data-theme="light"]');
const themes = { light, dark: { ...light, ...colours(tokens, '[data-theme="dark"]') } };

function check(theme: Record<string, string>, text: string, ground: string, least: number): void {
  const [one, other] = [theme[text], theme[ground]];
  if (!one || !other) throw new Error(`no colour for ${one ? ground : text}`);
  const found = ratio(one, other);
  expect(found, `${text} on ${ground}: ${found.toFixed(2)}`).toBeGreaterThanOrEqual(least);
}

describe.each(Object.entries(themes))('contrast in the %s theme', (_, theme) => {
  it('of every text role on every ground is 4.5 : 1 or more', () => {
    for (const text of words) for (const ground of grounds) check(theme, text, ground, 4.5);
    for (const [text, ground] of pairs) check(theme, text, ground, 4.5);
  });
  it('of borders, focus rings and marks is 3 : 1 or more', () => {
    for (const mark of marks) for (const ground of ['ground', 'surface']) check(theme, mark, ground, 3);
  });
});

describe('contrast on the card', () => {
  const root = colours(card, ':root');
  it.each(['bronze', 'silver', 'gold', 'platinum', 'store'])(
    'of the words on %s holds at its worst stop',
    (metal) => {
      const stops = new RegExp(`--tier-${metal}:[^;]*`).exec(card)?.[0].match(/#[0-9a-f]{6}/gi) ?? [];
      expect(stops.length).toBe(5);
      for (const role of [`on-${metal}`, `on-${metal}-soft`]) {
        for (const stop of stops) {
          expect(ratio(root[role] ?? '#000000', stop), `${role} on ${stop}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      const pill = colours(card, `.wafa-metal-${metal}`)['card-pill'] ?? '';
      expect(ratio(pill, root[`on-${metal}`] ?? '')).toBeGreaterThanOrEqual(4.5);
    },
  );
});

describe('the measure itself', () => {
  it('gives the published ratios', () => {
    expect(ratio('#000000', '#ffffff')).toBeCloseTo(21);
    expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(
      Math.min(...grounds.map((ground) => ratio(light['ink-faint'] ?? '', light[ground] ?? ''))),
    ).toBeCloseTo(4.57, 2);
  });
});
