type Path = (string | number)[];

/** Where the values stand that a form says have changed; a list of choices is one value. */
export function changedPaths(changed: unknown, above: Path = []): Path[] {
  const isList = Array.isArray(changed) && changed.some((each) => typeof each === 'object' && each !== null);
  if (isList)
    return changed.flatMap((each, at) => (each === undefined ? [] : changedPaths(each, [...above, at])));
  if (Array.isArray(changed) || typeof changed !== 'object' || changed === null) return [above];
  return Object.entries(changed).flatMap(([name, value]) => changedPaths(value, [...above, name]));
}
