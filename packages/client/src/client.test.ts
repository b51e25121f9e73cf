import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contract } from '@wafa/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refreshEndpoint } from './client.ts';
import { ApiError, createClient, memoryTokens, queryOf, type Tokens } from './index.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}
type Answer = { status?: number; headers?: Record<string, string>; raw?: string; data?: unknown };

let server: Server;
let baseUrl: string;
let seen: Seen[];
let answer: (request: Seen) => Answer | Promise<Answer>;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const text = Buffer.concat(parts).toString();
      const entry = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text ? JSON.parse(text) : undefined,
      };
      seen.push(entry);
      const { status = 200, headers = {}, raw, data } = await answer(entry);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(raw ?? JSON.stringify({ success: true, data }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const refusal = (code: string, errors: unknown[] = []) =>
  JSON.stringify({ success: false, message: `about ${code}`, code, errors, requestId: 'r-1' });
const pair = (name: string, expiresAt = Date.now() + 600_000): Tokens => ({
  accessToken: name,
  refreshToken: `refresh-of-${name}-long-enough`,
  expiresAt,
});
const reply = (name: string) => ({
  accessToken: name,
  refreshToken: `refresh-of-${name}-long-enough`,
  expiresInSeconds: 600,
});

describe('a call', () => {
  it('puts each part of the input where the contract says', async () => {
    answer = () => ({ data: {} });
    const client = createClient({ baseUrl, store: () => 'zahra', language: () => 'ar' });
    await client.call(contract.loyalty.history, { customerId: 'me', page: 2, type: 'EARNED' });
    await client.call(contract.customers.update, { customerId: '628142007196', firstName: 'Amal' });

    expect(seen[0]?.method).toBe('GET');
    expect(seen[0]?.url).toBe('/api/v1/loyalty/accounts/me/transactions?page=2&type=EARNED');
    expect(seen[0]?.headers).toMatchObject({ 'x-store-id': 'zahra', 'accept-language': 'ar' });
    expect(seen[0]?.headers['idempotency-key']).toBeUndefined();
    expect(seen[0]?.headers['content-type']).toBeUndefined();
    expect(seen[1]).toMatchObject({
      method: 'PUT',
      url: '/api/v1/customers/628142007196',
      body: { firstName: 'Amal' },
    });
    expect(seen[1]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('escapes path parameters and turns lists into comma lists', async () => {
    answer = () => ({ data: {} });
    const client = createClient({ baseUrl });
    await client.call(contract.orders.get, { orderId: 'a/../b' });
    await client.call(contract.customers.list, { tags: ['one', 'two'] });
    expect(seen.map((request) => request.url)).toEqual([
      '/api/v1/orders/a%2F..%2Fb',
      '/api/v1/customers?tags=one%2Ctwo',
    ]);
  });

  it('refuses a missing path parameter before anything is sent', async () => {
    const client = createClient({ baseUrl });
    await expect(client.call(contract.orders.get, { orderId: '' })).rejects.toThrow(/orderId/);
    expect(seen).toHaveLength(0);
  });

  it('sends no key where a stored reply would be a secret', async () => {
    answer = () => ({ data: reply('a') });
    await createClient({ baseUrl }).call(contract.identity.signIn, { login: 'amal', password: 'x' });
    expect(seen[0]?.headers['idempotency-key']).toBeUndefined();
  });
});

describe('a failure', () => {
  it('carries code, sentence, fields, request id and how long to wait', async () => {
    const errors = [{ field: 'email', message: 'taken' }];
    answer = () => ({ status: 409, raw: refusal('email_taken', errors), headers: { 'retry-after': '3' } });
    const error = await createClient({ baseUrl })
      .call(contract.identity.signOut, {})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 409,
      code: 'email_taken',
      message: 'about email_taken',
      errors,
      requestId: 'r-1',
      retryAfterSeconds: 3,
    });
  });

  it('is told apart when no answer, a late one or an unreadable one comes', async () => {
    const client = createClient({ baseUrl, timeoutMs: 60 });
    answer = () => ({ status: 502, raw: '<html>' });
    await expect(client.call(contract.identity.me, {})).rejects.toMatchObject({
      status: 502,
      code: 'unreadable',
    });
    answer = () => new Promise((late) => setTimeout(() => late({ data: {} }), 200));
    await expect(client.call(contract.identity.me, {})).rejects.toMatchObject({ status: 0, code: 'timeout' });
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(nobody.call(contract.identity.me, {})).rejects.toMatchObject({ status: 0, code: 'offline' });
  });

  it('reaches RTK Query as plain data', async () => {
    answer = () => ({ status: 404, raw: refusal('not_found') });
    const query = queryOf(createClient({ baseUrl }), contract.orders.get, (orderId: string) => ({ orderId }));
    const result = await query('x', { signal: new AbortController().signal });
    expect(result.error).toMatchObject({ code: 'not_found', requestId: 'r-1' });
    expect(Object.getPrototypeOf(result.error)).toBe(Object.prototype);
  });
});

describe('the session', () => {
  it('is renewed where the contract says', () => {
    const { name, method, path, body } = contract.identity.refresh;
    expect({ name, method, path, body: body !== undefined }).toEqual(refreshEndpoint);
  });

  it('is renewed once for many calls at the same time', async () => {
    answer = async ({ url, headers }) => {
      if (url.endsWith('/refresh')) {
        await new Promise((wait) => setTimeout(wait, 30));
        return { data: reply('new') };
      }
      if (headers.authorization === 'Bearer new') return { data: { ok: true } };
      return { status: 401, raw: refusal('unauthenticated') };
    };
    const tokens = memoryTokens(pair('old'));
    const client = createClient({ baseUrl, tokens });
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.call(contract.identity.me, {})));
    expect(answers).toHaveLength(8);
    expect(seen.filter((request) => request.url.endsWith('/refresh'))).toHaveLength(1);
    expect(tokens.read()?.accessToken).toBe('new');
  });

  it('is renewed ahead of time, and repeats a write under the same key', async () => {
    let first = true;
    answer = ({ url }) => {
      if (url.endsWith('/refresh')) return { data: reply('new') };
      if (first) {
        first = false;
        return { status: 401, raw: refusal('unauthenticated') };
      }
      return { data: {} };
    };
    const client = createClient({ baseUrl, tokens: memoryTokens(pair('old', Date.now() + 5000)) });
    await client.call(contract.customers.update, { customerId: 'me', lastName: 'H' });
    expect(seen.map((request) => request.url.split('/').at(-1))).toEqual(['refresh', 'me', 'refresh', 'me']);
    expect(seen[1]?.headers['idempotency-key']).toBe(seen[3]?.headers['idempotency-key']);
  });

  it('is renewed when asked, where somebody is signed in', async () => {
    answer = () => ({ data: reply('new') });
    const tokens = memoryTokens(pair('old'));
    await createClient({ baseUrl, tokens }).renew();
    await createClient({ baseUrl }).renew();
    expect(seen.map((request) => request.url.split('/').at(-1))).toEqual(['refresh']);
    expect(tokens.read()?.accessToken).toBe('new');
  });

  it('takes over what another tab has renewed instead of spending the token twice', async () => {
    answer = ({ headers }) =>
      headers.authorization === 'Bearer theirs'
        ? { data: { ok: true } }
        : { status: 401, raw: refusal('unauthenticated') };
    const tokens = memoryTokens(pair('old'));
    const client = createClient({
      baseUrl,
      tokens,
      exclusive: async (work) => {
        tokens.write(pair('theirs'));
        return work();
      },
    });
    await expect(client.call(contract.identity.me, {})).resolves.toEqual({ ok: true });
    expect(seen.some((request) => request.url.endsWith('/refresh'))).toBe(false);
  });

  it('ends when the refresh token is refused, and only then', async () => {
    let ended = 0;
    const tokens = memoryTokens(pair('old'));
    const client = createClient({ baseUrl, tokens, onSessionEnd: () => ended++ });
    answer = ({ url }) =>
      url.endsWith('/refresh')
        ? { status: 503, raw: refusal('unavailable') }
        : { status: 401, raw: refusal('unauthenticated') };
    await expect(client.call(contract.identity.me, {})).rejects.toMatchObject({ code: 'unavailable' });
    expect([ended, tokens.read()?.accessToken]).toEqual([0, 'old']);

    answer = ({ url }) => ({
      status: 401,
      raw: refusal(url.endsWith('/refresh') ? 'session_ended' : 'unauthenticated'),
    });
    await expect(client.call(contract.identity.me, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect([ended, tokens.read()]).toEqual([1, null]);
  });

  it('does not refresh for a wrong password', async () => {
    answer = () => ({ status: 401, raw: refusal('sign_in_failed') });
    const client = createClient({ baseUrl, tokens: memoryTokens(pair('old')) });
    await expect(
      client.call(contract.identity.changePassword, { currentPassword: 'a', newPassword: 'bbbbbbbbbb' }),
    ).rejects.toMatchObject({ code: 'sign_in_failed' });
    expect(seen).toHaveLength(1);
  });
});
