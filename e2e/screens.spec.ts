import { test } from '@playwright/test';
import { expectFits } from './axe.ts';
import { chooseLanguage, signIn, traits } from './people.ts';

/** Pictures of every screen, to be looked at: `npm run test:screens` runs this in all eight combinations. */
test('pictures', async ({ page }, info) => {
  const { language } = traits(info);
  const picture = async (name: string, fullPage = true) => {
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => document.fonts.ready);
    await expectFits(page, name);
    await page.screenshot({
      path: `.screens/${name}-${info.project.name}.png`,
      fullPage,
      animations: 'disabled',
    });
  };

  await chooseLanguage(page, language);
  await page.goto('/sign-in');
  await picture('sign-in');
  await page.goto('/sign-up');
  await picture('sign-up');
  await signIn(page, info, 'customer');
  await page.locator('.wafa-card .wafa-qr').waitFor();
  await picture('home');
  await page.locator('button.wafa-card').click();
  await page.locator('.wafa-sheet .wafa-qr').waitFor();
  await picture('card', false);
  await page.keyboard.press('Escape');
  await page.goto('/features/loyalty');
  await page.getByRole('table').waitFor();
  await picture('points');
  await page.goto('/orders');
  await page.locator('summary').first().click();
  await picture('purchases');
  for (const feature of ['offers', 'referral', 'segmentation', 'special-dates', 'analytics']) {
    await page.goto(`/features/${feature}`);
    await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' });
    await picture(feature);
  }
  await page.goto('/account');
  await page.locator('dl').waitFor();
  await picture('account');
  await page.evaluate(() => localStorage.removeItem('wafa.session'));
  await signIn(page, info, 'staff');
  await page.getByRole('table').waitFor();
  await picture('console');
});
