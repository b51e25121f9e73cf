import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { type Language, language } from '@wafa/contract';
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';

/** How identity signs and what outside tokens it believes; the process's configuration fits. */
export interface IdentityConfig {
  /** HS256 key of access tokens, 32 characters or more. */
  jwtSecret: string;
  /** Keys of an outside issuer. */
  jwksUrl?: string;
  /** Expected in outside tokens, where set. */
  jwtIssuer?: string;
  jwtAudience?: string;
}

interface Keys {
  access: KeyObject;
  /** Derived, so that a refresh MAC and an access signature never share a key. */
  refresh: Buffer;
  attempts: Buffer;
  remote?: JWTVerifyGetKey;
  issuer?: string;
  audience?: string;
}

let keys: Keys | undefined;

/** Sets the keys, once, before any request; forgets every token that was verified with others. */
export function configureIdentity(config: IdentityConfig): void {
  const derived = (use: string) => createHash('sha256').update(`wafa/${use}/1\0${config.jwtSecret}`).digest();
  keys = {
    access: createSecretKey(Buffer.from(config.jwtSecret)),
    refresh: derived('refresh'),
    attempts: derived('attempts'),
    remote: config.jwksUrl ? createRemoteJWKSet(new URL(config.jwksUrl)) : undefined,
    issuer: config.jwtIssuer,
    audience: config.jwtAudience,
  };
  verified.clear();
}

export function identityKeys(): Keys {
  if (!keys) throw new Error('configureIdentity has not been called');
  return keys;
}

export const accessSeconds = 600;
const ownIssuer = 'wafa';

/** What an access token of ours says. */
export type Claims = { sessionId: string; language: Language } & (
  | { kind: 'staff'; accountId: string; stores: { id: string; staffId: string }[] }
  | { kind: 'customer'; customerId: string; storeId: string }
);

/** What an outside issuer's token says, as far as it is read; see `authenticator.ts`. */
export interface OutsideClaims {
  kind: 'outside';
  as: 'customer' | 'staff';
  store?: string;
  customerId?: string;
  /** Only where the issuer does not call it unverified. */
  email?: string;
}

/** Signs an access token of ten minutes (HS256). Roles are not in it: they are looked up, so that a change counts at once. */
export async function signAccess(claims: Claims, now: Date): Promise<string> {
  const { sessionId, language: lang, ...rest } = claims;
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ ...rest, sid: sessionId, lang })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(ownIssuer)
    .setSubject(claims.kind === 'staff' ? claims.accountId : claims.customerId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + accessSeconds)
    .sign(identityKeys().access);
}

interface Verified {
  claims: Claims | OutsideClaims;
  expiresAtMs: number;
}

const verified = new Map<string, Verified>();
const maxVerified = 20_000;

/**
 * The claims of a token; undefined where it is not valid now. A token that was verified once is known by
 * its text until it expires: a map look-up instead of a signature check.
 */
export async function verifyAccess(token: string, now: Date): Promise<Claims | OutsideClaims | undefined> {
  const known = verified.get(token);
  if (known) return known.expiresAtMs > now.getTime() ? known.claims : undefined;
  const fresh = await checkToken(token, now);
  if (!fresh) return undefined;
  if (verified.size >= maxVerified) {
    const [oldest] = verified.keys();
    if (oldest !== undefined) verified.delete(oldest);
  }
  verified.set(token, fresh);
  return fresh.claims;
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

async function checkToken(token: string, now: Date): Promise<Verified | undefined> {
  const { access, remote, issuer, audience } = identityKeys();
  try {
    const symmetric = decodeProtectedHeader(token).alg === 'HS256';
    const common = { currentDate: now, requiredClaims: ['exp'] };
    const verify = async (): Promise<JWTPayload | undefined> => {
      if (symmetric) return (await jwtVerify(token, access, { ...common, algorithms: ['HS256'] })).payload;
      if (!remote) return undefined;
      return (await jwtVerify(token, remote, { ...common, algorithms: asymmetric })).payload;
    };
    const payload = await verify();
    if (!payload?.exp) return undefined;
    const own = symmetric && payload.iss === ownIssuer;
    if (!own && !isExpected(payload, issuer, audience)) return undefined;
    const claims = own ? ownClaims(payload) : outsideClaims(payload);
    return claims && { claims, expiresAtMs: payload.exp * 1000 };
  } catch {
    // Whatever is wrong with a token, its bearer is not signed in; the reason would only help a forger.
    return undefined;
  }
}

function isExpected(payload: JWTPayload, issuer: string | undefined, audience: string | undefined): boolean {
  if (issuer !== undefined && payload.iss !== issuer) return false;
  return audience === undefined || [payload.aud].flat().includes(audience);
}

const ownShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('staff'),
    sid: z.string(),
    lang: language,
    accountId: z.string(),
    stores: z.array(z.object({ id: z.string(), staffId: z.string() })),
  }),
  z.object({
    kind: z.literal('customer'),
    sid: z.string(),
    lang: language,
    customerId: z.string(),
    storeId: z.string(),
  }),
]);

function ownClaims(payload: JWTPayload): Claims | undefined {
  const parsed = ownShape.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sid, lang, ...rest } = parsed.data;
  return { ...rest, sessionId: sid, language: lang };
}

function outsideClaims(payload: JWTPayload): OutsideClaims {
  const text = (name: string) => (typeof payload[name] === 'string' ? (payload[name] as string) : undefined);
  const store = text('store');
  const customerId = text('customer_id');
  const staff = text('kind') === 'staff' || (!store && !customerId);
  return {
    kind: 'outside',
    as: staff ? 'staff' : 'customer',
    store,
    customerId,
    email: payload.email_verified === false ? undefined : text('email')?.toLowerCase(),
  };
}
