import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  codeOf,
  devicePublicKey,
  issueCertificate,
  messageOf,
  stepAt,
  storeMark,
  storePublicKey,
  type Trust,
  toHex,
} from '../../packages/pass/src/index.ts';

/** What the page's code offers. */
interface Till {
  trustOf(answer: { store: string; keys: object[]; revoked: string[] }): Trust;
  judge(text: string, trust: Trust, now: Date): { ok: boolean; cardNumber?: string; fault?: string };
}

const here = import.meta.dirname;
const storeId = '01890000-0000-7000-8000-000000000001';
const storeKey = new Uint8Array(32).fill(7);
const now = new Date('2026-11-20T10:00:10Z');
const device = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);

let folder: string;
let till: Till;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wafa-guide-'));
  const page = readFileSync(join(here, 'card.md'), 'utf8');
  const code = /^```ts\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';
  const pass = join(here, '../../packages/pass/src/index.ts');
  writeFileSync(join(folder, 'till.ts'), code.replace('@wafa/pass', pass));
  till = (await import(join(folder, 'till.ts'))) as Till;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answer = (revoked: string[] = []) => ({
  store: toHex(storeMark(storeId)),
  keys: [{ id: 1, publicKey: Buffer.from(storePublicKey(storeKey)).toString('base64url'), state: 'current' }],
  revoked,
});

/** The code of a device at an instant. */
async function shown(at: Date): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const certificate = issueCertificate(
    {
      keyId: 1,
      store: storeMark(storeId),
      cardNumber: '628142007196',
      device,
      notAfter: Math.floor(now.getTime() / 1000) + 3600,
      publicKey: devicePublicKey(point) as Uint8Array,
    },
    storeKey,
  );
  const step = stepAt(at.getTime());
  const message = Uint8Array.from(messageOf(certificate, step));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, message);
  return codeOf(certificate, step, new Uint8Array(signature));
}

test('the code of the page finds the card, once', async () => {
  const code = await shown(now);
  const trust = till.trustOf(answer());
  expect(till.judge(code, trust, now)).toMatchObject({ ok: true, cardNumber: '628142007196' });
  expect(till.judge(code, trust, now)).toEqual({ ok: false, fault: 'used' });
});

test('the code of the page refuses an old code and a revoked device', async () => {
  const late = new Date(now.getTime() + 90_000);
  expect(till.judge(await shown(now), till.trustOf(answer()), late)).toEqual({ ok: false, fault: 'stale' });
  const trust = till.trustOf(answer([toHex(device)]));
  expect(till.judge(await shown(now), trust, now)).toEqual({ ok: false, fault: 'revoked' });
});

test('the sizes that the page names are those of the code', async () => {
  const page = readFileSync(join(here, 'card.md'), 'utf8');
  const text = await shown(now);
  expect(page).toContain(`: ${text.length} characters`);
  const [certificate = [], code = []] = page
    .split('**code**')
    .map((part) => [...part.matchAll(/^\| (\d+) \|/gm)].map(([, bytes]) => Number(bytes)));
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);
  expect([sum(certificate), sum(code)]).toEqual([125, 193]);
});
