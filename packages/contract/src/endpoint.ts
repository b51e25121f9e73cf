import type { z } from 'zod';
import type { Permission } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * How `bind` runs an endpoint's transaction.
 * - `read`: read-only; begin, tenant, query and commit go down the wire together.
 * - `write`: one transaction with idempotency, events and audit.
 * - `batch`: as `write`, but requests of one store and actor gather for at most 2 ms into one call.
 * - `stream`: an export; pages by key, no long transaction, not wrapped in the envelope.
 */
export type Lane = 'read' | 'write' | 'batch' | 'stream';

/**
 * Who may call. `self`: the signed-in customer; `staff`: staff or an API key holding `permission`;
 * `both`: either, a customer only about themselves; `public`: nobody needs to be signed in.
 */
export type Caller = 'public' | 'self' | 'staff' | 'both';

/** The parts of a request before validation, as an alias sees them. */
export interface RawInput {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/**
 * A documented path that answers with the same operation. `toInput` turns what the documented path
 * takes into what the canonical one takes; without it the parts are passed on unchanged.
 */
export interface Alias {
  method?: Method;
  path: string;
  caller?: Caller;
  description?: string;
  toInput?: (raw: RawInput) => RawInput;
}

/** Of an alias: `?customerId=` (left out: the signed-in customer) goes where the canonical path has it. */
export const customerFromQuery = {
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.query.customerId ?? 'me' } }),
};

/** Of an alias whose path calls the customer `:id`. */
export const customerById = {
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id } }),
};

/** Of an alias that names nobody: the signed-in customer is meant. */
export const ofMyself = {
  caller: 'self' as const,
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: 'me' } }),
};

type Schema = z.ZodType;
type Output<S> = S extends z.ZodType<infer O> ? O : unknown;

export interface Endpoint<
  P extends Schema | undefined = Schema | undefined,
  Q extends Schema | undefined = Schema | undefined,
  B extends Schema | undefined = Schema | undefined,
  R extends Schema = Schema,
> {
  /** Unique name `<module>.<verb>`; the SDK's and OpenAPI's operation id. */
  name: string;
  method: Method;
  /** Canonical path, `/api/v1/...`, parameters as `:name`. */
  path: string;
  aliases?: readonly Alias[];
  summary: string;
  description?: string;
  caller: Caller;
  /** What staff and API keys need; required unless the caller is `public` or `self`. */
  permission?: Permission;
  lane: Lane;
  /** Of a `stream` endpoint: what the file is; `text/csv` unless said. */
  contentType?: string;
  /** Status of success; 200 unless said. */
  status?: 200 | 201 | 202;
  /** False where a stored reply would be a secret (tokens) or the request is naturally repeatable. */
  idempotent?: boolean;
  /** True where callers ask again and again for what seldom changes: the reply has an ETag. Lane `read`. */
  etag?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  /** Error codes beside the common ones (validation, unauthenticated, forbidden, rate_limited, internal). */
  errors?: readonly string[];
  examples?: readonly { summary: string; request?: unknown; response?: unknown }[];
}

/** Declares an endpoint; one source for validation, types, OpenAPI, client and forms. */
export function endpoint<
  R extends Schema,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(definition: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return definition;
}

/** What an operation receives: params, query and body in one object, parsed. */
export type InputOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, Schema> ? Part<P> & Part<Q> & Part<B> : never;
type Part<S> = S extends Schema ? Output<S> : unknown;

/** What an operation returns. */
export type OutputOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R> ? Output<R> : never;

/** What a caller of the API sends (before defaults are filled in). */
export type CallOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, Schema>
    ? (P extends Schema ? z.input<P> : unknown) &
        (Q extends Schema ? z.input<Q> : unknown) &
        (B extends Schema ? z.input<B> : unknown)
    : never;
