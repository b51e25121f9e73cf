import type { CallOf, Endpoint, identityContract, OutputOf } from '@wafa/contract';
import { ApiError, fromAnswer, withoutAnswer } from './errors.ts';
import { requestParts, type Sendable } from './request.ts';
import { memoryTokens, type TokenKeeper, type Tokens, tokensFrom } from './tokens.ts';

export interface ClientOptions {
  /** Where the API answers: an origin, or '' for the page's own. */
  baseUrl: string;
  tokens?: TokenKeeper;
  /** Store by UUID or slug, sent as x-store-id; a signed-in customer's token names it as well. */
  store?: () => string | null;
  /** Language of the sentences in replies. */
  language?: () => string;
  /** An API key, sent instead of a person's token. */
  apiKey?: string;
  fetch?: typeof globalThis.fetch;
  /** Runs a refresh alone, across tabs where the platform can (navigator.locks). */
  exclusive?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Hears that the session is over: the refresh token is refused. */
  onSessionEnd?: () => void;
  timeoutMs?: number;
  now?: () => number;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** One key per intended effect: pass the same one again when a write is repeated by hand. */
  idempotencyKey?: string;
}

export interface Client {
  /** Calls an endpoint of the contract; answers the envelope's data. Throws `ApiError`. */
  call<E extends Endpoint>(endpoint: E, input: CallOf<E>, options?: CallOptions): Promise<OutputOf<E>>;
  /** The file that an export endpoint streams. Throws `ApiError`. */
  download<E extends Endpoint>(endpoint: E, input: CallOf<E>, options?: CallOptions): Promise<Blob>;
  /** Exchanges the tokens before their time, so that replies follow what they carry, as the person's language. */
  renew(): Promise<void>;
  readonly tokens: TokenKeeper;
}

/**
 * The one endpoint the client calls by itself. Written out, because the contract is imported for its
 * types alone: a page that only calls then carries no schemas. A test compares it with the contract.
 */
export const refreshEndpoint = {
  name: 'identity.refresh',
  method: 'POST',
  path: '/api/v1/auth/refresh',
  body: true,
} as const;

/** A token is renewed this long before it ends, so that it cannot end on the way. */
const renewBeforeMs = 15_000;

/** A typed client of the API; holds no state beside what `tokens` keeps. */
export function createClient(options: ClientOptions): Client {
  const tokens = options.tokens ?? memoryTokens();
  const now = options.now ?? Date.now;
  const exclusive = options.exclusive ?? ((work) => work());
  let refreshing: Promise<Tokens | null> | null = null;

  async function send(endpoint: Sendable, input: object, access: string | null, call: CallOptions) {
    const { path, body } = requestParts(endpoint, input as Record<string, unknown>);
    const timeout = AbortSignal.timeout(options.timeoutMs ?? 20_000);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    let response: Response;
    try {
      response = await (options.fetch ?? globalThis.fetch)(options.baseUrl + path, {
        method: endpoint.method,
        headers: headersOf(access, body !== undefined, call.idempotencyKey),
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
      });
    } catch (cause) {
      if (call.signal?.aborted) throw cause;
      throw withoutAnswer(timeout.aborted ? 'timeout' : 'offline', cause);
    }
    if (!response.ok) throw fromAnswer(response, await readJson(response));
    return response;
  }

  function headersOf(access: string | null, hasBody: boolean, key?: string) {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (hasBody) headers['content-type'] = 'application/json';
    const store = options.store?.();
    if (store) headers['x-store-id'] = store;
    const language = options.language?.();
    if (language) headers['accept-language'] = language;
    if (options.apiKey) headers['x-api-key'] = options.apiKey;
    else if (access) headers.authorization = `Bearer ${access}`;
    if (key) headers['idempotency-key'] = key;
    return headers;
  }

  /** Exchanges the refresh token. It works once, so all callers share one exchange. */
  function refresh(stale: string): Promise<Tokens | null> {
    refreshing ??= exclusive(async () => {
      const held = tokens.read();
      if (!held || held.accessToken !== stale) return held; // Another tab has done it meanwhile.
      try {
        const reply = await dataOf(
          await send(refreshEndpoint, { refreshToken: held.refreshToken }, null, {}),
        );
        const fresh = tokensFrom(reply as OutputOf<typeof identityContract.refresh>, now());
        tokens.write(fresh);
        return fresh;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
        tokens.write(null);
        options.onSessionEnd?.();
        return null;
      }
    }).finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  /** Sends with a token that is good; one that is refused all the same is renewed once. */
  async function sendSigned(endpoint: Endpoint, input: object, given: CallOptions): Promise<Response> {
    const writes = endpoint.method !== 'GET' && endpoint.idempotent !== false;
    const sent: CallOptions = {
      ...given,
      idempotencyKey: given.idempotencyKey ?? (writes ? crypto.randomUUID() : undefined),
    };
    let held = endpoint.caller === 'public' ? null : tokens.read();
    if (held && held.expiresAt - renewBeforeMs <= now()) held = await refresh(held.accessToken);
    try {
      return await send(endpoint, input, held?.accessToken ?? null, sent);
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401 && error.code === 'unauthenticated';
      if (!refused || !held) throw error;
      const fresh = await refresh(held.accessToken);
      if (!fresh) throw error;
      return send(endpoint, input, fresh.accessToken, sent);
    }
  }

  async function call<E extends Endpoint>(endpoint: E, input: CallOf<E>, given: CallOptions = {}) {
    return (await dataOf(await sendSigned(endpoint, input as object, given))) as OutputOf<E>;
  }

  async function download<E extends Endpoint>(endpoint: E, input: CallOf<E>, given: CallOptions = {}) {
    return (await sendSigned(endpoint, input as object, given)).blob();
  }

  async function renew() {
    const held = tokens.read();
    if (held) await refresh(held.accessToken);
  }

  return { call, download, renew, tokens };
}

/** What the envelope carries. */
async function dataOf(response: Response): Promise<unknown> {
  const answer = await readJson(response);
  if (!isEnvelope(answer)) throw withoutAnswer('unreadable', answer);
  return answer.data;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function isEnvelope(answer: unknown): answer is { success: true; data: unknown } {
  return typeof answer === 'object' && answer !== null && 'data' in answer;
}
