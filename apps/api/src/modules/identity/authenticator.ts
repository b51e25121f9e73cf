import type { Actor } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Doors, noStore, type SignedIn } from '../../platform/http/request.ts';
import * as settings from '../settings/index.ts';
import type { Realm } from './rules.ts';
import { isOpen } from './sessions.ts';
import { findAccountByLogin } from './sql.ts';
import { type OutsideClaims, verifyAccess } from './tokens.ts';

type Credentials = Parameters<Doors['authenticate']>[0];

/**
 * Who stands behind a request's credentials, and in which store; undefined without credentials.
 *
 * Own access tokens and API keys cost no round trip when warm. A staff member's role and permissions
 * come from the store's access map, so that a change counts from the next request.
 *
 * Outside tokens (JWKS, or HS256 with the same secret) are mapped so: `customer_id` with `store` (slug
 * or UUID) is that customer; `email` with `store` is the customer whose log-in has it; `email` alone, or
 * with `kind: "staff"`, is the member of staff. An e-mail that the issuer calls unverified is not used.
 * @throws AppError `unauthenticated`, `store_unknown`, `store_forbidden`, `validation` (a store must be named)
 */
export async function authenticate(credentials: Credentials): Promise<SignedIn | undefined> {
  const { authorization, apiKey, store, now } = credentials;
  const bearer = authorization === undefined ? undefined : bearerOf(authorization);
  const key = apiKey ?? (bearer?.startsWith('wafa_') ? bearer : undefined);
  if (key !== undefined) return byKey(key, store, now);
  if (bearer === undefined) return undefined;
  const claims = await verifyAccess(bearer, now);
  if (!claims) throw new AppError('unauthenticated');
  if (claims.kind === 'outside') return byOutside(claims, store);
  const { sessionId, language } = claims;
  const realm: Realm =
    claims.kind === 'staff' ? { kind: 'staff' } : { kind: 'customer', storeId: claims.storeId };
  if (!(await isOpen(realm, sessionId))) throw new AppError('unauthenticated', { detail: 'session ended' });
  if (claims.kind === 'customer') {
    await requireNamed(store, claims.storeId);
    return { actor: customerActor(claims.customerId, sessionId), storeId: claims.storeId, language };
  }
  const chosen = await choose(claims.stores, store);
  const actor = await staffActor(claims.accountId, sessionId, chosen);
  return { actor, storeId: chosen.id, language };
}

/** The `authenticate` of the server's doors. */
export function makeAuthenticator(): Doors['authenticate'] {
  return authenticate;
}

function bearerOf(authorization: string): string {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (!token) throw new AppError('unauthenticated', { detail: 'not a bearer token' });
  return token;
}

async function byKey(text: string, store: string | undefined, now: Date): Promise<SignedIn> {
  const key = await settings.authenticateKey(text, now);
  if (!key) throw new AppError('unauthenticated');
  await requireNamed(store, key.storeId);
  return { actor: { kind: 'key', id: key.id, permissions: key.permissions }, storeId: key.storeId };
}

/** The header may repeat the one store of the credentials, by id, slug or host name; another is refused. */
async function requireNamed(named: string | undefined, storeId: string): Promise<void> {
  if (named === undefined || named === storeId) return;
  if ((await storeIdOf(named)) !== storeId) throw new AppError('store_forbidden', { field: 'x-store-id' });
}

async function storeIdOf(named: string): Promise<string> {
  const found = await settings.findStore(named);
  if (!found) throw new AppError('store_unknown', { field: 'x-store-id' });
  return found.id;
}

async function choose<S extends { id: string }>(stores: readonly S[], named: string | undefined): Promise<S> {
  if (named === undefined) {
    const [only] = stores;
    if (!only) throw new AppError('store_forbidden');
    if (stores.length > 1)
      throw new AppError('validation', { field: 'x-store-id', detail: 'several stores' });
    return only;
  }
  const direct = stores.find((store) => store.id === named);
  if (direct) return direct;
  const id = await storeIdOf(named);
  const found = stores.find((store) => store.id === id);
  if (!found) throw new AppError('store_forbidden', { field: 'x-store-id' });
  return found;
}

function customerActor(customerId: string, sessionId: string): Actor {
  return { kind: 'customer', id: customerId, customerId, sessionId };
}

async function staffActor(
  accountId: string,
  sessionId: string,
  chosen: { id: string; staffId: string },
): Promise<Actor> {
  const member = (await settings.accessOf(chosen.id)).staff.get(chosen.staffId);
  if (member?.accountId !== accountId) throw new AppError('store_forbidden');
  return {
    kind: 'staff',
    id: member.id,
    accountId,
    sessionId,
    role: member.role,
    permissions: member.permissions,
    locationId: member.locationId,
  };
}

/** Sessions of outside tokens are the issuer's: this id names none of ours. */
const outsideSession = noStore;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function byOutside(claims: OutsideClaims, named: string | undefined): Promise<SignedIn> {
  if (claims.as === 'staff') return outsideStaff(claims.email, named);
  if (claims.store === undefined) throw new AppError('unauthenticated', { detail: 'no store in the token' });
  const storeId = await storeIdOf(claims.store);
  await requireNamed(named, storeId);
  const customerId = claims.customerId ?? (await customerByEmail(storeId, claims.email));
  if (!customerId || !uuid.test(customerId))
    throw new AppError('unauthenticated', { detail: 'no such customer' });
  return { actor: customerActor(customerId, outsideSession), storeId };
}

async function customerByEmail(storeId: string, email: string | undefined): Promise<string | undefined> {
  if (!email) return undefined;
  const login = await settings.readOutside(storeId, (ctx) =>
    findAccountByLogin(ctx.tx, { kind: 'customer', storeId }, { email }),
  );
  return login?.isActive ? (login.customerId ?? undefined) : undefined;
}

async function outsideStaff(email: string | undefined, named: string | undefined): Promise<SignedIn> {
  const found = await settings.readOutside(noStore, async (ctx) => {
    const account = email ? await findAccountByLogin(ctx.tx, { kind: 'staff' }, { email }) : undefined;
    return account?.isActive ? { account, memberships: await settings.storesOf(ctx, account.id) } : undefined;
  });
  if (!found) throw new AppError('unauthenticated', { detail: 'no such account' });
  const stores = found.memberships.map(({ storeId, staffId }) => ({ id: storeId, staffId }));
  const chosen = await choose(stores, named);
  const actor = await staffActor(found.account.id, outsideSession, chosen);
  return { actor, storeId: chosen.id, language: found.account.language };
}
