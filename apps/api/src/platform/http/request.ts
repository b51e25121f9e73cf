import type { Endpoint, Language, RawInput } from '@wafa/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../context.ts';
import { may } from '../context.ts';
import { AppError } from '../errors.ts';
import { validationError } from './envelope.ts';

/** The tenant of requests that name no store: no row belongs to it. */
export const noStore = '00000000-0000-0000-0000-000000000000';

export interface SignedIn {
  actor: Actor;
  storeId: string;
  /** The person's own language, where known. */
  language?: Language;
}

/** What the server asks of the modules: who is this, and which store is meant. */
export interface Doors {
  /** Undefined without credentials; throws AppError where they are wrong or the store is not theirs. */
  authenticate(credentials: {
    authorization?: string;
    apiKey?: string;
    store?: string;
    now: Date;
  }): Promise<SignedIn | undefined>;
  /** A store by UUID, slug or host name. */
  findStore(name: string): Promise<{ id: string; language: Language } | undefined>;
  /** Whether the store has the capability (module) switched off. */
  isSwitchedOff(storeId: string, capability: string): Promise<boolean> | boolean;
}

const header = (request: FastifyRequest, name: string) => {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
};

/** Who asks, for which store, in which language. A caller without credentials is anonymous. */
export async function identify(
  doors: Doors,
  request: FastifyRequest,
  now: Date,
): Promise<SignedIn & { language: Language }> {
  const named = header(request, 'x-store-id');
  const accepted = acceptedLanguage(header(request, 'accept-language'));
  const signedIn = await doors.authenticate({
    authorization: header(request, 'authorization'),
    apiKey: header(request, 'x-api-key'),
    store: named,
    now,
  });
  if (signedIn) return { ...signedIn, language: signedIn.language ?? accepted ?? 'en' };
  const store = await doors.findStore(named ?? request.hostname);
  if (named && !store) throw new AppError('store_unknown', { field: 'x-store-id' });
  return {
    actor: { kind: 'anonymous' },
    storeId: store?.id ?? noStore,
    language: accepted ?? store?.language ?? 'en',
  };
}

/** The first of our languages in an Accept-Language header (RFC 9110), by its quality values. */
export function acceptedLanguage(text: string | undefined): Language | undefined {
  if (!text) return undefined;
  const ranked = text
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag: range.split('-')[0], quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter((item) => item.quality > 0 && (item.tag === 'ar' || item.tag === 'en'))
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag as Language | undefined;
}

/** Lets the caller through or throws: 401 without a sign-in, 403 without the right. */
export function authorise(endpoint: Endpoint, caller: Endpoint['caller'], actor: Actor): void {
  if (caller === 'public') return;
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated');
  if (actor.kind === 'customer') {
    if (caller === 'staff') throw new AppError('forbidden');
    return;
  }
  if (caller === 'self') throw new AppError('forbidden');
  if (endpoint.permission && !may(actor, endpoint.permission))
    throw new AppError('forbidden', { params: { permission: endpoint.permission } });
}

/** Params, query and body, each checked by its schema, in one object. Throws `validation` with every fault. */
export function parseInput(endpoint: Endpoint, raw: RawInput, language: Language): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const issues: z.core.$ZodIssue[] = [];
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = endpoint[part];
    if (!schema) continue;
    const parsed = schema.safeParse(part === 'body' ? (raw.body ?? {}) : raw[part]);
    if (parsed.success) Object.assign(input, parsed.data);
    else issues.push(...parsed.error.issues);
  }
  if (issues.length > 0) throw validationError(issues, language);
  return input;
}
