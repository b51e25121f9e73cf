import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectFits } from './axe.ts';
import { chooseLanguage, signIn, signInOf, traits } from './people.ts';

async function check(page: Page, screen: string): Promise<void> {
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  await expectAccessible(page, screen);
  await expectFits(page, screen);
}

/** The API as the store's staff. */
async function staffOf(request: APIRequestContext) {
  const { login, password } = signInOf('staff');
  const signedIn = await request.post('/api/v1/auth/sign-in', { data: { login, password, as: 'staff' } });
  const { data } = (await signedIn.json()) as { data: { accessToken: string } };
  return async (method: 'POST' | 'PUT', path: string, body: object) => {
    const reply = await request.fetch(path, {
      method,
      data: body,
      headers: { authorization: `Bearer ${data.accessToken}` },
    });
    expect(reply.ok(), `${method} ${path}`).toBe(true);
    return ((await reply.json()) as { data: { id: string } }).data;
  };
}

/** Makes and starts an offer as the store's staff would; both projects run against one store at a time. */
async function startOffer(request: APIRequestContext): Promise<{ en: string; ar: string }> {
  const staff = await staffOf(request);
  const mark = Date.now() % 100_000;
  const name = { en: `Coffee for the morning ${mark}`, ar: `قهوة الصباح ${mark}` };
  const terms = { benefit: { kind: 'percent', percentBp: 2000 }, codeMode: 'single', claimNeeded: true };
  const { id } = await staff('POST', '/api/v1/offers', { name, ...terms });
  await staff('POST', `/api/v1/offers/${id}/codes`, { generate: 20 });
  await staff('POST', `/api/v1/offers/${id}/status`, { status: 'active' });
  return name;
}

test('a customer finds each feature on the home page', async ({ page }, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'customer');
  const tiles = page.getByRole('navigation', { name: say('home.services') });
  const features = [
    ['segmentation', 'home.tile_segments', 'segmentation.title'],
    ['offers', 'home.tile_offers', 'offers.title'],
    ['referral', 'home.tile_referral', 'referral.title'],
    ['special-dates', 'home.tile_dates', 'occasions.title'],
    ['analytics', 'home.tile_analytics', 'analytics.title'],
  ] as const;
  for (const [path, tile, title] of features) {
    await tiles.getByRole('link', { name: say(tile) }).click();
    await expect(page).toHaveURL(new RegExp(`/features/${path}$`));
    await expect(page.getByRole('heading', { level: 1, name: say(title) })).toBeVisible();
    await check(page, path);
    await page.goto('/');
  }
});

test('a customer claims an offer and finds its code again', async ({ page, request }, info) => {
  test.slow();
  const { say, language } = traits(info);
  const name = (await startOffer(request))[language];
  await signIn(page, info, 'customer');
  await expect(page.getByRole('region', { name: say('home.offer') })).toBeVisible();
  await check(page, 'home with an offer');
  await page.goto('/features/offers');
  const best = page.getByRole('article').filter({ hasText: name }).getByRole('button');
  await best.or(page.getByRole('button', { name })).first().click();
  const sheet = page.getByRole('dialog');
  await check(page, 'an offer');
  await sheet.getByRole('button', { name: say('offers.claim') }).click();
  await expect(sheet.getByRole('heading', { name: say('offers.claimed') })).toBeVisible();
  await expect(sheet.getByRole('img').first()).toBeVisible();
  await check(page, 'the code of an offer');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: say('offers.mine'), exact: true }).click();
  const open = page.getByRole('region', { name: say('offers.mine_open') });
  await open.getByRole('button', { name }).click();
  await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
  await check(page, 'my offers');
});

test('a customer keeps a date of the Hijri calendar, changes it and removes it', async ({ page }, info) => {
  test.slow();
  const { say, language } = traits(info);
  const name = `Umrah ${Date.now() % 100_000}`;
  await signIn(page, info, 'customer');
  await page.goto('/features/special-dates');
  await page.getByRole('button', { name: say('occasions.add') }).click();
  const sheet = page.getByRole('dialog');
  const save = sheet.getByRole('button', { name: say('action.save') });
  await save.click();
  await expect(sheet.getByText(say('validation.required'))).toBeVisible();
  await sheet.getByLabel(say('occasions.name')).fill(name);
  await sheet.getByText(say('occasions.hijri'), { exact: true }).click();
  await sheet.getByLabel(say('occasions.day')).selectOption('12');
  await sheet.getByLabel(say('occasions.month')).selectOption('9');
  await check(page, 'a date of one’s own');
  await save.click();
  await expect(page.getByRole('status').getByText(say('occasions.saved', { name }))).toBeVisible();

  await page.getByRole('button', { name: say('occasions.edit', { name }) }).click();
  await expect(sheet.getByLabel(say('occasions.month'))).toHaveValue('9');
  await sheet.getByLabel(say('occasions.day')).selectOption('13');
  await save.click();
  await expect(page.getByRole('main')).toContainText(language === 'ar' ? '١٣ رمضان' : '13 Ramadan');
  await page.getByRole('button', { name: say('occasions.edit', { name }) }).click();
  await expect(sheet.getByLabel(say('occasions.day'))).toHaveValue('13');
  await sheet.getByRole('button', { name: say('occasions.remove') }).click();
  await check(page, 'removing a date');
  await sheet.getByRole('button', { name: say('occasions.remove') }).click();
  await expect(page.getByRole('status').getByText(say('occasions.removed', { name }))).toBeVisible();
});

