import type { CallOf, Endpoint, Failure, OutputOf } from '@wafa/contract';

export interface Sent {
  /** Language asked for; English unless said. */
  language?: 'ar' | 'en';
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

export interface Reply<T> {
  status: number;
  headers: Headers;
  /** The text as it came, for comparing byte by byte. */
  text: string;
  /** Present on success; checked against the endpoint's schema. */
  data: T;
  /** Present on failure. */
  failure: Failure;
}

/** A caller of the API over HTTP, signed in as someone or as nobody. */
export class Client {
  constructor(
    readonly url: string,
    private readonly credentials: Record<string, string>,
  ) {}

  /** The same caller with other headers. */
  with(headers: Record<string, string>): Client {
    return new Client(this.url, { ...this.credentials, ...headers });
  }

  /** Calls an endpoint of the contract. A success whose shape is not the contract's throws. */
  async call<E extends Endpoint>(
    endpoint: E,
    input: CallOf<E>,
    sent: Sent = {},
  ): Promise<Reply<OutputOf<E>>> {
    const rest = { ...(input as Record<string, unknown>) };
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
      const value = String(rest[name]);
      delete rest[name];
      return encodeURIComponent(value);
    });
    const reply = endpoint.body
      ? await this.send(endpoint.method, path, rest, sent)
      : await this.send(endpoint.method, `${path}${queryOf(rest)}`, undefined, sent);
    if (reply.status < 300) endpoint.response.parse(reply.data);
    return reply as Reply<OutputOf<E>>;
  }

  /** Sends anything to any path; `body` is made JSON unless it is text already. */
  async send(method: string, path: string, body?: unknown, sent: Sent = {}): Promise<Reply<unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'accept-language': sent.language ?? 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.credentials,
        ...(sent.idempotencyKey ? { 'idempotency-key': sent.idempotencyKey } : {}),
        ...sent.headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const parsed = isJson && text ? (JSON.parse(text) as { data?: unknown }) : {};
    return {
      status: response.status,
      headers: response.headers,
      text,
      data: parsed.data,
      failure: parsed as unknown as Failure,
    };
  }
}

function queryOf(values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  const text = query.toString();
  return text ? `?${text}` : '';
}
