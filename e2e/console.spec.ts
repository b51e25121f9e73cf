import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { expectAccessible, expectFits } from './axe.ts';
import { signIn, traits } from './people.ts';

async function check(page: Page, screen: string): Promise<void> {
  await expectAccessible(page, screen);
  await expectFits(page, screen);
}

/** A family name of its own for each project: both run against one store at the same time. */
function familyOf(info: TestInfo): { en: string; ar: string } {
  return traits(info).phone ? { en: 'Alkhazraji', ar: 'الخزرجي' } : { en: 'Albustani', ar: 'البستاني' };
}

/** Registers a customer through the form; the page of the new customer opens. */
async function register(
  page: Page,
  info: TestInfo,
  person: { first: string; firstAr: string; email: string },
) {
  const { say } = traits(info);
  const family = familyOf(info);
  await page.goto('/console/customers');
  await page.getByRole('button', { name: say('customers.add'), exact: true }).click();
  const drawer = page.getByRole('dialog', { name: say('customers.create') });
  const fill = (key: string, value: string) => drawer.getByLabel(say(key), { exact: true }).fill(value);
  await fill('session.first_name', person.first);
  await fill('session.last_name', family.en);
  await fill('customers.first_name_ar', person.firstAr);
  await fill('customers.last_name_ar', family.ar);
  await fill('account.email', person.email);
  await drawer.getByRole('button', { name: say('customers.create_send'), exact: true }).click();
  await page.waitForURL(/\/console\/customers\/[0-9a-f-]{36}/);
}

test('staff find a customer by the Arabic name, adjust points, merge two customers and undo it', async ({
  page,
}, info) => {
  test.slow();
  const { say, language } = traits(info);
  const family = familyOf(info);
  const email = (name: string) => `${name}.${info.project.name}@example.com`;
  const name = language === 'ar' ? `ليان ${family.ar}` : `Layan ${family.en}`;
  const other = language === 'ar' ? `لايان ${family.ar}` : `Layaan ${family.en}`;

  await test.step('two customers are registered', async () => {
    await signIn(page, info, 'staff');
    await register(page, info, { first: 'Layaan', firstAr: 'لايان', email: email('layaan') });
    await register(page, info, { first: 'Layan', firstAr: 'ليان', email: email('layan') });
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });

  await test.step('one is found while her name is typed', async () => {
    await page.goto('/console/customers');
    await page.getByRole('searchbox', { name: say('customers.search') }).fill(`ليان ${family.ar}`);
    const found = page.getByRole('row').getByRole('link', { name, exact: true });
    await expect(found).toBeVisible();
    await expect(page).toHaveURL(/query=/);
    await check(page, 'customers');
    await found.click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByRole('button', { name: say('profile.adjust') })).toBeVisible();
    await check(page, 'customer');
  });

  await test.step('points are adjusted, with a reason', async () => {
    await page.getByRole('button', { name: say('profile.adjust') }).click();
    const drawer = page.getByRole('dialog', { name: say('profile.adjust') });
    const send = drawer.getByRole('button', { name: say('profile.adjust'), exact: true });
    await drawer.getByLabel(say('profile.adjust_points')).fill('150');
    await send.click();
    await expect(drawer.getByText(say('validation.required'))).toBeVisible();
    await check(page, 'adjusting points');
    await drawer.getByLabel(say('profile.adjust_reason')).fill('Forgotten at the till');
    await send.click();
    await expect(drawer).toBeHidden();
    await page.getByRole('link', { name: say('profile.tab.points'), exact: true }).click();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(2);
  });

  await test.step('two customers become one', async () => {
    await page.getByRole('button', { name: say('profile.more') }).click();
    await page.getByRole('menuitem', { name: say('merging.with') }).click();
    await page.getByRole('searchbox', { name: say('merging.find_hint') }).fill(email('layaan'));
    await page.getByRole('dialog').getByRole('button', { name: other }).click();
    const drawer = page.getByRole('dialog', { name: say('merging.title') });
    await expect(drawer.getByRole('table')).toContainText(email('layaan'));
    await check(page, 'two customers side by side');
    await drawer.getByRole('button', { name: say('merging.confirm', { name }) }).click();
    await expect(page.getByRole('list', { name: say('profile.tab.merges') })).toContainText(other);
  });

  await test.step('and two again', async () => {
    await page.getByRole('button', { name: say('merging.undo') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('merging.undo') })
      .click();
    await expect(page.getByRole('button', { name: say('merging.undo') })).toHaveCount(0);
    await page.goto(`/console/customers?query=${email('layaan')}`);
    await expect(page.getByRole('row').getByRole('link', { name: other, exact: true })).toBeVisible();
  });
});

test('staff open the work lists and the log of messages', async ({ page }, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  const screens = [
    ['duplicates', 'duplicate.title'],
    ['addresses', 'verification.title'],
    ['messages', 'messages.title'],
    ['messages/templates', 'messages.templates'],
    ['customers/import', 'customers.import_title'],
  ] as const;
  for (const [path, title] of screens) {
    await page.goto(`/console/${path}`);
    await expect(page.getByRole('heading', { level: 1, name: say(title) })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await check(page, path);
  }
});

test('staff open the pages of segments, offers, referrals, special dates and figures', async ({
  page,
}, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  const screens = [
    ['overview', 'console.analytics.overview'],
    ['cohorts', 'console.analytics.cohorts'],
    ['rfm', 'console.analytics.rfm'],
    ['groups', 'console.analytics.groups'],
    ['programme-health', 'console.analytics.programmes'],
    ['predictions', 'console.predictions.title'],
    ['segments', 'console.segments.title'],
    ['offers', 'console.offers.title'],
    ['referrals', 'console.referrals.title'],
    ['occasions', 'console.occasions.title'],
  ] as const;
  for (const [path, title] of screens) {
    await page.goto(`/console/${path}`);
    await expect(page.getByRole('heading', { level: 1, name: say(title) })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await check(page, path);
  }
});

test('a file of customers is mapped, looked at and imported', async ({ page }, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  await page.goto('/console/customers/import');
  await page.locator('input[type=file]').setInputFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `id,First name,E-mail\n1,Dalal,dalal.${info.project.name}@example.com\n2,Nobody,no address\n`,
    ),
  });
  await page.getByLabel(say('customers.import_source')).fill(info.project.name);
  await page.getByRole('button', { name: say('customers.import_check') }).click();
  await expect(page.getByText(say('customers.import_valid', { count: 1 }))).toBeVisible();
  await expect(page.getByText(say('customers.import_rejected', { count: 1 }))).toBeVisible();
  await check(page, 'import, looked at');
  await page.getByRole('button', { name: say('customers.import_start', { count: 1 }) }).click();
  await expect(page.getByRole('status').getByText(say('customers.import_done', { count: 1 }))).toBeVisible();
  await check(page, 'import, done');
});
