import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { verify } from './verify.ts';

const example = fileURLToPath(new URL('../../../../docs/guides/statement.example.json', import.meta.url));
let folder: string;
let printed = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wafa-verify-'));
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed += line;
    return true;
  });
});
afterEach(() => {
  printed = '';
  process.exitCode = undefined;
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ printed: string; code: typeof process.exitCode }> {
  await verify(args);
  return { printed, code: process.exitCode };
}

test('a sound statement is said to hold, with its fingerprint to compare', async () => {
  const sound = await run(example);
  expect(sound.code).toBeUndefined();
  expect(sound.printed).toMatch(
    /^3 entries hold together; 0 of them without details\nroot of \d{4}-\d\d-\d\d, key /,
  );
  const fingerprint = /fingerprint ([0-9a-f]{64})/.exec(sound.printed)?.[1] as string;
  printed = '';
  expect((await run(example, '--root', fingerprint)).code).toBeUndefined();
});

test('another root or key than the one named is a finding', async () => {
  const other = await run(example, '--root', 'a'.repeat(64), '--key', 'b'.repeat(64));
  expect(other.code).toBe(1);
  expect(other.printed).toContain('root: is not a root that you named');
  expect(other.printed).toContain('root.publicKey: is not a key that you named');
});

test('a changed statement ends with 1 and names account, entry and field', async () => {
  const file = join(folder, 'changed.json');
  writeFileSync(file, readFileSync(example, 'utf8').replace(/"amount": (\d+)/, '"amount": 1$1'));
  const changed = await run(file);
  expect(changed.code).toBe(1);
  expect(changed.printed).toMatch(/^account [0-9a-f-]{36}, entry \d+, hash: does not fit/);
});

test('what cannot be understood is refused, not skipped', async () => {
  const text = join(folder, 'text.json');
  writeFileSync(text, 'no JSON');
  await expect(verify([text])).rejects.toThrow('cannot be read as JSON');
  for (const args of [['--root', 'short'], ['--root', 'a'.repeat(64)], ['--unknown'], [example, example]])
    await expect(verify(args)).rejects.toThrow('Usage');
});
