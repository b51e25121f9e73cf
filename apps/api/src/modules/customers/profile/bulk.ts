import { type AddressInput, type Consent, customerCreate } from '@wafa/contract';
import type { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { validationError } from '../../../platform/http/envelope.ts';
import * as settings from '../../settings/index.ts';
import { insertFirstAddresses } from '../addresses/addresses.ts';
import { cardNumberBytes, cardNumberFrom } from '../card/rules.ts';
import { recordConsents } from '../consents/consents.ts';
import { noChoices } from '../consents/rules.ts';
import { fieldFaults } from '../fields/rules.ts';
import { findFields } from '../fields/sql.ts';
import { taken } from './change.ts';
import { homeOf, type NormalCustomer, normalCustomer } from './rules.ts';
import { findHolders, type HolderRow, type InsertCustomer, insertCustomers } from './sql.ts';

/**
 * A customer to be made: what `POST /api/v1/customers` takes, checked here again because imports bring it
 * from files. With `source` and `sourceId` it is made once. `createdAt`: when the customer joined, if not now.
 */
export type NewCustomer = z.input<typeof customerCreate> & { createdAt?: Date };

/** What became of an item of `createMany`: made, or found by its (source, source id). */
export interface MadeCustomer {
  id: string;
  cardNumber: string;
  created: boolean;
}

/** An item on its way, with its place in the list. */
interface Pending extends InsertCustomer {
  at: number;
  address: AddressInput | undefined;
  consentWording: string | undefined;
}

export interface CreateOptions {
  /** A person enters all there is: the store's required fields must be among it. */
  whole?: boolean;
  /** Where choices came from, if not from who asks. */
  consentSource?: Consent['source'];
  /** A friend's code, for whoever hears of the new customer. */
  referral?: { code: string; device?: string };
}

/**
 * Makes customers as a set: one statement for any number of them while none meets an existing one. An item
 * whose (source, source id) exists answers that customer and changes nothing.
 * @returns for each item, in order, what became of it, or the AppError why it was not made:
 * validation, email_taken, phone_taken, phone_invalid, date_in_future, date_too_old
 */
export async function createMany(
  ctx: Ctx,
  items: readonly NewCustomer[],
  options: CreateOptions = {},
): Promise<(MadeCustomer | AppError)[]> {
  const checked = await checkMany(ctx, items, options);
  const results: (MadeCustomer | AppError | undefined)[] = checked.map((item) =>
    item instanceof AppError ? item : undefined,
  );
  let pending: Pending[] = checked.filter((item) => !(item instanceof AppError));
  const made: Pending[] = [];
  // The first round inserts whatever meets nobody; who was met is looked up, and what then remains (an
  // item listed twice, a card number taken, a request that committed in between) goes round again.
  for (let round = 0; pending.length > 0 && round < 4; round++) {
    if (round > 0) {
      const index = holderIndex(await findHolders(ctx.tx, ctx.storeId, marksOf(pending)));
      for (const customer of pending) results[customer.at] = meet(ctx, customer, index);
    }
    pending = pending.filter((customer) => results[customer.at] === undefined);
    for (const customer of pending) customer.cardNumber = cardNumberFrom(ctx.randomBytes(cardNumberBytes));
    const inserted = await insertCustomers(ctx.tx, ctx.storeId, ctx.now, pending);
    for (const customer of pending) {
      if (!inserted.has(customer.id)) continue;
      results[customer.at] = { id: customer.id, cardNumber: customer.cardNumber, created: true };
      made.push(customer);
    }
    pending = pending.filter((customer) => results[customer.at] === undefined);
  }
  await follow(ctx, made, options);
  return results.map((result) => result ?? new AppError('conflict', { detail: 'customers.createMany' }));
}

/** Items as they would be stored, each with its place in the list, or what is wrong with it. */
async function checkMany(
  ctx: Ctx,
  items: readonly NewCustomer[],
  { whole = false }: CreateOptions,
): Promise<(Pending | AppError)[]> {
  const home = homeOf(await settings.store(ctx), ctx.now);
  const hasFields = whole || items.some(({ customFields }) => customFields !== undefined);
  const definitions = hasFields ? await findFields(ctx.tx, ctx.storeId) : [];
  return items.map((item, at) => {
    const parsed = customerCreate.safeParse(item);
    if (!parsed.success) return validationError(parsed.error.issues, ctx.language);
    const { customFields = {}, address, consentWording } = parsed.data;
    const errors = fieldFaults(customFields, definitions, ctx.language, whole ? undefined : {});
    if (errors.length > 0) return new AppError('validation', { errors });
    const normal = attempt(() => normalCustomer(parsed.data, home));
    if (normal instanceof AppError) return normal;
    const createdAt = item.createdAt ?? ctx.now;
    return { ...normal, at, id: ctx.newId(), cardNumber: '', createdAt, address, consentWording };
  });
}

/** A customer as it would be stored; `known` where its source id names one who is there. */
export interface PreviewedCustomer {
  known: boolean;
  customer: NormalCustomer & { createdAt: Date; address: AddressInput | undefined };
}

/**
 * What `createMany` would do, with nothing written: for each item the fields as they would be stored and the
 * customer already known by its source id, or why it would be refused. An item that repeats an earlier one's
 * e-mail or phone is refused, as it would be.
 */
export async function previewMany(
  ctx: Ctx,
  items: readonly NewCustomer[],
  options: CreateOptions = {},
): Promise<(AppError | PreviewedCustomer)[]> {
  const checked = await checkMany(ctx, items, options);
  const pending = checked.filter((item) => !(item instanceof AppError));
  const index = holderIndex(await findHolders(ctx.tx, ctx.storeId, marksOf(pending)));
  return checked.map((item) => {
    if (item instanceof AppError) return item;
    const met = meet(ctx, item, index);
    if (met instanceof AppError) return met;
    if (!met) addHolder(index, item);
    const { at, id, cardNumber, consentWording, ...customer } = item;
    return { known: met !== undefined, customer };
  });
}

function attempt<T>(work: () => T): T | AppError {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const present = <T>(values: (T | null)[]): T[] => values.filter((value) => value !== null);

function marksOf(pending: readonly Pending[]) {
  const sourced = pending.filter((customer) => customer.source !== null && customer.sourceId !== null);
  return {
    emails: present(pending.map((customer) => customer.email)),
    phones: present(pending.map((customer) => customer.phone)),
    sources: sourced.map((customer) => customer.source ?? ''),
    sourceIds: sourced.map((customer) => customer.sourceId ?? ''),
  };
}

const sourceKey = (holder: { source: string | null; sourceId: string | null }) =>
  holder.source === null || holder.sourceId === null
    ? null
    : JSON.stringify([holder.source, holder.sourceId]);

/** Who holds a mark: a source id, an e-mail, a phone. */
interface HolderIndex {
  bySource: Map<string, HolderRow>;
  byEmail: Map<string, HolderRow>;
  byPhone: Map<string, HolderRow>;
}

function holderIndex(holders: readonly HolderRow[]): HolderIndex {
  const index: HolderIndex = { bySource: new Map(), byEmail: new Map(), byPhone: new Map() };
  for (const holder of holders) addHolder(index, holder);
  return index;
}

function addHolder(index: HolderIndex, holder: HolderRow): void {
  const key = sourceKey(holder);
  if (key !== null) index.bySource.set(key, holder);
  if (holder.email !== null) index.byEmail.set(holder.email, holder);
  if (holder.phone !== null) index.byPhone.set(holder.phone, holder);
}

/** What becomes of an item whose mark somebody holds: the same source id is the same customer. */
function meet(ctx: Ctx, customer: Pending, index: HolderIndex): MadeCustomer | AppError | undefined {
  const known = index.bySource.get(sourceKey(customer) ?? '');
  if (known) return { id: known.id, cardNumber: known.cardNumber, created: false };
  const ofEmail = index.byEmail.get(customer.email ?? '');
  if (ofEmail) return taken(ctx, 'email', ofEmail);
  const ofPhone = index.byPhone.get(customer.phone ?? '');
  return ofPhone && taken(ctx, 'phone', ofPhone);
}

/** Addresses, consents, events and audit of the customers made. */
async function follow(ctx: Ctx, made: readonly Pending[], options: CreateOptions): Promise<void> {
  const addresses = made.flatMap(({ id, address }) => (address ? [{ customerId: id, address }] : []));
  for (const { at, id, cardNumber, createdAt, consentWording: wording, ...fields } of made) {
    const after = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
    await recordConsents(ctx, id, [noChoices, fields], { source: options.consentSource, wording });
    const { referral } = options;
    ctx.emit('customer.created', { customerId: id, source: fields.source, ...(referral && { referral }) });
    ctx.audit({
      action: 'customers.create',
      entity: 'customer',
      entityId: id,
      customerId: id,
      fields: Object.keys(after),
      after,
    });
  }
  await insertFirstAddresses(ctx, addresses);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
