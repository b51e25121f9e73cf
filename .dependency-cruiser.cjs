/**
 * The import rules of the project, each with its reason. The levels of the modules are shared with the
 * test that reads their SQL.
 */
const levels = require('./apps/api/test/levels.json');

const modules = '^apps/api/src/modules';
const test = '\\.test\\.tsx?$';
const npm = (names) => `(^|/)node_modules/(${names})/`;

/** One rule per module: what stands on its level or above is out of its reach. */
const levelRules = levels.flatMap((names, level) =>
  names.map((name) => {
    const above = levels
      .slice(level)
      .flat()
      .filter((other) => other !== name);
    return {
      name: `levels-${name}`,
      comment: `Imports point down only: ${name} stands on level ${level}, so that it can be understood, tested and changed without those above. Emit an event, or let the higher module call.`,
      severity: 'error',
      from: { path: `${modules}/${name}/`, pathNot: test },
      to: { path: `${modules}/(${above.join('|')})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    {
      name: 'module-only-through-index',
      comment:
        'A module is used through its index.ts alone: what is not exported there can change without asking anybody.',
      severity: 'error',
      from: { path: `${modules}/([^/]+)/` },
      to: { path: `${modules}/[^/]+/`, pathNot: [`${modules}/$1/`, `${modules}/[^/]+/index\\.ts$`] },
    },
    {
      name: 'app-only-through-index',
      comment: 'Commands, demo and app.ts too see of a module what its index.ts exports.',
      severity: 'error',
      from: { path: '^apps/api/src/', pathNot: [`${modules}/`, test] },
      to: { path: `${modules}/[^/]+/`, pathNot: `${modules}/[^/]+/index\\.ts$` },
    },
    ...levelRules,
    {
      name: 'no-cycles',
      comment:
        'A cycle cannot be read from either end, and which file runs first is chance. Types alone may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'The platform is the ground of every module; it is handed what it needs by app.ts.',
      severity: 'error',
      from: { path: '^apps/api/src/platform/', pathNot: test },
      to: {
        path: [
          `${modules}/`,
          '^apps/api/src/(app|main)\\.ts$',
          '^apps/api/src/(commands|demo)/',
          '^apps/api/test/',
        ],
      },
    },
    {
      name: 'contract-imports-only-zod',
      comment: 'The contract is read by server, browsers and phones: whatever it imports, all of them carry.',
      severity: 'error',
      from: { path: '^packages/contract/src/', pathNot: test },
      to: { pathNot: ['^packages/contract/src/', npm('zod')] },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules.ts holds what can be tested with values alone: no database, no network, no clock.',
      severity: 'error',
      from: { path: `${modules}/.*/rules\\.ts$` },
      to: {
        path: [
          '^apps/api/src/platform/(db|http|jobs|files|cache|events)/',
          '^apps/api/src/platform/(log|config|clock|audit|process)\\.ts$',
          `${modules}/.*/(sql|jobs|routes)\\.ts$`,
          npm('pg|pg-boss|pg-copy-streams|kysely|fastify|ioredis|pino'),
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rules-use-no-node-module',
      comment:
        'rules.ts holds what can be tested with values alone: files, sockets and processes are not values. Hashing is (crypto); that no randomness comes with it is checked by boundaries.test.ts.',
      severity: 'error',
      from: { path: `${modules}/.*/rules\\.ts$` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'driver-only-in-platform',
      comment:
        'Only the platform talks to the database driver: elsewhere a statement could run outside the transaction and its tenant.',
      severity: 'error',
      from: { path: '^apps/api/src/', pathNot: ['^apps/api/src/platform/', test] },
      to: { path: npm('pg|@types/pg|pg-pool|pg-boss|pg-copy-streams|@types/pg-copy-streams') },
    },
    {
      name: 'web-and-mobile-see-packages-only',
      comment:
        'Browser and phone share with the server the contract, the client, the texts, the card and the verifiers, and nothing else.',
      severity: 'error',
      from: { path: '^apps/(web|mobile)/' },
      to: {
        path: [
          '^apps/(?!$1/)',
          '^packages/(?!(contract|client|i18n|card|proof|pass)/)',
          '^(bench|scripts|deploy)/',
        ],
      },
    },
    {
      name: 'packages-know-no-app',
      comment: 'A package stands under the apps that use it.',
      severity: 'error',
      from: { path: '^packages/', pathNot: test },
      to: { path: '^(apps|scripts|bench|e2e)/' },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere is an import that no other rule can check.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?(inline|raw|url)$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(apps|packages)/[^/]+/(dist|coverage)/', '\\.gen\\.ts$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    moduleSystems: ['es6', 'cjs', 'tsd'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.d.ts', '.json', '.css', '.svg'],
    },
  },
};
