import type { Endpoint, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../context.ts';
import type { AppError, Refusal } from '../errors.ts';

/** An endpoint with the operation that answers it. */
export interface Route {
  endpoint: Endpoint;
  handler: (ctx: Ctx, input: never) => unknown;
  prepare?: (input: never, request: PrepareContext) => Promise<unknown>;
}

/** What `prepare` sees: it runs before the transaction, so that slow work holds no connection. */
export interface PrepareContext {
  storeId: string | undefined;
  now: Date;
}

type Answer<E> = Promise<OutputOf<E> | Refusal>;

/**
 * Binds an endpoint to its operation: `bind(contract.redeem, loyalty.redeem)`. The reply must have the
 * endpoint's shape or it does not compile. With `prepare`, its result is the operation's third argument.
 */
export function bind<E extends Endpoint>(
  endpoint: E,
  handler: (ctx: Ctx, input: InputOf<E>) => Answer<E>,
): Route;
export function bind<E extends Endpoint, P>(
  endpoint: E,
  handler: (ctx: Ctx, input: InputOf<E>, prepared: P) => Answer<E>,
  prepare: (input: InputOf<E>, request: PrepareContext) => Promise<P>,
): Route;
export function bind(endpoint: Endpoint, handler: unknown, prepare?: unknown): Route {
  return { endpoint, handler, prepare } as Route;
}

/**
 * Binds a `batch` endpoint to a set-based operation: it receives the inputs of several requests of
 * one store and actor, and returns a result for each, in order; an AppError for an item that failed.
 */
export function bindBatch<E extends Endpoint>(
  endpoint: E,
  handler: (ctx: Ctx, inputs: InputOf<E>[]) => Promise<(OutputOf<E> | AppError)[]>,
): Route {
  return { endpoint, handler } as unknown as Route;
}
