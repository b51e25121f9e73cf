import type { InputOf, OutputOf, Permission, settingsContract } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { Cache, readOutside, writeOutside } from '../cache.ts';
import { pageFacts, pageOf } from '../paging.ts';
import { requireGrant } from './access.ts';
import { formatKey, keyHash, keyPrefix, knownPermissions, parseKey, sameHash } from './rules.ts';
import { findKey, insertKey, type KeyRow, listKeyRows, revokeKeyRow, touchKey } from './sql.ts';

type Contract = typeof settingsContract;
type ApiKey = OutputOf<Contract['revokeKey']>;

export async function listKeys(
  ctx: Ctx,
  input: InputOf<Contract['listKeys']>,
): Promise<OutputOf<Contract['listKeys']>> {
  const page = pageOf(input);
  const { rows, total } = await listKeyRows(ctx.tx, ctx.storeId, page);
  return { keys: rows.map(shown), ...pageFacts(page, total) };
}

/** Makes an API key; its text leaves the system in this reply and nowhere else. */
export async function createKey(
  ctx: Ctx,
  input: InputOf<Contract['createKey']>,
): Promise<OutputOf<Contract['createKey']>> {
  requireGrant(ctx.actor, input.scopes);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= ctx.now) throw new AppError('validation', { field: 'expiresAt' });
  const id = ctx.newId();
  const key = formatKey(ctx.storeId, id, ctx.randomBytes(32));
  const row: KeyRow = {
    id,
    name: input.name,
    prefix: keyPrefix(key),
    secretHash: keyHash(key.slice(49)),
    scopes: [...new Set(input.scopes)],
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
    lastUsedAt: null,
    expiresAt,
    revokedAt: null,
  };
  await insertKey(ctx.tx, ctx.storeId, row);
  ctx.audit({
    action: 'settings.createKey',
    entity: 'api_key',
    entityId: id,
    after: { name: row.name, scopes: row.scopes, expiresAt },
  });
  return { ...shown(row), key };
}

export async function revokeKey(
  ctx: Ctx,
  input: InputOf<Contract['revokeKey']>,
): Promise<OutputOf<Contract['revokeKey']>> {
  const before = await findKey(ctx.tx, ctx.storeId, input.keyId);
  if (!before) throw new AppError('not_found');
  requireGrant(ctx.actor, knownPermissions(before.scopes));
  const row = await revokeKeyRow(ctx.tx, ctx.storeId, input.keyId, ctx.now);
  if (!row) throw new AppError('not_found');
  ctx.audit({ action: 'settings.revokeKey', entity: 'api_key', entityId: row.id });
  ctx.afterCommit(() => cache.drop(row.id));
  return shown(row);
}

/** The name of a key, for "who am I". */
export async function keyName(ctx: Ctx, keyId: string): Promise<string> {
  return (await findKey(ctx.tx, ctx.storeId, keyId))?.name ?? '';
}

const cache = new Cache<KeyRow | undefined>();

/** A key's last use is kept to the minute: a write per request would cost more than the request. */
const touchEveryMs = 60_000;
const touched = new Map<string, number>();
const maxTouched = 10_000;

export interface KnownKey {
  id: string;
  storeId: string;
  permissions: ReadonlySet<Permission>;
}

/**
 * Checks the text of an API key: one look-up by primary key, kept for 15 s, the secret compared in
 * constant time. Undefined where the key is unknown, wrong, revoked or expired.
 */
export async function authenticateKey(text: string, now: Date): Promise<KnownKey | undefined> {
  const parsed = parseKey(text);
  if (!parsed) return undefined;
  const row =
    cache.peek(parsed.keyId) ??
    (await cache.get(parsed.keyId, () =>
      readOutside(parsed.storeId, (ctx) => findKey(ctx.tx, parsed.storeId, parsed.keyId)),
    ));
  if (!row || !sameHash(row.secretHash, parsed.hash)) return undefined;
  if (row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return undefined;
  await touch(parsed.storeId, row.id, now);
  return { id: row.id, storeId: parsed.storeId, permissions: new Set(knownPermissions(row.scopes)) };
}

async function touch(storeId: string, id: string, now: Date): Promise<void> {
  if (now.getTime() - (touched.get(id) ?? 0) < touchEveryMs) return;
  if (touched.size >= maxTouched) touched.clear();
  touched.set(id, now.getTime());
  await writeOutside(storeId, (ctx) => touchKey(ctx.tx, storeId, id, now));
}

function shown(row: KeyRow): ApiKey {
  const { secretHash: _, ...rest } = row;
  return {
    ...rest,
    scopes: knownPermissions(row.scopes),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
