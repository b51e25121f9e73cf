import { contract, type Permission } from '@wafa/contract';
import type { Client } from '../../../test/client.ts';
import type { TestApp, TestCustomer } from '../../../test/harness.ts';
import type { EventName, EventPayload } from '../../platform/events/catalogue.ts';
import { referralsModule } from './index.ts';
import { ensureCode } from './own-code.ts';
import { useCode } from './use-code.ts';

/** Lets the module hear an event, as the worker would. */
export async function hear<N extends EventName>(
  app: TestApp,
  name: N,
  payload: EventPayload<N>,
): Promise<void> {
  const heard = referralsModule.listeners?.filter(({ event }) => event === name) ?? [];
  const event = {
    id: crypto.randomUUID(),
    storeId: app.store.id,
    name,
    occurredAt: app.clock.now(),
    payload,
  };
  for (const { handle } of heard) await app.inStore((ctx) => handle(ctx, event));
}

/** Runs the job once. */
export async function work(app: TestApp): Promise<void> {
  const [job] = referralsModule.jobs ?? [];
  await app.inStore(async (ctx) => job?.work(ctx, {}));
}

const keys = new WeakMap<TestApp, Promise<Client>>();

/**
 * Staff by an API key, which does not end when a test moves the clock, but has to be made before: the first
 * call belongs into `beforeAll`.
 */
export function staffOf(app: TestApp): Promise<Client> {
  const made =
    keys.get(app) ??
    using(app, [
      'referrals.read',
      'referrals.edit',
      'referrals.review',
      'customers.read',
      'customers.edit',
      'customers.merge',
      'orders.record',
      'orders.refund',
    ]);
  keys.set(app, made);
  return made;
}

/** A caller by an API key with these permissions. */
export async function using(app: TestApp, scopes: Permission[]): Promise<Client> {
  const owner = await app.signIn('owner');
  const { data } = await owner.call(contract.settings.createKey, { name: 'Key', scopes });
  return app.anonymous.with({ 'x-api-key': data.key });
}

export const codeOf = (app: TestApp, customer: TestCustomer, store = app.store): Promise<string> =>
  app.inStore(async (ctx) => (await ensureCode(ctx, customer.id)).code, store);

/** A new customer who has used the referrer's code. */
export async function friendOf(
  app: TestApp,
  referrer: TestCustomer,
  fields: Parameters<TestApp['addCustomer']>[0] = {},
): Promise<TestCustomer> {
  const friend = await app.addCustomer(fields);
  const code = await codeOf(app, referrer);
  const used = await app.inStore((ctx) => useCode(ctx, friend.id, code, ctx.now));
  if (!('row' in used)) throw used.error;
  return friend;
}

/** An order that counts at once, and the module has heard of it. Answers its id. @param total minor units */
export async function orderOf(app: TestApp, customer: TestCustomer, total = 10_000): Promise<string> {
  const lines = [{ sku: 'COFFEE', name: 'Coffee', quantity: 1, unitPrice: total, discount: 0 }];
  const input = app.order({ customerId: customer.id, lines });
  const reply = await (await staffOf(app)).call(contract.sales.record, input);
  if (reply.status !== 201) throw new Error(reply.text);
  const { orderId } = reply.data;
  await hear(app, 'order.delivered', eventOf(orderId, customer));
  return orderId;
}

const eventOf = (orderId: string, customer: TestCustomer) => ({
  orderId,
  customerId: customer.id,
  locationId: null,
  source: 'till',
  sourceId: orderId,
  total: 0,
  currency: 'SAR',
  placedAt: new Date(0).toISOString(),
});

/** Refunds an order, in whole or the amount of its only line, and the module has heard of it. */
export async function refundOf(
  app: TestApp,
  orderId: string,
  customer: TestCustomer,
  amount?: number,
): Promise<void> {
  const lines = amount === undefined ? undefined : [{ lineNo: 1, quantity: 1, amount }];
  const input = { source: 'till', refundId: crypto.randomUUID(), orderId, lines };
  const reply = await (await staffOf(app)).call(contract.sales.refund, input);
  if (reply.status >= 300) throw new Error(reply.text);
  const told = { refundId: input.refundId, refunded: 0, status: 'refunded' as const };
  await hear(app, 'order.refunded', { ...eventOf(orderId, customer), ...told });
}

export interface Found {
  id: string;
  stage: string;
  review: string;
  concerns: string[];
  rejection: string | null;
  capped: boolean;
}

/** The referral by which a customer came, as the table has it. */
export async function referralOf(app: TestApp, friend: TestCustomer): Promise<Found> {
  const { rows } = await app.db.query<Found>(
    `select id, stage, review, concerns, rejection, capped from referrals.referrals where friend_id = $1`,
    [friend.id],
  );
  if (!rows[0]) throw new Error('the customer came by no code');
  return rows[0];
}

export async function pointsOf(app: TestApp, customer: TestCustomer): Promise<number> {
  const { rows } = await app.db.query<{ points: string }>(
    `select coalesce(sum(e.amount), 0) as points from loyalty.entries e
       join loyalty.accounts a on a.store_id = e.store_id and a.id = e.account_id
      where a.owner_id = $1 and e.kind = 'bonus'`,
    [customer.id],
  );
  return Number(rows[0]?.points);
}
