import type { InputOf, identityContract, OutputOf } from '@wafa/contract';
import type { Actor, Ctx } from '../../platform/context.ts';
import { AppError, type Refusal, refuse } from '../../platform/errors.ts';
import { noStore } from '../../platform/http/request.ts';
import * as settings from '../settings/index.ts';
import { formatRefresh, parseRefresh, type Realm, sameHash } from './rules.ts';
import {
  type AccountRow,
  endSessions,
  findAccount,
  findLoginOfCustomer,
  insertSession,
  isSessionOpen,
  knownDevice,
  lockSession,
  openSessions,
  rotateSession,
} from './sql.ts';
import { accessSeconds, type Claims, identityKeys, signAccess } from './tokens.ts';

type Contract = typeof identityContract;
export type Tokens = OutputOf<Contract['refresh']>;
/** What a session is opened for. */
export type SessionAccount = Pick<AccountRow, 'id' | 'customerId' | 'language'>;

/** A session unused for this long is over. */
const idleDays = 30;

/** Opens a session of an account and gives its first pair of tokens. */
export async function openSession(ctx: Ctx, realm: Realm, account: SessionAccount): Promise<Tokens> {
  const stores = await storesFor(ctx, realm, account.id);
  const id = ctx.newId();
  const refresh = formatRefresh(identityKeys().refresh, realm, id, ctx.randomBytes(32));
  const device = ctx.userAgent ?? null;
  const known = await knownDevice(ctx.tx, realm, account.id, device);
  await insertSession(ctx.tx, realm, {
    id,
    accountId: account.id,
    secretHash: refresh.hash,
    createdAt: ctx.now,
    expiresAt: idleUntil(ctx.now),
    device,
    address: ctx.address ?? null,
  });
  if (account.customerId) {
    const session = { customerId: account.customerId, sessionId: id };
    ctx.emit('security.signed_in', session);
    if (known.any && !known.same) ctx.emit('security.new_device', session);
  }
  return tokensOf(ctx, realm, account, id, refresh.token, stores);
}

interface OpenStore {
  id: string;
  staffId: string;
  name: string;
  nameAr: string | null;
}

/** The stores that a sign-in opens. Throws `store_forbidden` for staff of no store. */
async function storesFor(ctx: Ctx, realm: Realm, accountId: string): Promise<OpenStore[]> {
  if (realm.kind === 'customer') {
    const { id, name, nameAr } = await settings.store(ctx);
    return [{ id, staffId: '', name, nameAr }];
  }
  const memberships = await settings.storesOf(ctx, accountId);
  if (memberships.length === 0) throw new AppError('store_forbidden');
  return memberships.map(({ storeId, ...rest }) => ({ id: storeId, ...rest }));
}

async function tokensOf(
  ctx: Ctx,
  realm: Realm,
  account: SessionAccount,
  sessionId: string,
  refreshToken: string,
  stores: readonly OpenStore[],
): Promise<Tokens> {
  const common = { sessionId, language: account.language };
  const claims: Claims =
    realm.kind === 'staff'
      ? {
          ...common,
          kind: 'staff',
          accountId: account.id,
          stores: stores.map(({ id, staffId }) => ({ id, staffId })),
        }
      : { ...common, kind: 'customer', customerId: account.customerId as string, storeId: realm.storeId };
  return {
    accessToken: await signAccess(claims, ctx.now),
    refreshToken,
    expiresInSeconds: accessSeconds,
    stores: stores.map(({ id, name, nameAr }) => ({ id, name, nameAr })),
  };
}

function idleUntil(now: Date): Date {
  return new Date(now.getTime() + idleDays * 24 * 3600 * 1000);
}

/**
 * Exchanges a refresh token. Each works once, strictly: there is no grace for one whose answer was lost,
 * since a thief's second use looks the same, so a client refreshes from one place at a time. A used
 * token that comes back ends its session, and that is committed although the caller gets an error.
 */
