import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import type { Alias, Endpoint, RawInput } from '@wafa/contract';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { newId } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Runner, runReadOnly } from '../db/run.ts';
import { AppError } from '../errors.ts';
import { makeBatcher } from './batch.ts';
import type { Route } from './bind.ts';
import { requestFingerprint } from './canonical.ts';
import { failureBody } from './envelope.ts';
import { type Answer, type Call, readLane, writeLane } from './lanes.ts';
import { acceptedLanguage, authorise, type Doors, identify, parseInput } from './request.ts';

export interface ServerParts {
  config: Config;
  runner: Runner;
  doors: Doors;
  routes: readonly Route[];
  /** Registers pages beside the API: health, metrics, documentation. */
  pages: (server: FastifyInstance) => void;
}

/** Orders of 500 with lines fit; anything larger is an import. */
const bodyLimitBytes = 8 * 1024 * 1024;

/** The HTTP server: every route of the contract under its canonical path and its documented aliases. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config, runner } = parts;
  const server = Fastify({
    bodyLimit: bodyLimitBytes,
    trustProxy: config.trustProxy,
    genReqId: () => newId(runner.clock, runner.clock.now()),
    logger: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  });
  await protect(server, config);
  // A DELETE with content-type json and no body is common in HTTP clients; an empty body is no body.
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(text as string));
    } catch (error) {
      done(new AppError('malformed', { field: 'body', cause: error }), undefined);
    }
  });
  logRequests(server, runner);
  server.setErrorHandler((error, request, reply) => sendError(runner, error, request, reply));
  addRoutes(server, parts);
  parts.pages(server);
  await serveWeb(server, config);
  return server;
}

async function protect(server: FastifyInstance, config: Config): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'https:'],
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'upgrade-insecure-requests': null,
      },
    },
    strictTransportSecurity: config.nodeEnv === 'production',
  });
  await server.register(cors, {
    origin: config.allowedOrigins.length > 0 ? config.allowedOrigins : false,
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-api-key',
      'x-store-id',
      'idempotency-key',
      'accept-language',
    ],
    exposedHeaders: ['x-request-id', 'retry-after', 'content-disposition'],
    maxAge: 600,
  });
  // Below 4 kB compressing costs more than it saves: a receipt is 1–2 kB.
  await server.register(compress, { threshold: 4096, encodings: ['br', 'gzip'] });
  const redis = config.redisUrl ? new Redis(config.redisUrl, { lazyConnect: false }) : undefined;
  if (redis) server.addHook('onClose', () => redis.quit().then(() => undefined));
  await server.register(rateLimit, {
    global: config.rateLimitPerMinute > 0,
    max: config.rateLimitPerMinute || Number.MAX_SAFE_INTEGER,
    timeWindow: 60_000,
    redis,
    skipOnError: true,
    errorResponseBuilder: (_request, context) =>
      new AppError('rate_limited', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
}

function logRequests(server: FastifyInstance, runner: Runner): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    runner.log.debug(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
}

/** Unknown errors are logged whole and answered without detail. */
function sendError(
  runner: Runner,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = asAppError(error);
  if (known.status >= 500)
    runner.log.error(
      { err: known.options.cause ?? error, requestId: request.id, route: request.routeOptions.url },
      known.message,
    );
  if (known.options.retryAfterSeconds) reply.header('retry-after', known.options.retryAfterSeconds);
  const language = acceptedLanguage(request.headers['accept-language']) ?? 'en';
  return sendText(reply, known.status, failureBody(known, request.language ?? language, request.id));
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: string }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('media_type');
  if (code?.startsWith('FST_ERR_CTP') || code === 'FST_ERR_BAD_URL') return new AppError('malformed');
  return new AppError('internal', { cause: error });
}

