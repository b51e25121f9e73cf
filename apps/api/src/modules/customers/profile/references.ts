import type { CustomerAct, CustomerStatus } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { refusalOf } from '../statuses/rules.ts';
import { findByRefs } from './sql.ts';

export type { CustomerStatus };

/** Who a reference means, after following merges. */
export interface Resolved {
  id: string;
  /** The customer actually named; another than `id` after a merge. */
  presentedId: string;
  status: CustomerStatus;
}

/**
 * Resolves customer references (UUIDs or card numbers) in one query; merged customers answer as their
 * survivor. A reference that names nobody in this store is missing from the map. No rights are checked:
 * for what a caller may see, use `require`.
 */
export async function resolveMany(ctx: Ctx, refs: readonly string[]): Promise<Map<string, Resolved>> {
  const found = new Map<string, Resolved>();
  if (refs.length === 0) return found;
  const distinct = [...new Set(refs)];
  const rows = await findByRefs(ctx.tx, ctx.storeId, {
    ids: distinct.filter((ref) => !isCardRef(ref)),
    cardNumbers: distinct.filter(isCardRef),
  });
  const merged = rows.flatMap((row) => (row.mergedInto === null ? [] : [row.mergedInto]));
  const survivors = merged.length === 0 ? found : await resolveMany(ctx, merged);
  const byKey = new Map<string, Resolved>();
  for (const row of rows) {
    const customer = (row.mergedInto !== null && survivors.get(row.mergedInto)) || row;
    const resolved = { id: customer.id, presentedId: row.id, status: customer.status };
    byKey.set(row.id, resolved).set(row.cardNumber, resolved);
  }
  for (const ref of refs) {
    const customer = byKey.get(ref.toLowerCase());
    if (customer) found.set(ref, customer);
  }
  return found;
}

const isCardRef = (ref: string) => ref.length === 12;

/**
 * The id of the customer that `ref` (`me`, UUID or card number) means, following merges. A customer
 * reaches only themselves: anybody else is `not_found`, as is an id of another store. With
 * `need.open`, a closed customer is refused with `customer_closed`; with `need.to`, one whose status forbids
 * the act, with `customer_closed` or `customer_suspended`.
 */
export async function requireCustomer(
  ctx: Ctx,
  ref: string,
  need: { open?: boolean; to?: CustomerAct } = {},
): Promise<string> {
  const own = customerOf(ctx.actor);
  const wanted = ref === 'me' ? own : ref;
  if (wanted === undefined)
    throw new AppError('not_found', { field: 'customerId', detail: 'me: not a customer' });
  const found = await resolveMany(ctx, own === undefined ? [wanted] : [wanted, own]);
  const customer = found.get(wanted);
  if (!customer || (own !== undefined && customer.id !== found.get(own)?.id)) {
    throw new AppError('not_found', { field: 'customerId' });
  }
  const act = need.to ?? (need.open ? 'edit' : undefined);
  const refusal = act && refusalOf(customer.status, act);
  if (refusal) throw new AppError(refusal, { field: 'customerId' });
  return customer.id;
}
