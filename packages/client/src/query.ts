import type { CallOf, Endpoint, OutputOf } from '@wafa/contract';
import type { Client } from './client.ts';
import { ApiError, type ApiFailure, withoutAnswer } from './errors.ts';

export type QueryResult<T> = { data: T; error?: undefined } | { data?: undefined; error: ApiFailure };

/**
 * A `queryFn` of RTK Query for an endpoint of the contract: `{data}` or `{error}`, never a throw.
 * `toInput` turns the hook's argument into the call's input.
 */
export function queryOf<E extends Endpoint, Arg>(
  client: Client,
  endpoint: E,
  toInput: (arg: Arg) => CallOf<E>,
): (arg: Arg, api: { signal: AbortSignal }) => Promise<QueryResult<OutputOf<E>>> {
  return async (arg, { signal }) => {
    try {
      return { data: await client.call(endpoint, toInput(arg), { signal }) };
    } catch (error) {
      return { error: failureOf(error) };
    }
  };
}

/** Any thrown thing as plain facts. */
export function failureOf(error: unknown): ApiFailure {
  return error instanceof ApiError ? error.toFailure() : withoutAnswer('unreadable', error).toFailure();
}
