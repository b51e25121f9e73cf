import { type RawBuilder, sql } from 'kysely';

/** Some customers: by id, or all whose id lies above `after` and not above `upTo`. */
export type Scope = { ids: readonly string[] } | { after: string; upTo: string };

/** The condition that a column of customer ids lies in the scope; one text for each kind of scope. */
export function inScope(column: string, scope: Scope): RawBuilder<boolean> {
  const id = sql.ref(column);
  return 'ids' in scope
    ? sql`${id} = any(${scope.ids}::uuid[])`
    : sql`${id} > ${scope.after}::uuid and ${id} <= ${scope.upTo}::uuid`;
}
