import type { ApiFailure } from '@wafa/client';
import { failureOf } from '@wafa/client';
import type { CallOf, Endpoint, OutputOf } from '@wafa/contract';
import { api } from './api.ts';
import { client } from './client.ts';
import { endpoints } from './endpoints.ts';

/**
 * Any endpoint of the contract as a hook, typed by its declaration, so that a screen needs no slice of its
 * own. Answers are kept under the endpoint's name and input; a write makes every read of its module (the
 * name's first part) stale.
 */
interface Call {
  name: string;
  input: object;
}

const byName = new Map<string, Endpoint>(
  Object.values(endpoints).flatMap((module) =>
    Object.values(module as unknown as Record<string, Endpoint>).map((endpoint) => [endpoint.name, endpoint]),
  ),
);

/** What the portal's own hooks (api.ts) read of a module. */
const tagOf: Readonly<Record<string, 'Me' | 'Customer' | 'Loyalty' | 'Orders'>> = {
  identity: 'Me',
  customers: 'Customer',
  loyalty: 'Loyalty',
  orders: 'Orders',
};

const moduleOf = (name: string) => name.slice(0, name.indexOf('.'));

async function send({ name, input }: Call, signal: AbortSignal) {
  const endpoint = byName.get(name);
  if (!endpoint) throw new TypeError(`${name} is not in the contract`);
  try {
    return { data: (await client.call(endpoint, input as never, { signal })) as unknown };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

const calls = api.enhanceEndpoints({ addTagTypes: ['Module'] }).injectEndpoints({
  endpoints: (build) => ({
    read: build.query<unknown, Call>({
      queryFn: (call, { signal }) => send(call, signal),
      providesTags: (_data, _error, { name }) => [{ type: 'Module', id: moduleOf(name) }],
    }),
    act: build.mutation<unknown, Call & { also: readonly string[] }>({
      queryFn: (call, { signal }) => send(call, signal),
      invalidatesTags: (data, _error, { name, also }) =>
        data === undefined
          ? []
          : [moduleOf(name), ...also].flatMap((id) => [
              { type: 'Module' as const, id },
              ...(tagOf[id] ? [tagOf[id]] : []),
            ]),
    }),
  }),
});

/** Reads by an endpoint; the answer of the input before stays in sight while the next is on its way. */
export function useRead<E extends Endpoint>(
  endpoint: E,
  input: CallOf<E>,
  options: { skip?: boolean; pollingInterval?: number } = {},
) {
  const call = { name: endpoint.name, input: input as object };
  const { data, error, isFetching, refetch } = calls.useReadQuery(call, options);
  return { data: data as OutputOf<E> | undefined, error, isFetching, refetch };
}

/**
 * Writes by an endpoint: `{data}` or `{error}`, never a throw. `also` names further modules whose reads
 * the write makes stale.
 */
export function useAct<E extends Endpoint>(endpoint: E, also: readonly string[] = []) {
  const [send, { isLoading }] = calls.useActMutation();
  const act = async (input: CallOf<E>): Promise<{ data?: OutputOf<E>; error?: ApiFailure }> =>
    (await send({ name: endpoint.name, input: input as object, also })) as {
      data?: OutputOf<E>;
      error?: ApiFailure;
    };
  return { act, busy: isLoading };
}
