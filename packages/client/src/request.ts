import type { Endpoint } from '@wafa/contract';

/** What sending needs of an endpoint; the contract's endpoints have it, schemas or plain facts alike. */
export type Sendable = Pick<Endpoint, 'name' | 'method' | 'path'> & { query?: unknown; body?: unknown };

type Values = Readonly<Record<string, unknown>>;

export interface RequestParts {
  /** Path and query, starting with a slash. */
  path: string;
  body: Record<string, unknown> | undefined;
}

function keysOf(schema: unknown): ReadonlySet<string> {
  const shape = (schema as { shape?: object } | undefined)?.shape;
  return new Set(Object.keys(shape ?? {}));
}

/**
 * Splits the one input object of a call into path, query and body, by the endpoint's declaration.
 * Undefined values are left out; lists in a query become comma lists. Throws TypeError where a path
 * parameter is missing.
 */
export function requestParts(endpoint: Sendable, input: Values): RequestParts {
  const used = new Set<string>();
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = input[name];
    if (value === undefined || value === null || value === '') {
      throw new TypeError(`${endpoint.name}: the path needs "${name}"`);
    }
    used.add(name);
    return encodeURIComponent(String(value));
  });

  const query = new URLSearchParams();
  const queryKeys = keysOf(endpoint.query);
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (used.has(key) || value === undefined) continue;
    if (queryKeys.has(key)) query.set(key, Array.isArray(value) ? value.join(',') : String(value));
    else body[key] = value;
  }
  const search = query.toString();
  return { path: search ? `${path}?${search}` : path, body: endpoint.body ? body : undefined };
}
