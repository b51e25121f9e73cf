import type { Address, AddressInput, customersContract, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { requireCustomer } from '../profile/references.ts';
import { addressLimit, changedAddress, mainAddress, newAddress, toAddress } from './rules.ts';
import {
  type AddressRow,
  clearDefaults,
  deleteAddressRow,
  type EnteredAddress,
  findAddresses,
  insertAddressRows,
  lockOwner,
  updateAddressRow,
} from './sql.ts';

type Contract = typeof customersContract;

export async function listAddresses(
  ctx: Ctx,
  input: InputOf<Contract['listAddresses']>,
): Promise<OutputOf<Contract['listAddresses']>> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const rows = await findAddresses(ctx.tx, ctx.storeId, customerId);
  return { addresses: rows.map(toAddress) };
}

export async function addAddress(
  ctx: Ctx,
  input: InputOf<Contract['addAddress']>,
): Promise<OutputOf<Contract['addAddress']>> {
  const { customerId: ref, ...address } = input;
  const customerId = await requireCustomer(ctx, ref, { open: true });
  return add(ctx, customerId, await lockedAddresses(ctx, customerId), address);
}

/** Changes an address; verification starts again, whatever changed. */
export async function updateAddress(
  ctx: Ctx,
  input: InputOf<Contract['updateAddress']>,
): Promise<OutputOf<Contract['updateAddress']>> {
  const { customerId: ref, addressId, ...patch } = input;
  const customerId = await requireCustomer(ctx, ref, { open: true });
  const addresses = await lockedAddresses(ctx, customerId);
  const before = addresses.find((address) => address.id === addressId);
  if (!before) throw new AppError('not_found', { field: 'addressId' });
  return change(ctx, before, patch);
}

export async function removeAddress(
  ctx: Ctx,
  input: InputOf<Contract['removeAddress']>,
): Promise<OutputOf<Contract['removeAddress']>> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const addresses = await lockedAddresses(ctx, customerId);
  const before = addresses.find((address) => address.id === input.addressId);
  if (!before) throw new AppError('not_found', { field: 'addressId' });
  await deleteAddressRow(ctx.tx, ctx.storeId, customerId, before.id);
  remember(ctx, 'removeAddress', before, { before });
  return { removed: true };
}

/** Changes the main address of a customer, or adds the first. */
export async function putMainAddress(ctx: Ctx, customerId: string, input: AddressInput): Promise<void> {
  const addresses = await lockedAddresses(ctx, customerId);
  const main = mainAddress(addresses);
  await (main ? change(ctx, main, input) : add(ctx, customerId, addresses, input));
}

/** Gives customers that were just made, and that nobody else can see yet, their first address. */
export async function insertFirstAddresses(
  ctx: Ctx,
  items: readonly { customerId: string; address: AddressInput }[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ customerId, address }) => newAddress(ctx.newId(), customerId, address, true));
  await insertAddressRows(ctx.tx, ctx.storeId, ctx.now, rows);
}

async function lockedAddresses(ctx: Ctx, customerId: string): Promise<AddressRow[]> {
  const locked = lockOwner(ctx.tx, ctx.storeId, customerId);
  const [, addresses] = await Promise.all([locked, findAddresses(ctx.tx, ctx.storeId, customerId)]);
  return addresses;
}

async function add(
  ctx: Ctx,
  customerId: string,
  addresses: readonly AddressRow[],
  input: AddressInput,
): Promise<Address> {
  if (addresses.length >= addressLimit) throw new AppError('too_many_addresses');
  const address = newAddress(ctx.newId(), customerId, input, addresses.length === 0);
  await takeDefaults(ctx, address);
  await insertAddressRows(ctx.tx, ctx.storeId, ctx.now, [address]);
  remember(ctx, 'addAddress', address, { after: address });
  return shown(address);
}

async function change(ctx: Ctx, before: AddressRow, patch: Partial<AddressInput>): Promise<Address> {
  const after = changedAddress(before, patch);
  await takeDefaults(ctx, after);
  await updateAddressRow(ctx.tx, ctx.storeId, ctx.now, after);
  remember(ctx, 'updateAddress', after, { before, after });
  return shown(after);
}

async function takeDefaults(ctx: Ctx, address: EnteredAddress): Promise<void> {
  const { id: keep, isDefaultBilling: billing, isDefaultShipping: shipping } = address;
  if (!billing && !shipping) return;
  await clearDefaults(ctx.tx, ctx.storeId, address.customerId, { keep, billing, shipping });
}

function shown(address: EnteredAddress): Address {
  return toAddress({ ...address, status: 'PENDING', verifiedBy: null, verifiedAt: null, notes: null });
}

function remember(
  ctx: Ctx,
  verb: string,
  address: EnteredAddress,
  values: { before?: EnteredAddress; after?: EnteredAddress },
): void {
  const { customerId } = address;
  ctx.concerns(customerId);
  ctx.audit({
    action: `customers.${verb}`,
    entity: 'address',
    entityId: address.id,
    customerId,
    fields: ['address'],
    before: values.before && { ...values.before },
    after: values.after && { ...values.after },
  });
  ctx.emit('customer.updated', { customerId, fields: ['address'] });
}
