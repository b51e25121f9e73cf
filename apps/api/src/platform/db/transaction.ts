import type { Kysely } from 'kysely';

/**
 * An open transaction with the tenant set. Modules name their tables by
 * `tx.withTables<TheirTables>()`, and write raw SQL with Kysely's `sql` template. Statements without
 * an `await` between them go down the wire together (pipelining): start them, then await all.
 */
// biome-ignore lint/complexity/noBannedTypes: an open transaction knows no table until a module names its own.
export type Tx = Kysely<{}>;
