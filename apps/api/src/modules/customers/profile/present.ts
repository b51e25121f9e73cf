import type { Customer } from '@wafa/contract';
import { type Ctx, may } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { averageOrderValue } from '../facts/rules.ts';
import { maskCustomer } from './rules.ts';
import { type CustomerRow, readCardHolder, readCustomers } from './sql.ts';

/** Customers in the order of `ids`, as the contract shows them, masked where the caller may only find. */
export async function showCustomers(ctx: Ctx, ids: readonly string[]): Promise<Customer[]> {
  const [store, rows] = await Promise.all([settings.store(ctx), readCustomers(ctx.tx, ctx.storeId, ids)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [shown(ctx, row, store.currency)] : [];
  });
}

/** @throws AppError not_found */
export async function showCustomer(ctx: Ctx, id: string): Promise<Customer> {
  const [customer] = await showCustomers(ctx, [id]);
  if (!customer) throw new AppError('not_found', { field: 'customerId' });
  ctx.concerns(id);
  return customer;
}

/** Whoever holds this card, in one read; undefined where `requireCustomer` has to look further. For staff. */
export async function showCardHolder(ctx: Ctx, cardNumber: string): Promise<Customer | undefined> {
  const [store, row] = await Promise.all([
    settings.store(ctx),
    readCardHolder(ctx.tx, ctx.storeId, cardNumber),
  ]);
  return row && shown(ctx, row, store.currency);
}

function shown(ctx: Ctx, row: CustomerRow, currency: string): Customer {
  const customer = toCustomer(row, currency);
  const masked = ctx.actor.kind !== 'customer' && !may(ctx.actor, 'customers.read');
  return masked ? maskCustomer(customer) : customer;
}

function toCustomer(row: CustomerRow, currency: string): Customer {
  const { sourceId, points, firstOrderAt, lastOrderAt, ...fields } = row;
  return {
    ...fields,
    communicationPreferences: noTopics(row.communicationPreferences),
    privacy: { profiling: false, leaderboard: false, sharing: false, ...row.privacy },
    loyaltyPoints: points,
    currency,
    averageOrderValue: averageOrderValue(row.totalSpent, row.totalOrders),
    firstOrderDate: firstOrderAt?.toISOString() ?? null,
    lastOrderDate: lastOrderAt?.toISOString() ?? null,
    lastVisitAt: row.lastVisitAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Marketing goes out by consent: a channel that was never switched on is off. */
function noTopics(
  chosen: Partial<Customer['communicationPreferences']>,
): Customer['communicationPreferences'] {
  return { email: false, sms: false, push: false, inApp: false, ...chosen };
}
