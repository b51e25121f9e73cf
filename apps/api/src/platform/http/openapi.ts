import type { Alias, Endpoint } from '@wafa/contract';
import { failure } from '@wafa/contract';
import { z } from 'zod';
import { type ErrorCode, errorStatus } from '../errors.ts';

type Json = Record<string, unknown>;

/** Errors that any endpoint may answer, beside its own. */
const common: ErrorCode[] = [
  'validation',
  'malformed',
  'rate_limited',
  'internal',
  'unavailable',
  'store_unknown',
];

/** The OpenAPI 3.1 document, made from the contract: each endpoint under its path and its aliases. */
export function openApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const doorsteps: Alias[] = [{ path: endpoint.path }, ...(endpoint.aliases ?? [])];
    doorsteps.forEach((alias, index) => {
      const method = (alias.method ?? endpoint.method).toLowerCase();
      const path = alias.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [method]: operation(endpoint, alias, index) };
    });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wafa',
      version,
      description:
        'Every reply stands in an envelope: success `{success, data}`, failure `{success, message, code, errors, requestId}`. Money is an integer in minor units beside its currency; points are integers. Writes take an `Idempotency-Key`: the same key with the same contents answers the same bytes for seven days.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      schemas: { Failure: schema(failure, 'output') },
    },
  };
}

function operation(endpoint: Endpoint, alias: Alias, index: number): Json {
  const isAlias = index > 0;
  const note = isAlias
    ? `Documented path of \`${endpoint.method} ${endpoint.path}\`.${alias.description ? ` ${alias.description}` : ''}`
    : endpoint.description;
  return {
    operationId: isAlias ? `${endpoint.name}.alias${index}` : endpoint.name,
    tags: [endpoint.name.split('.')[0]],
    summary: endpoint.summary,
    ...(note ? { description: note } : {}),
    ...(endpoint.caller === 'public' ? { security: [] } : {}),
    ...(endpoint.permission ? { 'x-permission': endpoint.permission } : {}),
    'x-caller': alias.caller ?? endpoint.caller,
    parameters: parameters(endpoint, alias),
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schema(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: responses(endpoint),
  };
}

function parameters(endpoint: Endpoint, alias: Alias): Json[] {
  const own = properties(endpoint.params);
  const inPath = [...alias.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  const query = properties(endpoint.query);
  const moved = Object.keys(own).filter(
    (name) => !inPath.includes(name) && alias.path.includes(':') === false,
  );
  const fromQuery = alias.toInput && alias.caller !== 'self' ? moved : [];
  return [
    ...inPath.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: own[name] ?? Object.values(own)[0] ?? { type: 'string' },
    })),
    ...fromQuery.map((name) => ({ name, in: 'query', required: false, schema: own[name] })),
    ...Object.entries(query).map(([name, value]) => ({
      name,
      in: 'query',
      required: false,
      ...(value.description ? { description: value.description } : {}),
      schema: value,
    })),
    { name: 'x-store-id', in: 'header', required: false, schema: { type: 'string' } },
    ...(endpoint.lane === 'write' || endpoint.lane === 'batch'
      ? [
          {
            name: 'idempotency-key',
            in: 'header',
            required: false,
            schema: { type: 'string', maxLength: 200 },
          },
        ]
      : []),
  ];
}

function responses(endpoint: Endpoint): Json {
  const found: Record<string, Json> = {
    [String(endpoint.status ?? 200)]: {
      description: 'Success',
      content: successContent(endpoint),
    },
  };
  const codes = [
    ...common,
    ...(endpoint.caller === 'public'
      ? []
      : (['unauthenticated', 'forbidden', 'switched_off'] as ErrorCode[])),
    ...((endpoint.errors ?? []) as ErrorCode[]),
    ...(endpoint.lane === 'write' || endpoint.lane === 'batch'
      ? (['in_progress', 'key_reused'] as ErrorCode[])
      : []),
  ];
  for (const status of new Set(codes.map((code) => errorStatus[code]))) {
    const named = codes.filter((code) => errorStatus[code] === status);
    found[String(status)] = {
      description: `Failure: ${[...new Set(named)].map((code) => `\`${code}\``).join(', ')}`,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
    };
  }
  return found;
}

/** Files are not wrapped in the envelope. */
function successContent(endpoint: Endpoint): Json {
  const data = schema(endpoint.response, 'output');
  if (endpoint.lane === 'stream') return { [endpoint.contentType ?? 'text/csv']: { schema: data } };
  const properties = { success: { const: true }, data, message: { type: 'string' } };
  return { 'application/json': { schema: { type: 'object', required: ['success', 'data'], properties } } };
}

function properties(source: z.ZodType | undefined): Record<string, Json> {
  return source ? ((schema(source, 'input').properties ?? {}) as Record<string, Json>) : {};
}

function schema(source: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(source, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return json;
}
