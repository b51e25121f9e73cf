import { type AddressInput, customerCreate } from '@wafa/contract';
import type { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { validationError } from '../../../platform/http/envelope.ts';
import * as settings from '../../settings/index.ts';
import { insertFirstAddresses } from '../addresses/addresses.ts';
import { cardNumberBytes, cardNumberFrom } from '../card/rules.ts';
import { homeOf, normalCustomer } from './rules.ts';
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
}

/**
 * Makes customers as a set: one statement for any number of them while none meets an existing one. An item whose (source, source id) exists answers that customer and changes nothing.
 * @returns for each item, in order, what became of it, or the AppError why it was not made:
 * validation, email_taken, phone_taken, phone_invalid, date_in_future, date_too_old
 */
export async function createMany(
  ctx: Ctx,
  items: readonly NewCustomer[],
): Promise<(MadeCustomer | AppError)[]> {
  const home = homeOf(await settings.store(ctx), ctx.now);
  const results: (MadeCustomer | AppError | undefined)[] = items.map(() => undefined);
  let pending: Pending[] = [];
  items.forEach((item, at) => {
    const parsed = customerCreate.safeParse(item);
    const normal = parsed.success
      ? attempt(() => normalCustomer(parsed.data, home))
      : validationError(parsed.error.issues, ctx.language);
    if (normal instanceof AppError) results[at] = normal;
    else {
      const createdAt = item.createdAt ?? ctx.now;
      pending.push({
        ...normal,
        at,
        id: ctx.newId(),
        cardNumber: '',
        createdAt,
        address: parsed.data?.address,
      });
    }
  });
  const made: Pending[] = [];
  // The first round inserts whatever meets nobody; who was met is looked up, and what then remains (an
  // item listed twice, a card number taken, a request that committed in between) goes round again.
  for (let round = 0; pending.length > 0 && round < 4; round++) {
    if (round > 0) settle(pending, await findHolders(ctx.tx, ctx.storeId, marksOf(pending)), results);
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
  await follow(ctx, made);
  return results.map((result) => result ?? new AppError('conflict', { detail: 'customers.createMany' }));
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

/** Writes the result of every item whose mark somebody holds: the same source id is the same customer. */
function settle(
  pending: readonly Pending[],
  holders: readonly HolderRow[],
  results: (MadeCustomer | AppError | undefined)[],
): void {
  const bySource = new Map(holders.map((holder) => [sourceKey(holder), holder]));
  const emails = new Set(holders.map((holder) => holder.email));
  const phones = new Set(holders.map((holder) => holder.phone));
  for (const customer of pending) {
    const key = sourceKey(customer);
    const known = key === null ? undefined : bySource.get(key);
    if (known) results[customer.at] = { id: known.id, cardNumber: known.cardNumber, created: false };
    else if (customer.email !== null && emails.has(customer.email)) {
      results[customer.at] = new AppError('email_taken', { field: 'email' });
    } else if (customer.phone !== null && phones.has(customer.phone)) {
      results[customer.at] = new AppError('phone_taken', { field: 'phone' });
    }
  }
}

/** Addresses, events and audit of the customers made. */
async function follow(ctx: Ctx, made: readonly Pending[]): Promise<void> {
  const addresses = made.flatMap(({ id, address }) => (address ? [{ customerId: id, address }] : []));
  for (const { at, id, cardNumber, createdAt, ...fields } of made) {
    const after = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
    ctx.emit('customer.created', { customerId: id, source: fields.source });
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
