import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configTable } from '../apps/api/src/platform/config.ts';
import { root } from './lib/processes.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const listMarkdown = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listMarkdown(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
const pages = ['README.md', 'CONTRIBUTING.md', ...listMarkdown('docs')];

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchor that GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .replace(/`|\*/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsOf(path: string): string[] {
  const text = read(path).replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) => anchorOf(match[1] as string));
}

/** Links of a page that lead nowhere: a file that is not there, or a heading that the file does not have. */
function brokenLinks(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
    .map((match) => match[1] as string)
    .filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : relative(root, join(root, dirname(page), decodeURI(file)));
      if (target.startsWith('..') || !existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
}

describe('documentation', () => {
  it.each(pages)('%s has no broken link', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(pages)('%s names only npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const text = read(page);
    const named = [
      ...[...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] as string),
      ...[...text.matchAll(/\bnpm (test|start)\b/g)].map((match) => match[1] as string),
    ];
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('README lists every setting with its default and meaning, in order', () => {
    const rows = [...read('README.md').matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \| (.*) \|$/gm)];
    const written = rows.map(([, name, fallback, meaning]) => [name, fallback?.replace(/`/g, ''), meaning]);
    expect(written).toEqual(
      configTable.map(([name, , fallback, meaning]) => [name, fallback || '–', meaning]),
    );
  });

  it('.env.example repeats every setting with its default and meaning', () => {
    const expected = configTable.map(([name, , fallback, meaning]) => `# ${meaning}\n#${name}=${fallback}\n`);
    expect(read('.env.example').split('\n\n').slice(1).join('\n\n')).toBe(expected.join('\n'));
  });

  it('the tour names at most twelve files, each there', () => {
    const files = [...read('docs/tour.md').matchAll(/^## \d+\. \[`?([^`\]]+)`?\]/gm)].map(
      (match) => match[1],
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.length).toBeLessThanOrEqual(12);
    expect(files.filter((file) => !existsSync(join(root, file as string)))).toEqual([]);
  });
});
