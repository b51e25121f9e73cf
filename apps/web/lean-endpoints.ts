import type { Plugin } from 'vite';
import { contract, type Endpoint } from '../../packages/contract/src/index.ts';

/** What a call needs of an endpoint: where its input goes. The schemas stay out. */
function facts({ name, method, path, caller, lane, idempotent, query, body }: Endpoint) {
  const shape = (query as { shape?: object } | undefined)?.shape;
  return {
    name,
    method,
    path,
    caller,
    lane,
    idempotent,
    query: shape && { shape: Object.fromEntries(Object.keys(shape).map((key) => [key, 1])) },
    body: body && 1,
  };
}

/**
 * Puts the plain facts of the endpoints where `src/shared/api/endpoints.ts` names the contract. The
 * schemas and zod (about 45 kB gzipped, and growing with the API) then load with the forms that check
 * by them, and not with the first screen.
 */
export function leanEndpoints(): Plugin {
  const lean = Object.fromEntries(
    Object.entries(contract).map(([module, endpoints]) => [
      module,
      Object.fromEntries(
        Object.entries(endpoints).map(([verb, endpoint]) => [verb, facts(endpoint as Endpoint)]),
      ),
    ]),
  );
  return {
    name: 'wafa:lean-endpoints',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('/shared/api/endpoints.ts')) return null;
      return `export const endpoints = ${JSON.stringify(lean)};`;
    },
  };
}
