import type { Endpoint, InputOf, OutputOf } from '@wafa/contract';
import type { Actor, Ctx } from '../context.ts';
import type { AppError, Refusal } from '../errors.ts';

/** What `prepare` sees: it runs before the transaction, so that slow work holds no connection. */
export interface PrepareContext {
  storeId: string;
  actor: Actor;
  now: Date;
}

/** A file that leaves in pieces: an export. */
export interface Download {
  contentType: string;
  fileName: string;
  chunks: AsyncIterable<string | Uint8Array>;
}

/** Runs one page of a stream in a short read-only transaction of its own. */
export type PageRunner = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

/** An endpoint with the operation that answers it, in the form the server runs. */
export type Route = { endpoint: Endpoint } & (
  | {
      kind: 'single';
      run: (ctx: Ctx, input: unknown, prepared: unknown) => Promise<unknown>;
      prepare?: (input: unknown, request: PrepareContext) => Promise<unknown>;
    }
  | { kind: 'batch'; run: (ctx: Ctx, inputs: unknown[]) => Promise<unknown[]> }
  | { kind: 'stream'; run: (page: PageRunner, input: unknown) => Promise<Download> }
);

/**
 * Binds an endpoint to its operation: `bind(contract.redeem, loyalty.redeem)`. The reply must have the
 * endpoint's shape or it does not compile. With `prepare`, its result is the operation's third argument.
 */
export function bind<E extends Endpoint>(
  endpoint: E,
  handler: (ctx: Ctx, input: InputOf<E>) => Promise<OutputOf<E> | Refusal>,
): Route;
export function bind<E extends Endpoint, P>(
  endpoint: E,
  handler: (ctx: Ctx, input: InputOf<E>, prepared: P) => Promise<OutputOf<E> | Refusal>,
  prepare: (input: InputOf<E>, request: PrepareContext) => Promise<P>,
): Route;
export function bind(endpoint: Endpoint, handler: unknown, prepare?: unknown): Route {
  return { kind: 'single', endpoint, run: handler, prepare } as Route;
}

/**
 * Binds a `batch` endpoint to a set-based operation: it receives the inputs of several requests of
 * one store and actor, and returns a result for each, in order; an AppError for an item that failed
 * (such an item must have written nothing).
 */
export function bindBatch<E extends Endpoint>(
  endpoint: E,
  handler: (ctx: Ctx, inputs: InputOf<E>[]) => Promise<(OutputOf<E> | AppError)[]>,
): Route {
  return { kind: 'batch', endpoint, run: handler } as Route;
}

/** Binds a `stream` endpoint: its operation reads page after page and yields text as it goes. */
export function bindStream<E extends Endpoint>(
  endpoint: E,
  handler: (page: PageRunner, input: InputOf<E>) => Promise<Download>,
): Route {
  return { kind: 'stream', endpoint, run: handler } as Route;
}