export async function refresh(ctx: Ctx, input: InputOf<Contract['refresh']>): Promise<Tokens | Refusal> {
  const parsed = parseRefresh(identityKeys().refresh, input.refreshToken);
  if (!parsed) throw new AppError('session_ended', { detail: 'not a refresh token of ours' });
  const { realm, sessionId } = parsed;
  if (realm.kind === 'customer' && realm.storeId !== ctx.storeId)
    throw new AppError('session_ended', { detail: 'token of another store' });
  const session = await lockSession(ctx.tx, realm, sessionId);
  if (!session || session.endedAt || session.expiresAt <= ctx.now) throw new AppError('session_ended');
  const account = await findAccount(ctx.tx, realm, session.accountId);
  if (!account?.isActive) throw new AppError('session_ended');
  if (!sameHash(session.secretHash, parsed.hash)) {
    await end(ctx, realm, account, { only: sessionId }, 'replayed');
    return refuse('session_ended', { detail: 'a used refresh token came back' });
  }
  const stores = await storesFor(ctx, realm, account.id);
  const next = formatRefresh(identityKeys().refresh, realm, sessionId, ctx.randomBytes(32));
  await rotateSession(ctx.tx, realm, {
    id: sessionId,
    secretHash: next.hash,
    expiresAt: idleUntil(ctx.now),
    address: ctx.address ?? session.address,
    now: ctx.now,
  });
  return tokensOf(ctx, realm, account, sessionId, next.token, stores);
}

/** The signed-in person's realm and account; undefined for a customer without a log-in (outside tokens). */
export async function ownAccount(
  ctx: Pick<Ctx, 'tx' | 'storeId'>,
  actor: Actor,
): Promise<{ realm: Realm; account: AccountRow; sessionId: string } | undefined> {
  if (actor.kind === 'staff') {
    const account = await findAccount(ctx.tx, { kind: 'staff' }, actor.accountId);
    return account && { realm: { kind: 'staff' }, account, sessionId: actor.sessionId };
  }
  if (actor.kind !== 'customer') return undefined;
  const account = await findLoginOfCustomer(ctx.tx, ctx.storeId, actor.customerId);
  return (
    account && { realm: { kind: 'customer', storeId: ctx.storeId }, account, sessionId: actor.sessionId }
  );
}

/** The same, for operations that need one: API keys and outside tokens have none of their own. */
export async function requireAccount(ctx: Ctx) {
  const own = await ownAccount(ctx, ctx.actor);
  if (!own) throw new AppError('forbidden', { detail: 'no account behind these credentials' });
  return own;
}

export async function signOut(ctx: Ctx): Promise<OutputOf<Contract['signOut']>> {
  const { realm, account, sessionId } = await requireAccount(ctx);
  const ids = await end(ctx, realm, account, { only: sessionId }, 'signed_out');
  return { ended: ids.length > 0 };
}

export async function listSessions(ctx: Ctx): Promise<OutputOf<Contract['listSessions']>> {
  const { realm, account, sessionId } = await requireAccount(ctx);
  const rows = await openSessions(ctx.tx, realm, account.id, ctx.now);
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      current: row.id === sessionId,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt.toISOString(),
      device: row.device,
      address: row.address,
    })),
  };
}

export async function endSession(
  ctx: Ctx,
  input: InputOf<Contract['endSession']>,
): Promise<OutputOf<Contract['endSession']>> {
  const { realm, account } = await requireAccount(ctx);
  const ids = await end(ctx, realm, account, { only: input.sessionId }, 'ended');
  if (ids.length === 0) throw new AppError('not_found');
  return { ended: true };
}

const open = new settings.Cache<boolean>();

/**
 * Whether a session of an access token still stands; kept for 15 s, so that an ended session stops on
 * this node at commit, on others within that time, and not when its tokens run out.
 */
export async function isOpen(realm: Realm, sessionId: string): Promise<boolean> {
  const storeId = realm.kind === 'customer' ? realm.storeId : noStore;
  return (
    open.peek(sessionId) ??
    open.get(sessionId, () => settings.readOutside(storeId, (ctx) => isSessionOpen(ctx.tx, realm, sessionId)))
  );
}

/** Ends sessions of an account with an audit row; on this node their access tokens stop at commit. */
export async function end(
  ctx: Ctx,
  realm: Realm,
  account: Pick<AccountRow, 'id' | 'customerId'>,
  which: { only?: string; except?: string },
  reason: Parameters<typeof endSessions>[4],
): Promise<string[]> {
  const ids = await endSessions(ctx.tx, realm, account.id, which, reason, ctx.now);
  for (const id of ids)
    ctx.audit({
      action: `identity.session_${reason}`,
      entity: 'session',
      entityId: id,
      customerId: account.customerId ?? undefined,
    });
  ctx.afterCommit(() => {
    for (const id of ids) open.drop(id);
  });
  return ids;
}