function sendText(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

declare module 'fastify' {
  interface FastifyRequest {
    language?: 'ar' | 'en';
  }
}

function addRoutes(server: FastifyInstance, parts: ServerParts): void {
  const batcher = makeBatcher(parts.runner);
  server.decorateRequest('language', undefined);
  const served = new Map<string, Set<string>>();
  for (const route of parts.routes) {
    const { endpoint } = route;
    const doorsteps: Alias[] = [{ path: endpoint.path }, ...(endpoint.aliases ?? [])];
    for (const alias of doorsteps) {
      const method = alias.method ?? endpoint.method;
      const limited = endpoint.caller === 'public' && method !== 'GET';
      server.route({
        method,
        url: alias.path,
        config: limited ? { rateLimit: signInLimit(parts.config) } : {},
        handler: (request, reply) => answer(parts, batcher, route, alias, request, reply),
      });
      served.set(alias.path, (served.get(alias.path) ?? new Set()).add(method));
    }
  }
  refuseOtherMethods(server, served);
}

function signInLimit(config: Config) {
  if (config.signInLimitPerMinute === 0) return false;
  return { max: config.signInLimitPerMinute, timeWindow: 60_000 };
}

/** A path that exists answers 405 with Allow to the methods it does not have. */
function refuseOtherMethods(server: FastifyInstance, served: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, methods] of served) {
    const allow = [...methods].sort().join(', ');
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !methods.has(method));
    if (others.length === 0) continue;
    server.route({
      method: others,
      url,
      exposeHeadRoute: false,
      handler: (_request, reply) => {
        reply.header('allow', allow);
        throw new AppError('method_not_allowed', { params: { allow } });
      },
    });
  }
}

async function answer(
  parts: ServerParts,
  batcher: ReturnType<typeof makeBatcher>,
  route: Route,
  alias: Alias,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { runner, doors } = parts;
  const who = await identify(doors, request, runner.clock.now());
  request.language = who.language;
  authorise(route.endpoint, alias.caller ?? route.endpoint.caller, who.actor);
  if (who.actor.kind !== 'anonymous' && (await doors.isSwitchedOff(who.storeId, moduleOf(route.endpoint))))
    throw new AppError('switched_off');
  const raw: RawInput = {
    params: request.params as Record<string, unknown>,
    query: request.query as Record<string, unknown>,
    body: request.body,
  };
  const input = parseInput(route.endpoint, alias.toInput ? alias.toInput(raw) : raw, who.language);
  const call: Call = {
    input,
    frame: {
      ...who,
      requestId: request.id,
      address: request.ip,
      userAgent: request.headers['user-agent']?.slice(0, 300),
    },
    reply: replyKey(route.endpoint, request, input),
  };
  if (route.kind === 'stream') {
    const file = await route.run((work) => runReadOnly(runner, call.frame, work), input);
    reply.header('content-disposition', `attachment; filename="${file.fileName}"`);
    return reply.type(file.contentType).send(streamOf(file.chunks));
  }
  const sent = await runLane(runner, batcher, route, call);
  if (sent.replayed) reply.header('idempotency-replayed', 'true');
  if (sent.retryAfterSeconds) reply.header('retry-after', sent.retryAfterSeconds);
  if (route.endpoint.etag && sent.status === 200) {
    const tag = etagOf(sent.body);
    reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  }
  return sendText(reply, sent.status, sent.body);
}

/** A tag of exactly this text: the same text has the same tag on every node. */
const etagOf = (text: string) => `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;

function runLane(
  runner: Runner,
  batcher: ReturnType<typeof makeBatcher>,
  route: Exclude<Route, { kind: 'stream' }>,
  call: Call,
): Promise<Answer> {
  if (route.kind === 'batch') return batcher(route, call);
  return route.endpoint.lane === 'read' ? readLane(runner, route, call) : writeLane(runner, route, call);
}

const moduleOf = (endpoint: Endpoint) => endpoint.name.split('.')[0] as string;

async function* encoded(chunks: AsyncIterable<string | Uint8Array>) {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function streamOf(chunks: AsyncIterable<string | Uint8Array>): ReadableStream {
  return ReadableStream.from(encoded(chunks)) as ReadableStream;
}

function replyKey(endpoint: Endpoint, request: FastifyRequest, input: unknown): Call['reply'] {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || endpoint.lane === 'read' || endpoint.lane === 'stream') return undefined;
  if (endpoint.idempotent === false) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new AppError('validation', { field: 'idempotency-key' });
  return { key, fingerprint: requestFingerprint(endpoint.method, endpoint.path, input) };
}

/** The built web: files by name, every other page path gives the app. Unknown API paths are 404 in the envelope. */
async function serveWeb(server: FastifyInstance, config: Config): Promise<void> {
  const built = existsSync(join(config.wafaWebDir, 'index.html'));
  if (built)
    await server.register(fastifyStatic, {
      root: config.wafaWebDir,
      wildcard: false,
      setHeaders: (response, path) => {
        const immutable = path.includes('/assets/');
        response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  server.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      (request.headers.accept ?? '').includes('text/html');
    if (built && isPage) return reply.sendFile('index.html');
    throw new AppError('route_unknown');
  });
}
