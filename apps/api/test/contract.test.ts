import { type Alias, type Endpoint, endpoints } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app as product } from '../src/app.ts';
import { errorStatus } from '../src/platform/errors.ts';
import { openApi } from '../src/platform/http/openapi.ts';
import { type TestApp, testApp } from './harness.ts';

const all = endpoints as readonly Endpoint[];
const doors = all.flatMap((endpoint) =>
  [{ path: endpoint.path } as Alias, ...(endpoint.aliases ?? [])].map((alias) => ({
    endpoint,
    alias,
    method: alias.method ?? endpoint.method,
    path: alias.path,
  })),
);
const filled = (path: string) =>
  path.replace(/:(\w+)/g, (_, name: string) =>
    name === 'tag' ? 'tag' : '00000000-0000-7000-8000-000000000000',
  );

describe('the contract', () => {
  it('names each operation and each method and path once', () => {
    const names = all.map((endpoint) => endpoint.name);
    expect(new Set(names).size).toBe(names.length);
    const paths = doors.map((door) => `${door.method} ${door.path}`);
    expect(paths.filter((path, n) => paths.indexOf(path) !== n)).toEqual([]);
  });

  it('is bound whole: every endpoint has its operation', () => {
    const bound = product.modules.flatMap((module) =>
      (module.routes ?? []).map((route) => route.endpoint.name),
    );
    expect([...bound].sort()).toEqual(all.map((endpoint) => endpoint.name).sort());
  });

  it('asks staff for a permission wherever customers may not go', () => {
    const open = all.filter((endpoint) => endpoint.caller === 'staff' && !endpoint.permission);
    expect(open.map((endpoint) => endpoint.name)).toEqual([]);
  });

  it('names only errors that have a status, and a sentence in both languages', () => {
    const unknown = all.flatMap((endpoint) =>
      (endpoint.errors ?? []).filter((code) => !(code in errorStatus)),
    );
    expect(unknown).toEqual([]);
    for (const code of Object.keys(errorStatus))
      for (const language of ['ar', 'en'] as const)
        expect(messages[language][`error.${code}`], `${language} ${code}`).toBeTruthy();
  });

  it('becomes an OpenAPI 3.1 document with every path', () => {
    const document = openApi(all, '0') as { openapi: string; paths: Record<string, Record<string, unknown>> };
    expect(document.openapi).toBe('3.1.0');
    for (const door of doors) {
      const path = door.path.replace(/:(\w+)/g, '{$1}');
      expect(document.paths[path]?.[door.method.toLowerCase()], `${door.method} ${path}`).toBeDefined();
    }
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('every door', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app?.close());

  it('asks who is there before anything else', async () => {
    for (const door of doors.filter(({ endpoint }) => endpoint.caller !== 'public')) {
      const body = door.method === 'GET' ? undefined : { nonsense: true };
      const reply = await app.anonymous.send(door.method, filled(door.path), body);
      expect([reply.status, reply.failure.code], `${door.method} ${door.path}`).toEqual([
        401,
        'unauthenticated',
      ]);
    }
  });

  it('answers 405 with Allow to a method that it does not have', async () => {
    for (const path of new Set(doors.map((door) => door.path))) {
      const served = doors.filter((door) => door.path === path).map((door) => door.method);
      const method = (['PATCH', 'PUT', 'DELETE', 'POST'] as const).find((name) => !served.includes(name));
      if (!method) continue;
      const reply = await app.anonymous.send(method, filled(path), {});
      expect(reply.status, `${method} ${path}`).toBe(405);
      expect(reply.headers.get('allow')).toContain(served[0] as string);
    }
  });

  it('refuses a token of another store, whatever the path', async () => {
    const other = await app.addStore({ slug: 'elsewhere' });
    const owner = await app.signIn('owner');
    for (const door of doors.filter(({ endpoint }) => endpoint.caller !== 'public')) {
      const body = door.method === 'GET' ? undefined : {};
      const reply = await owner.with({ 'x-store-id': other.id }).send(door.method, filled(door.path), body);
      expect([reply.status, reply.failure.code], `${door.method} ${door.path}`).toEqual([
        403,
        'store_forbidden',
      ]);
    }
  });

  it('never answers 5xx to nonsense from the owner', async () => {
    const owner = await app.signIn('owner');
    const nonsense = [{}, [], 'text', 12, null, { customerId: '\u0000', page: -1, lines: 'x' }];
    for (const door of doors.filter(({ endpoint }) => endpoint.name !== 'identity.signOut'))
      for (const body of door.method === 'GET' ? [undefined] : nonsense) {
        const reply = await owner.send(door.method, `${filled(door.path)}?page=-1&limit=x&cursor=%00`, body);
        expect(reply.status, `${door.method} ${door.path} ${JSON.stringify(body)}`).toBeLessThan(500);
      }
  });
});
