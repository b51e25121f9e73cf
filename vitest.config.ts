import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const fire = process.env.WAFA_FIRE === '1';

/** Tests without a database, a browser or a server. */
const unit = [
  'packages/*/{src,test}/**/*.test.ts',
  'apps/api/src/**/rules.test.ts',
  'scripts/**/*.test.ts',
  'docs/**/*.test.ts',
];
/** Tests that kill processes and take all cores: `npm run test:fire`. */
const underFire = fire ? [] : ['apps/api/test/fire/**/*.test.ts'];
/** Checks on the public data sets, which a clone does not contain: `npm run verify:data`. */
const data = ['apps/api/test/data/**/*.test.ts', 'packages/*/test/data/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Every API test file holds a server and a database: more workers than cores only wait for each other.
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    testTimeout: fire ? 1_800_000 : 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unit,
          exclude: [...configDefaults.exclude, ...data],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          // The files of a worker share what they import: loading the backend anew took longer than the tests.
          isolate: false,
          include: ['apps/api/src/**/*.test.ts', 'apps/api/test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...unit, ...data, ...underFire],
          globalSetup: ['apps/api/test/global-setup.ts'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['apps/web/**/*.test.{ts,tsx}', 'packages/*/{src,test}/**/*.test.tsx'],
          environment: 'jsdom',
        },
      },
      {
        extends: true,
        test: {
          name: 'data',
          include: data,
          globalSetup: ['apps/api/test/global-setup.ts'],
          environment: 'node',
          testTimeout: 600_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['apps/api/src/**/*.ts', 'apps/web/src/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}'],
      exclude: ['**/*.test.*', 'apps/api/src/main.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: {
        'apps/api/src/**': { lines: 85 },
        'apps/api/src/**/rules.ts': { lines: 100 },
        'apps/web/src/**': { lines: 80 },
        'packages/*/src/**': { lines: 85 },
      },
    },
  },
});
