import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));

export interface ImportReport {
  /** `<rule>: <from> → <to>`, of error severity. */
  violations: string[];
  /** Source files read, packages of npm left out. */
  files: string[];
  /** Imports followed. */
  imports: number;
}

/** Holds the imports of a tree against `.dependency-cruiser.cjs`. */
export async function readImports(folder = root, parts = ['apps', 'packages']): Promise<ImportReport> {
  const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
    forbidden: IFlattenedRuleSet['forbidden'];
    options: ICruiseOptions;
  };
  const { enhancedResolveOptions, ...options } = config.options;
  const { output } = await cruise(
    parts,
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden: config.forbidden } },
    { ...enhancedResolveOptions },
    { tsConfig: extractTSConfig(join(root, 'tsconfig.base.json')) },
  );
  const { modules, summary } = output as ICruiseResult;
  const read = modules.filter((module) => /^(apps|packages)\//.test(module.source));
  return {
    violations: summary.violations
      .filter(({ rule }) => rule.severity === 'error')
      .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
      .sort(),
    files: read.map((module) => module.source),
    imports: read.reduce((sum, module) => sum + module.dependencies.length, 0),
  };
}
