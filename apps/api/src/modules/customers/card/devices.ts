import type { CardDevice, customersCardContract, InputOf, OutputOf } from '@wafa/contract';
import { devicePublicKey, issueCertificate, storeMark, toHex } from '@wafa/pass';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { lockOwner } from '../addresses/sql.ts';
import { everyoneIn } from '../merging/sql.ts';
import { requireCustomer } from '../profile/references.ts';
import { storeSecretKey } from './keys.ts';
import { certificateMs, currentKey, deviceLimit, inForce, newDevicesADay } from './rules.ts';
import { type DeviceRow, findDeviceByKey, findDevices, keyChanges, putDevice, revokeDevice } from './sql.ts';

type Contract = typeof customersCardContract;
type Certified = OutputOf<Contract['registerCardDevice']>;

const dayMs = 24 * 3600 * 1000;

/**
 * A certificate for a key that a device of the customer has just made, or a new one for a key that is
 * known. One customer's devices are registered one at a time.
 * @throws AppError not_found, customer_closed, validation, card_device_revoked, conflict (another's key),
 * rate_limited
 */
export async function registerCardDevice(
  ctx: Ctx,
  input: InputOf<Contract['registerCardDevice']>,
): Promise<Certified> {
  const customerId = await requireCustomer(ctx, input.customerId, { open: true });
  const publicKey = devicePublicKey(pointOf(input.publicKey));
  if (!publicKey) throw new AppError('validation', { field: 'publicKey' });
  await lockOwner(ctx.tx, ctx.storeId, customerId);
  const known = await findDeviceByKey(ctx.tx, ctx.storeId, publicKey);
  if (known) {
    const own = await everyoneIn(ctx.tx, ctx.storeId, customerId);
    if (!own.includes(known.customerId)) throw new AppError('conflict', { field: 'publicKey' });
    return certify(ctx, { ...known, name: input.name });
  }
  await makeRoom(ctx, customerId);
  const device = toHex(ctx.randomBytes(8));
  ctx.audit({
    action: 'customers.registerCardDevice',
    entity: 'cardDevice',
    entityId: device,
    customerId,
    fields: ['name'],
    after: { name: input.name },
  });
  return certify(ctx, { device, customerId, publicKey, name: input.name, revokedAt: null });
}

/** @throws AppError not_found, customer_closed, card_device_revoked */
export async function renewCardDevice(
  ctx: Ctx,
  input: InputOf<Contract['renewCardDevice']>,
): Promise<Certified> {
  const customerId = await requireCustomer(ctx, input.customerId, { open: true });
  return certify(ctx, await ownDevice(ctx, customerId, input.device));
}

export async function cardDevices(
  ctx: Ctx,
  input: InputOf<Contract['cardDevices']>,
): Promise<OutputOf<Contract['cardDevices']>> {
  const customerId = await requireCustomer(ctx, input.customerId);
  return { devices: (await devicesOf(ctx, customerId)).map(present) };
}

/** Ends a device; one that is ended stays as it is. Emits `card.device_revoked`. */
export async function revokeCardDevice(
  ctx: Ctx,
  input: InputOf<Contract['revokeCardDevice']>,
): Promise<CardDevice> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const row = await ownDevice(ctx, customerId, input.device);
  if (row.revokedAt) return present(row);
  await revoke(ctx, row);
  return present({ ...row, revokedAt: ctx.now });
}

/** The point of a key as it was sent. */
function pointOf(key: InputOf<Contract['registerCardDevice']>['publicKey']): Uint8Array {
  if (typeof key === 'string') return Buffer.from(key, 'base64url');
  return Buffer.concat([Buffer.of(4), Buffer.from(key.x, 'base64url'), Buffer.from(key.y, 'base64url')]);
}

/** Devices of every card that answers as this customer, also those that ended within a certificate's time. */
async function devicesOf(ctx: Ctx, customerId: string): Promise<DeviceRow[]> {
  const everyone = await everyoneIn(ctx.tx, ctx.storeId, customerId);
  return findDevices(ctx.tx, ctx.storeId, everyone, new Date(ctx.now.getTime() - certificateMs));
}

async function ownDevice(ctx: Ctx, customerId: string, device: string): Promise<DeviceRow> {
  const row = (await devicesOf(ctx, customerId)).find((one) => one.device === device);
  if (!row) throw new AppError('not_found', { field: 'device' });
  return row;
}

/** Ends the device that was renewed longest ago where the customer has as many as may hold. */
async function makeRoom(ctx: Ctx, customerId: string): Promise<void> {
  const devices = await devicesOf(ctx, customerId);
  const since = ctx.now.getTime() - dayMs;
  if (devices.filter((row) => row.issuedAt.getTime() > since).length >= newDevicesADay)
    throw new AppError('rate_limited', { retryAfterSeconds: 3600 });
  const holding = devices.filter((row) => inForce(row, ctx.now));
  if (holding.length < deviceLimit) return;
  const [oldest] = holding.toSorted((a, b) => a.renewedAt.getTime() - b.renewedAt.getTime());
  if (oldest) await revoke(ctx, oldest);
}

async function revoke(ctx: Ctx, row: DeviceRow): Promise<void> {
  const { device, customerId } = row;
  await revokeDevice(ctx.tx, ctx.storeId, device, { at: ctx.now, by: actorId(ctx.actor) });
  ctx.audit({ action: 'customers.revokeCardDevice', entity: 'cardDevice', entityId: device, customerId });
  ctx.emit('card.device_revoked', { customerId, device });
}

type Uncertified = Pick<DeviceRow, 'device' | 'customerId' | 'publicKey' | 'name' | 'revokedAt'>;

/** Signs a certificate from now on by the store's present key, and keeps that it was. */
async function certify(ctx: Ctx, of: Uncertified): Promise<Certified> {
  if (of.revokedAt || !of.publicKey) throw new AppError('card_device_revoked', { field: 'device' });
  const { device, customerId, publicKey, name } = of;
  const keyId = currentKey(await keyChanges(ctx.tx, ctx.storeId));
  const notAfter = Math.floor((ctx.now.getTime() + certificateMs) / 1000);
  const row = await putDevice(ctx.tx, ctx.storeId, {
    device,
    customerId,
    publicKey,
    name,
    keyId,
    now: ctx.now,
    endsAt: new Date(notAfter * 1000),
  });
  const certificate = issueCertificate(
    {
      keyId,
      store: storeMark(ctx.storeId),
      cardNumber: row.cardNumber,
      device: Buffer.from(device, 'hex'),
      notAfter,
      publicKey: new Uint8Array(publicKey),
    },
    storeSecretKey(ctx.storeId, keyId),
  );
  ctx.concerns(customerId);
  return {
    ...present(row),
    cardNumber: row.cardNumber,
    certificate: Buffer.from(certificate).toString('base64url'),
  };
}

const present = (row: DeviceRow): CardDevice => ({
  device: row.device,
  name: row.name,
  issuedAt: row.issuedAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
