import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectFits } from './axe.ts';
import { chooseLanguage, signIn, traits } from './people.ts';

async function check(page: Page, screen: string): Promise<void> {
  await expectAccessible(page, screen);
  await expectFits(page, screen);
}

test('a customer reads a statement, verifies it, downloads it, and anyone verifies the file', async ({
  page,
  browser,
}, info) => {
  test.slow();
  const { say, language } = traits(info);

  await test.step('the statement of this year', async () => {
    await signIn(page, info, 'customer');
    await page.goto('/features/loyalty');
    await page.getByRole('link', { name: say('statement.open') }).click();
    await expect(page.getByRole('heading', { level: 2, name: say('statement.heading') })).toBeVisible();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await check(page, 'statement');
  });

  await test.step('it holds', async () => {
    await page.getByRole('button', { name: say('statement.verify'), exact: true }).click();
    await expect(page.getByRole('status').getByText(say('statement.sound'))).toBeVisible();
    await check(page, 'statement, verified');
  });

  await test.step('another period', async () => {
    await page.getByText(say('statement.period.all'), { exact: true }).click();
    await expect(page.getByRole('status').getByText(say('statement.sound'))).toBeHidden();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await page.getByLabel(say('statement.to'), { exact: true }).fill('2000-01-01');
    await expect(page.getByText(say('statement.none'))).toBeVisible();
    await page.getByText(say('statement.period.all'), { exact: true }).click();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  });

  const text = await test.step('on paper there is the sheet alone', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('heading', { level: 2, name: say('statement.heading') })).toBeVisible();
    await expect(page.getByRole('button', { name: say('statement.print') })).toBeHidden();
    await expect(page.getByRole('navigation').first()).toBeHidden();
    await page.emulateMedia({ media: null });
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: say('statement.download') }).click();
    return readFile(await (await downloading).path(), 'utf8');
  });

  await test.step('somebody else verifies the file, without a connection', async () => {
    const context = await browser.newContext({ ...info.project.use, baseURL: new URL(page.url()).origin });
    const stranger = await context.newPage();
    await chooseLanguage(stranger, language);
    await stranger.goto('/verify');
    await check(stranger, 'verify');
    const give = (content: string) =>
      stranger.locator('input[type=file]').setInputFiles({
        name: 'statement.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });
    await give(text);
    await expect(stranger.getByRole('status').getByText(say('statement.sound'))).toBeVisible();
    await check(stranger, 'verify, sound');

    await context.setOffline(true);
    const { accounts } = JSON.parse(text) as { accounts: { entries: { amount: number }[] }[] };
    const first = accounts[0]?.entries[0]?.amount as number;
    await give(text.replace(`"amount": ${first}`, `"amount": ${first + 1}`));
    await expect(stranger.getByRole('alert').getByText(say('statement.broken'))).toBeVisible();
    await check(stranger, 'verify, broken');
    await stranger.getByLabel(say('statement.held')).fill('not a fingerprint');
    await expect(stranger.getByText(say('statement.held_wrong'))).toBeVisible();
    await give('no statement at all');
    await expect(stranger.getByRole('alert').getByText(say('statement.unreadable'))).toBeVisible();
    await context.close();
  });
});
