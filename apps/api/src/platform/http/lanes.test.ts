import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp, until } from '../../../test/app.ts';
import { Client } from '../../../test/client.ts';
import { batchSizes, probe, probeApp, probeTables } from '../../../test/probe.ts';

let app: StartedApp;
let client: Client;
const store = randomUUID();
const other = randomUUID();

beforeAll(async () => {
  app = await startApp(probeApp, { setUp: probeTables, works: true });
  client = new Client(app.url, { authorization: `Bearer ${randomUUID()}`, 'x-store-id': store });
});
afterAll(() => app?.close());

const count = async (text: string) =>
  Number(
    (await app.db.query('select count(*)::int as n from probe.notes where text = $1', [text])).rows[0].n,
  );

describe('idempotency', () => {
  it('gives 100 parallel calls with one key one effect and the same bytes', async () => {
    const idempotencyKey = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => client.call(probe.add, { text: 'once' }, { idempotencyKey })),
    );
    const done = replies.filter((reply) => reply.status === 201);
    const running = replies.filter((reply) => reply.status === 409);
    const others = replies.filter((reply) => reply.status !== 201 && reply.status !== 409);
    expect(others.map((reply) => reply.text)).toEqual([]);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((reply) => reply.text)).size).toBe(1);
    for (const reply of running) expect(reply.headers.get('retry-after')).toBe('1');
    expect(await count('once')).toBe(1);
    const later = await client.call(probe.add, { text: 'once' }, { idempotencyKey });
    expect(later.text).toBe(done[0]?.text);
    expect(later.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuses the key with other contents (422), and keeps actors apart', async () => {
    const idempotencyKey = randomUUID();
    expect((await client.call(probe.add, { text: 'mine' }, { idempotencyKey })).status).toBe(201);
    const reused = await client.call(probe.add, { text: 'another' }, { idempotencyKey });
    expect([reused.status, reused.failure.code]).toEqual([422, 'key_reused']);
    const someone = client.with({ authorization: `Bearer ${randomUUID()}` });
    expect((await someone.call(probe.add, { text: 'theirs' }, { idempotencyKey })).status).toBe(201);
  });

  it('runs a thrown error afresh, and keeps a returned refusal', async () => {
    const thrown = { idempotencyKey: randomUUID() };
    expect((await client.call(probe.add, { text: 'thrown' }, thrown)).status).toBe(409);
    expect(await count('thrown')).toBe(0);
    const again = await client.call(probe.add, { text: 'thrown' }, thrown);
    expect(again.headers.get('idempotency-replayed')).toBeNull();

    const refused = { idempotencyKey: randomUUID() };
    const first = await client.call(probe.add, { text: 'refused' }, refused);
    expect([first.status, first.failure.code]).toEqual([423, 'locked']);
    expect(await count('refused')).toBe(1);
    const second = await client.call(probe.add, { text: 'refused' }, refused);
    expect(second.text).toBe(first.text);
    expect(await count('refused')).toBe(1);
  });

  it('answers 409 while the first call runs', async () => {
    const idempotencyKey = randomUUID();
    const first = client.call(probe.add, { text: 'slow' }, { idempotencyKey });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const second = await client.call(probe.add, { text: 'slow' }, { idempotencyKey });
    expect([second.status, second.failure.code]).toEqual([409, 'in_progress']);
    expect((await first).status).toBe(201);
  });
});

