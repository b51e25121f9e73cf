import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';

export interface PoolOptions {
  /** As who and where to connect; see `connectionUrls`. */
  url: string;
  /** Role of the process, for application_name: `api`, `work`, `import`… */
  role: string;
  /** Most connections at once. */
  max: number;
  /**
   * Statements started without an `await` between them go down the wire together. Off for what keeps a
   * portal open (COPY streams, cursors), which pg refuses in a pipeline.
   */
  pipeline?: boolean;
  /** Hears what befalls connections outside a query; the pool replaces them by itself. */
  onError?: (error: Error) => void;
  /** How long to wait for a free connection, in ms. */
  acquireTimeoutMs?: number;
}

const { builtins } = pg.types;
const int8Array = 1016;
const dateArray = 1182;

/** Points and money as JavaScript numbers; a figure past 2^53 would lose units, so it is an error. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

const textArray = pg.types.getTypeParser(1009 as 25) as (text: string) => unknown;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  // A date is a day of the store's calendar, not an instant: it stays 'yyyy-mm-dd'.
  [builtins.DATE, (text) => text],
  [
    int8Array,
    (text) => (textArray(text) as (string | null)[]).map((v) => (v === null ? null : safeInteger(v))),
  ],
  [dateArray, (text) => textArray(text)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    ((format === 'binary' ? undefined : parsers.get(oid)) ??
      pg.types.getTypeParser(oid, format as 'text')) as never,
};

/**
 * Stands for the tenant outside a transaction that sets one. It is no UUID, so that a statement on a
 * store's table fails there. Left out, PostgreSQL would show no rows on a new connection and fail on a
 * used one (a setting once set is '' after its transaction, not null).
 */
const noStore = 'no-store-set';

/**
 * A pool of connections with Wafa's types: int8 → number, date → 'yyyy-mm-dd', numeric → string,
 * timestamptz → Date. Sessions run in UTC. Losing the server never ends the process: queries fail, and
 * the pool connects anew once the server is back.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withSettings(options.url, { timezone: 'UTC', 'app.store_id': noStore }),
    application_name: `wafa-${options.role}`,
    max: options.max,
    pipeline: options.pipeline ?? true,
    connectionTimeoutMillis: options.acquireTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types,
  } as pg.PoolConfig);
  const heard = options.onError ?? (() => undefined);
  pool.on('error', heard);
  // While checked out, a client has none of the pool's listeners; an unheard 'error' ends the process.
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
}

/** The URL with settings for the session added to its `options` (`-c name=value`). */
export function withSettings(url: string, settings: Record<string, string>): string {
  const parsed = new URL(url);
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const before = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [...(before ? [before] : []), ...flags].join(' '));
  // libpq takes a '+' literally.
  parsed.search = parsed.search.replaceAll('+', '%20');
  return parsed.toString();
}

const instances = new WeakMap<pg.ClientBase, Kysely<never>>();

/**
 * Kysely bound to one checked-out client, the same instance for the same client. Statements are prepared
 * by a name made from their text. Begin and commit are the caller's.
 */
export function kyselyOf<Tables>(client: pg.ClientBase): Kysely<Tables> {
  let instance = instances.get(client);
  if (!instance) {
    const connection = new ClientConnection(client);
    const driver = new ClientDriver(connection);
    const dialect = {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    };
    instance = new Kysely<never>({
      config: { dialect },
      dialect,
      driver,
      executor: new DirectExecutor(connection),
    });
    instances.set(client, instance);
  }
  return instance as unknown as Kysely<Tables>;
}

/** Statements prepared on one connection at most; each costs the server memory until the connection ends. */
const preparedLimit = 1_000;
const names = new Map<string, string>();

/** A short name that stands for the text: 132 bits of its SHA-256, so that two texts never share one. */
function statementName(text: string): string {
  let name = names.get(text);
  if (!name) {
    if (names.size >= 10 * preparedLimit) names.clear();
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    names.set(text, name);
  }
  return name;
}

/** Runs statements on one client. */
class ClientConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase;
  readonly #prepared = new Set<string>();

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Hands the statement to the client before it returns its promise. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = statementName(query.sql);
    const prepare = this.#prepared.has(name) || this.#prepared.size < preparedLimit;
    if (prepare) this.#prepared.add(name);
    const result = await this.#client.query<pg.QueryResultRow>({
      ...(prepare ? { name } : {}),
      text: query.sql,
      values: [...query.parameters],
    });
    const numAffectedRows = result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0);
    return { rows: result.rows as R[], numAffectedRows };
  }

  // biome-ignore lint/correctness/useYield: required by Kysely; long reads page by key instead.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are not streamed: read page by page, by key');
  }
}

/**
 * Sends each statement in the very call that starts it. Kysely's own executor first waits for a
 * connection, some turns later, and a `client.query('commit')` written behind it would overtake it.
 */
class DirectExecutor extends DefaultQueryExecutor {
  readonly #connection: ClientConnection;

  constructor(connection: ClientConnection) {
    super(new PostgresQueryCompiler(), new PostgresAdapter(), {
      provideConnection: (consumer) => consumer(connection),
    });
    this.#connection = connection;
  }

  override executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#connection.executeQuery<R>(query);
  }
}

/** Kysely's hold on a connection; opening and ending transactions is the platform's. */
class ClientDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
  async beginTransaction(): Promise<void> {
    throw new Error('The platform opens the transaction, one per request');
  }
  async commitTransaction(): Promise<void> {
    throw new Error('The platform ends the transaction');
  }
  async rollbackTransaction(): Promise<void> {
    throw new Error('The platform ends the transaction');
  }
}