test('someone new claims the gift of a day, and sees it stand in the history', async ({
  page,
  request,
}, info) => {
  test.slow();
  const { say, language } = traits(info);
  const name = 'Graduation';
  const staff = await staffOf(request);
  await staff('PUT', '/api/v1/occasions/kinds/own', {
    waitDays: 0,
    gifts: [{ tier: null, gift: { type: 'points', points: 120 } }],
  });
  // A day that was celebrated once gives nothing again, so nobody who was here before will do.
  const { store } = signInOf('customer');
  await chooseLanguage(page, language);
  await page.goto(`/sign-up${store ? `?store=${store}` : ''}`);
  await page.getByLabel(say('session.first_name'), { exact: true }).fill('Layla');
  await page.getByLabel(say('session.email')).fill(`layla.${info.project.name}.${Date.now()}@example.com`);
  await page.getByLabel(say('session.password'), { exact: true }).fill('a-long-enough-password');
  await page.getByRole('button', { name: say('session.sign_up'), exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/features/special-dates');
  await page.getByRole('button', { name: say('occasions.add') }).click();
  const sheet = page.getByRole('dialog');
  const today = new Date();
  await sheet.getByLabel(say('occasions.name')).fill(name);
  await sheet.getByLabel(say('occasions.day')).selectOption(String(today.getDate()));
  await sheet.getByLabel(say('occasions.month')).selectOption(String(today.getMonth() + 1));
  await sheet.getByRole('button', { name: say('action.save') }).click();
  await expect(sheet).toBeHidden();
  await page.getByRole('button', { name: say('occasions.claim_label', { name }) }).click();
  await expect(sheet.getByRole('heading', { name: say('occasions.claimed') })).toBeVisible();
  await expect(sheet.getByText(say('points.count', { count: 120 }), { exact: true })).toBeVisible();
  await check(page, 'a gift');
  await page.keyboard.press('Escape');
  const history = page.getByRole('region', { name: say('occasions.history') });
  await expect(history.getByRole('listitem').filter({ hasText: name })).toBeVisible();
});

test('a friend’s link leads someone new to an account that remembers who invited them', async ({
  page,
  browser,
}, info) => {
  test.slow();
  const { say, language } = traits(info);
  const friend = `friend.${info.project.name}.${Date.now()}@example.com`;
  await signIn(page, info, 'customer');

  const code = await test.step('the customer invites, and sees it listed', async () => {
    await page.goto('/features/referral');
    const code = (await page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).textContent()) ?? '';
    await page.getByRole('button', { name: say('referral.invite'), exact: true }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(say('referral.by_email'), { exact: true }).click();
    await sheet.getByRole('textbox', { name: say('session.email') }).fill('not an address');
    await sheet.getByRole('button', { name: say('referral.make_invitation') }).click();
    await expect(sheet.getByText(say('validation.email'))).toBeVisible();
    await check(page, 'inviting');
    await sheet.getByRole('textbox', { name: say('session.email') }).fill(friend);
    await sheet.getByRole('button', { name: say('referral.make_invitation') }).click();
    await expect(sheet.getByRole('heading', { name: say('referral.invitation') })).toBeVisible();
    await check(page, 'an invitation');
    await page.keyboard.press('Escape');
    const friends = page.getByRole('region', { name: say('referral.friends') });
    await expect(friends.getByText(say('referral.stage.invited')).first()).toBeVisible();
    return code;
  });

  await test.step('the friend signs up by the link', async () => {
    const context = await browser.newContext({ ...info.project.use, baseURL: process.env.WAFA_URL });
    const theirs = await context.newPage();
    await chooseLanguage(theirs, language);
    const { store } = signInOf('customer');
    await theirs.goto(`/r/${code}${store ? `?store=${store}` : ''}`);
    await expect(theirs).toHaveURL(/\/sign-up\?ref=/);
    await expect(theirs.getByText(/250|٢٥٠/)).toBeVisible();
    await check(theirs, 'sign up by a link');
    await theirs.getByLabel(say('session.first_name'), { exact: true }).fill('Huda');
    await theirs.getByLabel(say('session.email')).fill(friend);
    await theirs.getByLabel(say('session.password'), { exact: true }).fill('a-long-enough-password');
    await theirs.getByRole('button', { name: say('session.sign_up'), exact: true }).click();
    await theirs.waitForURL((url) => url.pathname === '/');
    await expect(async () => {
      await theirs.goto('/features/referral');
      await expect(theirs.getByText(/250|٢٥٠/).last()).toBeVisible({ timeout: 2_000 });
      await expect(theirs.getByRole('heading', { name: say('referral.friend_code') })).toHaveCount(0);
    }).toPass();
    await check(theirs, 'invited by a friend');
    await context.close();
  });
});
