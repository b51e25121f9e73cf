import { createHash } from 'node:crypto';
import type { CardTrust, customersCardContract, InputOf, OutputOf } from '@wafa/contract';
import { storeMark, toHex } from '@wafa/pass';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { storePublicKeyOf } from './keys.ts';
import { currentKey, keysInForce, lastKeyId } from './rules.ts';
import { insertKeyChange, keyChanges, revokedDevices } from './sql.ts';

type Contract = typeof customersCardContract;

/** What a till holds to judge codes by itself. Two reads. */
export async function cardTrust(ctx: Ctx): Promise<CardTrust> {
  const [changes, revoked] = await Promise.all([
    keyChanges(ctx.tx, ctx.storeId),
    revokedDevices(ctx.tx, ctx.storeId, ctx.now),
  ]);
  const devices = revoked.map(({ device }) => device);
  const newest = Math.max(...revoked.map(({ revokedAt }) => revokedAt.getTime()));
  return {
    store: toHex(storeMark(ctx.storeId)),
    keys: keysInForce(changes, ctx.now).map(({ id, state }) => ({
      id,
      publicKey: Buffer.from(storePublicKeyOf(ctx.storeId, id)).toString('base64url'),
      state,
    })),
    revoked: devices,
    revokedVersion: createHash('sha256').update(devices.join()).digest('hex').slice(0, 16),
    revokedAt: revoked.length > 0 ? new Date(newest).toISOString() : null,
  };
}

/**
 * Signs by the next key from now on. Two at once: one of them meets the other's row and is refused.
 * @throws AppError conflict
 */
export async function rotateCardKey(
  ctx: Ctx,
  { withdraw }: InputOf<Contract['rotateCardKey']>,
): Promise<OutputOf<Contract['rotateCardKey']>> {
  const keyId = currentKey(await keyChanges(ctx.tx, ctx.storeId)) + 1;
  if (keyId > lastKeyId) throw new AppError('conflict', { detail: 'no further key id' });
  await insertKeyChange(ctx.tx, ctx.storeId, {
    keyId,
    since: ctx.now,
    withdraws: withdraw,
    by: actorId(ctx.actor),
  });
  ctx.audit({
    action: 'customers.rotateCardKey',
    entity: 'cardKey',
    entityId: String(keyId),
    fields: ['keyId'],
    after: { keyId, withdraw },
  });
  return cardTrust(ctx);
}
