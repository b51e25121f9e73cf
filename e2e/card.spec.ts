import { type APIRequestContext, expect, test } from '@playwright/test';
import { encodeQr } from '../packages/card/src/qr-encode.ts';
import { codeOf, stepAt } from '../packages/pass/src/index.ts';
import { expectAccessible, expectFits } from './axe.ts';
import { signIn, signInOf, traits } from './people.ts';

/** Notes what the browser signs, so that the code on the screen can be read without a scanner. */
const noteSignatures = `
  const sign = crypto.subtle.sign.bind(crypto.subtle);
  crypto.subtle.sign = async (...given) => {
    const signature = await sign(...given);
    globalThis.noted = { at: Date.now(), signature: [...new Uint8Array(signature)] };
    return signature;
  };`;

interface Noted {
  at: number;
  signature: number[];
}

/** The API as a till sees it. */
async function till(request: APIRequestContext) {
  const { login, password } = signInOf('staff');
  const signedIn = await request.post('/api/v1/auth/sign-in', { data: { login, password, as: 'staff' } });
  const { data } = (await signedIn.json()) as { data: { accessToken: string } };
  return async (code: string) => {
    const reply = await request.post('/api/v1/customers/card/verify', {
      data: { code, tillId: 'journey' },
      headers: { authorization: `Bearer ${data.accessToken}` },
    });
    const { code: failure, data: card } = (await reply.json()) as { code?: string; data?: { proof: string } };
    return card?.proof ?? failure;
  };
}

test('the opened card shows a code that a till takes once, and goes on without a network', async ({
  page,
  context,
  request,
}, info) => {
  const { say } = traits(info);
  test.slow();
  await page.clock.install();
  await page.addInitScript(noteSignatures);
  await signIn(page, info, 'customer');
  const certified = page.waitForResponse('**/card/devices');
  await page.getByRole('button', { name: say('card.open') }).click();
  const { data } = (await (await certified).json()) as { data: { certificate: string } };
  const card = page.getByRole('dialog', { name: say('card.label') });
  await expect(card.getByText(say('card.rotating_text'))).toBeVisible();
  const drawing = card.getByRole('img').first().locator('path');
  await expect(drawing).toBeVisible();

  await test.step('a till takes it once', async () => {
    const noted = await page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
    const certificate = new Uint8Array(Buffer.from(data.certificate, 'base64url'));
    const code = codeOf(certificate, stepAt(noted.at), Uint8Array.from(noted.signature));
    expect(await drawing.getAttribute('d')).toBe(encodeQr(code).path);
    const verify = await till(request);
    expect([await verify(code), await verify(code)]).toEqual(['rotating', 'card_code_used']);
  });

  await test.step('the next one comes without a network', async () => {
    const before = await drawing.getAttribute('d');
    await context.setOffline(true);
    await page.clock.fastForward(30_000);
    await expect(drawing).not.toHaveAttribute('d', before as string);
    await context.setOffline(false);
  });

  await test.step('a one-time code stands in', async () => {
    await card.getByRole('button', { name: say('card.one_time') }).click();
    await expect(card.getByText(/^\d{6}$/)).toBeVisible();
    await expectAccessible(page, 'card with a one-time code');
    await expectFits(page, 'card with a one-time code');
  });
});