describe('the batch lane', () => {
  it('gathers requests, answers each by itself, and stores replies', async () => {
    batchSizes.length = 0;
    const texts = Array.from({ length: 60 }, (_, n) => (n % 10 === 3 ? 'bad' : `batched ${n}`));
    const keys = texts.map(() => randomUUID());
    const send = () =>
      Promise.all(
        texts.map((text, n) =>
          client.call(probe.addBatched, { text }, { idempotencyKey: keys[n] as string }),
        ),
      );
    const replies = await send();
    replies.forEach((reply, n) => {
      expect(reply.status).toBe(texts[n] === 'bad' ? 409 : 201);
      if (reply.status === 201) expect(reply.data.text).toBe(texts[n]);
    });
    expect(Math.max(...batchSizes)).toBeGreaterThan(1);
    const again = await send();
    again.forEach((reply, n) => {
      if (replies[n]?.status === 201) expect(reply.text).toBe(replies[n]?.text);
    });
  });

  it('runs the items singly when one fails unexpectedly, so that only it fails', async () => {
    const replies = await Promise.all(
      ['fine 1', 'forbidden', 'fine 2', 'fine 3'].map((text) => client.call(probe.addBatched, { text })),
    );
    expect(replies.map((reply) => reply.status).map((status) => status < 300)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('answers repeats of a key together with the call they repeat', async () => {
    const idempotencyKey = randomUUID();
    batchSizes.length = 0;
    const replies = await Promise.all(
      Array.from({ length: 60 }, () =>
        client.call(probe.addBatched, { text: 'batched once' }, { idempotencyKey }),
      ),
    );
    expect(await count('batched once')).toBe(1);
    const done = replies.filter((reply) => reply.status === 201);
    expect(new Set(done.map((reply) => reply.text)).size).toBe(1);
    expect(done.filter((reply) => reply.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(batchSizes).toEqual([1]);
  });

  it('runs a repeat afresh where the first was refused', async () => {
    const idempotencyKey = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => client.call(probe.addBatched, { text: 'bad' }, { idempotencyKey })),
    );
    expect(replies.map((reply) => reply.headers.get('idempotency-replayed'))).toEqual(Array(12).fill(null));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([409]));
  });

  it('refuses the key with other contents while the first waits', async () => {
    const idempotencyKey = randomUUID();
    const replies = await Promise.all(
      ['batched first', 'batched other'].map((text) =>
        client.call(probe.addBatched, { text }, { idempotencyKey }),
      ),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 422]);
  });
});

describe('tenants', () => {
  it('shows a store its own rows only, even without a filter', async () => {
    const theirs = client.with({ 'x-store-id': other });
    await theirs.call(probe.add, { text: 'of the other store' });
    const mine = await client.call(probe.listUnfiltered, {});
    expect(mine.data.notes.length).toBeGreaterThan(0);
    expect(mine.data.notes.map((row) => row.text)).not.toContain('of the other store');
    expect((await theirs.call(probe.listUnfiltered, {})).data.notes.map((row) => row.text)).toEqual([
      'of the other store',
    ]);
  });
});

describe('events', () => {
  it('reach their listener once, and only when their transaction commits', async () => {
    const made = await client.call(probe.add, { text: 'heard' });
    await client.call(probe.add, { text: 'thrown' });
    const heard = () =>
      app.db
        .query('select id from probe.heard where id = $1', [made.data.id])
        .then((found) => found.rows.length);
    expect(await until(heard)).toBe(1);
    const { rows } = await app.db.query(
      `select count(*)::int as n from platform.outbox o
        where name = 'probe.noted' and not exists (select from probe.notes where id = (o.payload->>'noteId')::uuid)`,
    );
    expect(rows[0].n).toBe(0);
  });
});

describe('errors', () => {
  it('stand in the envelope, in the caller’s language, without detail', async () => {
    const broken = await client.call(probe.add, { text: 'broken' });
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('secret detail');
    expect(broken.failure.requestId).toBe(broken.headers.get('x-request-id'));
    const arabic = await client.call(probe.add, { text: '' }, { language: 'ar' });
    expect(arabic.status).toBe(400);
    expect(arabic.failure.errors[0]?.field).toBe('text');
    expect(arabic.failure.errors[0]?.message).toMatch(/[\u0600-\u06ff]/);
  });

  it.each([
    ['POST', '/api/v1/probe', '{"text":', {}, 400, 'malformed'],
    ['POST', '/api/v1/probe', 'text=1', { 'content-type': 'text/csv' }, 415, 'media_type'],
    ['PATCH', '/api/v1/probe', {}, {}, 405, 'method_not_allowed'],
    ['GET', '/api/v1/nothing', undefined, {}, 404, 'route_unknown'],
    ['POST', '/api/v1/probe', { text: 'x'.repeat(9_000_000) }, {}, 413, 'too_large'],
    ['GET', '/api/v1/probe', undefined, { authorization: '' }, 401, 'unauthenticated'],
    ['GET', '/api/v1/probe', undefined, { authorization: '', 'x-store-id': 'nowhere' }, 404, 'store_unknown'],
  ])('%s %s: case %#', async (method, path, body, headers, status, code) => {
    const reply = await client.send(method, path, body, { headers });
    expect([reply.status, reply.failure.code]).toEqual([status, code]);
    expect(reply.failure.message.length).toBeGreaterThan(3);
  });
});

describe('streams', () => {
  it('leave as a download', async () => {
    const reply = await client.send('GET', '/api/v1/probe/file');
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="notes.csv"');
    expect(reply.text.split('\r\n')).toContain('once');
  });
});

describe('health', () => {
  it('tells what the process leans on', async () => {
    const reply = await client.send('GET', '/health');
    expect(reply.data).toMatchObject({ status: 'ok', dependencies: [{ name: 'database', ok: true }] });
    expect((await client.send('GET', '/ready')).status).toBe(200);
    const metrics = await client.send('GET', '/metrics');
    expect(metrics.text).toContain('wafa_http_request_seconds_count');
  });
});
