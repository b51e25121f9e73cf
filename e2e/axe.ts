import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No violation of WCAG 2.2 A and AA, nor of axe's own good practices, on what is shown now. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // A card or panel that still fades in has less contrast than it will have. What turns for ever (a
  // spinner), or stands paused, is not waited for.
  await page.evaluate(() =>
    Promise.race([
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
          .map((animation) => animation.finished.catch(() => null)),
      ),
      new Promise((done) => setTimeout(done, 2_000)),
    ]),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join('; ')})`,
  );
  expect(found, `axe on ${screen}`).toEqual([]);
}

/** Nothing sticks out sideways. */
export async function expectFits(page: Page, screen: string): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, `pixels too wide on ${screen}`).toBeLessThanOrEqual(0);
}
