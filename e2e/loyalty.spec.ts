import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectFits } from './axe.ts';
import { signIn, traits } from './people.ts';

const codeShape = /^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/;

async function check(page: Page, screen: string): Promise<void> {
  await expectAccessible(page, screen);
  await expectFits(page, screen);
}

async function leave(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.removeItem('wafa.session'));
}

test('a customer redeems a reward, and staff take its code once', async ({ page }, info) => {
  // Nine screens, each read by axe.
  test.slow();
  const { say } = traits(info);

  const code = await test.step('the catalogue names the cost before it takes points', async () => {
    await signIn(page, info, 'customer');
    await page.goto('/features/loyalty');
    await page.getByRole('link', { name: say('rewards.all') }).click();
    await expect(page.getByRole('heading', { name: say('rewards.reach') })).toBeVisible();
    await check(page, 'rewards');
    const reach = page.getByRole('region', { name: say('rewards.reach') });
    await reach.getByRole('button').first().click();
    const sheet = page.getByRole('dialog');
    await expect(sheet.getByText(say('rewards.cost'), { exact: true })).toBeVisible();
    await check(page, 'a reward');
    await sheet.locator('button.bg-primary').click();
    await expect(sheet.getByRole('heading', { name: say('rewards.redeemed') })).toBeVisible();
    await expect(sheet.getByRole('img').first()).toBeVisible();
    await check(page, 'the code');
    return (await sheet.getByText(codeShape).textContent()) ?? '';
  });

  await test.step('the code waits among my rewards', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: say('rewards.mine') }).click();
    const open = page.getByRole('region', { name: say('rewards.mine_open') });
    await open.getByRole('button').first().click();
    // The other project redeems for the same customer: the first code may be its own.
    await expect(page.getByRole('dialog').getByText(codeShape)).toBeVisible();
    await page.keyboard.press('Escape');
    await check(page, 'my rewards');
  });

  await test.step('staff look it up and use it', async () => {
    await leave(page);
    await signIn(page, info, 'staff');
    await page.goto('/console/redemptions');
    const box = page.getByRole('searchbox', { name: say('console.loyalty.code'), exact: true });
    await box.fill('not a code');
    await box.press('Enter');
    await expect(page.getByRole('alert')).toBeVisible();
    await box.fill(code.toLowerCase());
    await box.press('Enter');
    const taking = page.getByRole('region', { name: say('console.loyalty.take_code') });
    await expect(taking.getByText(say('rewards.status.issued'))).toBeVisible();
    await check(page, 'redemptions');
    await taking.getByRole('button', { name: say('console.loyalty.use_code') }).click();
    await expect(taking.getByRole('button', { name: say('console.loyalty.undo_use') })).toBeVisible();
    await expect(taking.getByRole('button', { name: say('console.loyalty.use_code') })).toBeHidden();
    await check(page, 'redemptions, used');
  });
});

test('a customer gives a reward back and has the points again', async ({ page }, info) => {
  const { say } = traits(info);
  await signIn(page, info, 'customer');
  await page.goto('/features/loyalty/rewards');
  const reach = page.getByRole('region', { name: say('rewards.reach') });
  // Another reward than the one whose code the staff of the other project take meanwhile.
  const reward = reach.getByRole('button').nth(1);
  const name = (await reward.locator('bdi').first().textContent()) ?? '';
  await reward.click();
  await page.getByRole('dialog').locator('button.bg-primary').click();
  await expect(page.getByRole('dialog').getByText(say('rewards.redeemed'))).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/features/loyalty/rewards/mine');
  const open = page.getByRole('region', { name: say('rewards.mine_open') });
  await open.getByRole('button', { name }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: say('rewards.cancel'), exact: true }).click();
  await expectAccessible(page, 'giving back');
  await sheet.locator('button.text-danger').click();
  await expect(page.getByText(say('rewards.cancelled'))).toBeVisible();
  const done = page.getByRole('region', { name: say('rewards.mine_done') });
  await expect(done.getByText(name).first()).toBeVisible();
});

test('staff try a rule on a basket before it is saved', async ({ page }, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  await page.goto('/console/programmes');
  await page.getByRole('row').nth(1).getByRole('link').click();
  const dryRun = page.getByRole('complementary', { name: say('console.loyalty.dry_run') });
  await expect(dryRun.getByText(say('console.loyalty.by_rate'))).toBeVisible();
  await check(page, 'programme');
  await page.getByRole('button', { name: say('console.loyalty.add_rule') }).click();
  const side = page.getByRole('dialog');
  await side.getByLabel(say('console.loyalty.percent')).fill('50');
  await side.getByRole('button', { name: say('console.loyalty.put_in_draft') }).click();
  await expect(side.locator('.ant-form-item-explain-error').first()).toBeVisible();
  await side.getByLabel(say('console.loyalty.percent')).fill('300');
  await side.getByRole('button', { name: say('console.loyalty.put_in_draft') }).click();
  await expect(side).toBeHidden();
  await expect(page.getByText(say('console.loyalty.unsaved'))).toBeVisible();
  await expect(dryRun.getByText(say('earning.applied'))).toBeVisible();
  await check(page, 'programme, a rule in the draft');
  await page.getByRole('button', { name: say('console.loyalty.discard') }).click();
  await expect(page.getByText(say('console.loyalty.unsaved'))).toBeHidden();
});

test('staff see tiers, settings, versions, rewards and what is owed', async ({ page }, info) => {
  test.slow();
  const { say } = traits(info);
  await signIn(page, info, 'staff');
  await page.goto('/console/programmes');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await check(page, 'programmes');
  await page.getByRole('row').nth(1).getByRole('link').click();
  for (const [tab, seen] of [
    ['tiers', 'console.loyalty.save_ladder'],
    ['settings', 'action.save'],
  ] as const) {
    await page.getByRole('tab', { name: say(`console.loyalty.tab_${tab}`) }).click();
    await expect(page.getByRole('button', { name: say(seen), exact: true })).toBeVisible();
    await check(page, tab);
  }
  await page.getByRole('tab', { name: say('console.loyalty.tab_versions') }).click();
  await expect(page.getByRole('cell', { name: say('console.loyalty.created') })).toBeVisible();
  await check(page, 'versions');

  await page.goto('/console/rewards');
  await page.getByRole('row').nth(1).getByRole('button').click();
  await expect(page.getByRole('dialog').getByRole('button', { name: say('action.save') })).toBeVisible();
  await check(page, 'a reward of the console');

  await page.goto('/console/liability');
  await expect(page.getByRole('table').first()).toBeVisible();
  await expect(page.getByRole('img').first()).toBeVisible();
  await check(page, 'liability');
});
