import levels from './levels.json' with { type: 'json' };

/** Modules by level, lowest first: a module imports, and reads `v_*` views of, lower levels only. */
export const modulesByLevel: readonly (readonly string[])[] = levels;

/** Every module name, lowest level first. */
export const moduleNames: readonly string[] = levels.flat();

/** Level of a module; undefined for a name that is no module. */
export function levelOf(module: string): number | undefined {
  const level = modulesByLevel.findIndex((names) => names.includes(module));
  return level === -1 ? undefined : level;
}
