import { defineConfig } from '@playwright/test';

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };

/** A language, a theme and a size, as the browser of such a person reports them. */
function project(language: 'ar' | 'en', colorScheme: 'light' | 'dark', size: 'phone' | 'desktop') {
  return {
    name: `${language}-${colorScheme}-${size}`,
    use: {
      locale: language === 'ar' ? 'ar' : 'en-GB',
      colorScheme,
      viewport: size === 'phone' ? phone : desktop,
      hasTouch: size === 'phone',
    },
  };
}

const all = (['ar', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['phone', 'desktop'] as const).map((size) => project(language, theme, size)),
  ),
);

/** Journeys run as two very different people; pictures are taken in all eight combinations. */
const takingScreens = process.env.WAFA_SCREENS !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testIgnore: takingScreens ? [] : ['**/screens.spec.ts'],
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  use: {
    baseURL: process.env.WAFA_URL,
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROME_PATH,
      // Chromium refuses its sandbox to root, which is who runs in most containers.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-quic',
      ],
    },
  },
  projects: takingScreens ? all : [project('ar', 'light', 'phone'), project('en', 'dark', 'desktop')],
});
