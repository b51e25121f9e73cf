import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Endpoint } from '@wafa/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { Runner } from '../db/run.ts';
import { AppError } from '../errors.ts';
import { openApi } from './openapi.ts';

/** Name and state of something the process leans on. */
export interface Dependency {
  name: string;
  check: () => Promise<void>;
}

const checkTimeoutMs = 2000;

async function stateOf(dependency: Dependency): Promise<{ name: string; ok: boolean; ms: number }> {
  const begun = performance.now();
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), checkTimeoutMs).unref();
  });
  const ok = await Promise.race([dependency.check(), late]).then(
    () => true,
    () => false,
  );
  return { name: dependency.name, ok, ms: Math.round(performance.now() - begun) };
}

/** /health answers while the process lives and says what it leans on; /ready is 503 until all of it is there. */
export function addHealth(
  server: FastifyInstance,
  dependencies: readonly Dependency[],
  version: string,
): void {
  const states = () => Promise.all(dependencies.map(stateOf));
  server.get('/health', async () => {
    const found = await states();
    return {
      success: true,
      data: { status: found.every((item) => item.ok) ? 'ok' : 'degraded', version, dependencies: found },
    };
  });
  server.get('/ready', async (_request, reply) => {
    const found = await states();
    const ready = found.every((item) => item.ok);
    if (!ready) throw new AppError('unavailable', { retryAfterSeconds: 1 });
    return reply.send({ success: true, data: { ready, dependencies: found } });
  });
}

/** Prometheus metrics: request durations by route template, pool, process. Loopback only, or by token. */
export function addMetrics(server: FastifyInstance, config: Config, runner: Runner): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'wafa_http_request_seconds',
    help: 'Time from request to reply',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: 'wafa_db_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'total' }, runner.pool.totalCount);
      this.set({ state: 'idle' }, runner.pool.idleCount);
      this.set({ state: 'waiting' }, runner.pool.waitingCount);
    },
  });
  server.addHook('onResponse', async (request, reply) => {
    durations.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  server.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(config, request)) throw new AppError('forbidden');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function mayReadMetrics(config: Config, request: FastifyRequest): boolean {
  if (config.metricsToken) return request.headers.authorization === `Bearer ${config.metricsToken}`;
  return request.ip === '127.0.0.1' || request.ip === '::1' || request.ip === '::ffff:127.0.0.1';
}

/** The OpenAPI document and a page to read and try it. */
export async function addDocumentation(
  server: FastifyInstance,
  endpoints: readonly Endpoint[],
  version: string,
): Promise<void> {
  const document = JSON.stringify(openApi(endpoints, version));
  const json = (reply: FastifyReply) => reply.type('application/json; charset=utf-8').send(document);
  server.get('/api/openapi.json', (_request, reply) => json(reply));
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const page = readFileSync(join(import.meta.dirname, 'docs.html'), 'utf8');
  const script = readFileSync(join(import.meta.dirname, 'docs-page.js'), 'utf8');
  server.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  server.get('/api/docs/page.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  await server.register(fastifyStatic, {
    root: assets,
    prefix: '/api/docs/ui/',
    decorateReply: false,
    allowedPath: (path) => /^\/?swagger-ui(-bundle)?\.(css|js)$/.test(path),
  });
}
