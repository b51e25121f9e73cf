import { expect, test } from '@playwright/test';
import { expectAccessible, expectFits } from './axe.ts';
import { chooseLanguage, signIn, signInOf, traits } from './people.ts';

test('a customer signs in, shows the card, reads points and purchases, and signs out', async ({
  page,
}, info) => {
  // Seven screens, each read by axe: about 20 s on an idle machine of two cores.
  test.slow();
  const { say, language, theme, direction, phone } = traits(info);
  const check = async (screen: string) => {
    await expectAccessible(page, screen);
    await expectFits(page, screen);
  };
  const go = (key: string) =>
    page
      .getByRole('navigation', { name: say('nav.main') })
      .getByRole('link', { name: say(key), exact: true })
      .click();

  await test.step('sign in', async () => {
    await signIn(page, info, 'customer');
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });

  await test.step('home', async () => {
    await expect(page.getByRole('button', { name: say('card.open') })).toBeVisible();
    await expect(page.getByRole('progressbar')).toBeVisible();
    await expect(page.getByRole('heading', { name: say('home.recent') })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(say('nav.home')));
    await check('home');
  });

  await test.step('the card opens and closes', async () => {
    const opener = page.getByRole('button', { name: say('card.open') });
    await opener.click();
    const card = page.getByRole('dialog', { name: say('card.label') });
    const qr = card.getByRole('img').first();
    await expect(qr).toBeVisible();
    expect((await qr.boundingBox())?.width).toBeGreaterThanOrEqual(288);
    await expect(card.getByText(/^\d{4} \d{4} \d{4}$/)).toBeVisible();
    await check('card');
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
    await expect(opener).toBeFocused();
    if (phone) {
      await page.getByRole('button', { name: say('nav.card'), exact: true }).click();
      await card.getByRole('button', { name: say('action.close') }).click();
      await expect(card).toBeHidden();
    }
  });

  await test.step('points', async () => {
    await go('nav.loyalty');
    await expect(page.getByRole('heading', { level: 1, name: say('loyalty.title') })).toBeVisible();
    await expect(page.getByText(say('loyalty.lifetime'))).toBeVisible();
    await expect(page.getByRole('table')).toBeVisible();
    const entries = page.getByRole('region', { name: say('loyalty.history') }).getByRole('listitem');
    await expect(entries.first()).toBeVisible();
    const more = page.getByRole('button', { name: say('action.more') });
    if (await more.isVisible()) {
      const before = await entries.count();
      await more.click();
      await expect.poll(() => entries.count()).toBeGreaterThan(before);
    }
    await check('points');
  });

  await test.step('purchases', async () => {
    await go('nav.orders');
    await expect(page.getByRole('heading', { level: 1, name: say('orders.title') })).toBeVisible();
    const order = page.locator('details').first();
    await order.locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect(order.getByRole('listitem').first()).toBeVisible();
    await check('purchases');
  });

  await test.step('account: the form says what is wrong', async () => {
    await go('nav.account');
    await expect(page.getByRole('heading', { level: 1, name: say('account.title') })).toBeVisible();
    await expect(page.getByText(say('account.this_device'))).toBeVisible();
    await check('account');
    await page.getByRole('button', { name: say('account.edit_profile') }).click();
    await page.getByLabel(say('session.first_name'), { exact: true }).fill('');
    await page.getByRole('textbox', { name: say('account.email') }).fill('not an address');
    await page.getByRole('button', { name: say('action.save') }).click();
    await expect(page.getByText(say('validation.required'))).toBeVisible();
    await expect(page.getByText(say('validation.email'))).toBeVisible();
    await check('account, form at fault');
    await page.getByRole('button', { name: say('action.cancel') }).click();
  });

  await test.step('sign out', async () => {
    await page.getByRole('button', { name: say('account.sign_out') }).click();
    await page.waitForURL('**/sign-in');
    await check('sign in');
    await page.goto('/orders');
    await expect(page).toHaveURL(/\/sign-in\?next=%2Forders$/);
  });
});

test('a wrong password and an empty form say what is wrong', async ({ page }, info) => {
  const { say, language } = traits(info);
  const person = signInOf('customer');
  await chooseLanguage(page, language);
  await page.goto(`/sign-in${person.store ? `?store=${person.store}` : ''}`);
  await page.getByRole('button', { name: say('session.sign_in'), exact: true }).click();
  await expect(page.getByText(say('validation.required'))).toBeVisible();
  await expect(page.getByLabel(say('session.login'))).toBeFocused();
  await expectAccessible(page, 'sign in, at fault');
  await page.getByLabel(say('session.login')).fill(person.login);
  await page.getByLabel(say('session.password'), { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(say('error.sign_in_failed'));
});

test('someone new signs up and holds a card', async ({ page }, info) => {
  const { say, language } = traits(info);
  const person = signInOf('customer');
  await chooseLanguage(page, language);
  await page.goto(`/sign-up${person.store ? `?store=${person.store}` : ''}`);
  await page.getByLabel(say('session.first_name'), { exact: true }).fill('Noura');
  await page.getByLabel(say('session.last_name'), { exact: true }).fill('Al-Qahtani');
  await page.getByLabel(say('session.password'), { exact: true }).fill('a-long-enough-password');
  await page.getByRole('button', { name: say('session.sign_up'), exact: true }).click();
  await expect(page.getByText(say('validation.contact_required'))).toBeVisible();
  await page.getByLabel(say('session.email')).fill(`noura.${info.project.name}.${Date.now()}@example.com`);
  await expectAccessible(page, 'sign up');
  await page.getByRole('button', { name: say('session.sign_up'), exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(page.getByRole('button', { name: say('card.open') })).toContainText('Noura Al-Qahtani');
  await expect(page.getByText(say('home.recent_none'), { exact: true })).toBeVisible();
  await expectAccessible(page, 'home of someone new');
  await expectFits(page, 'home of someone new');
});

test('staff land on the overview and see the customers of their store', async ({ page }, info) => {
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  await expect(
    page.getByRole('heading', { level: 1, name: say('console.analytics.overview') }),
  ).toBeVisible();
  await page.goto('/console/customers');
  await expect(page.getByRole('heading', { level: 1, name: say('customers.title') })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page, 'console');
  await expectFits(page, 'console');
  await page.getByRole('button', { name: say('account.sign_out') }).click();
  await page.waitForURL('**/sign-in');
});
