import type { RingMark } from '@wafa/contract';
import { type Ctx, customerOf } from '../../platform/context.ts';
import { markOf } from './keys.ts';
import { addressKey, mailboxOf, networkKey } from './rules.ts';
import { type Mark, putMarks } from './sql-marks.ts';
import { findPeople, findTraits } from './sql-people.ts';

/** The hash of a device, as it is kept. */
const deviceMark = (ctx: Ctx, device: string) => markOf(ctx.storeId, 'device', device);

/**
 * Keeps what these customers can be known by now: mailbox, phone, addresses, means of payment. Asked again
 * before each judgement, since a profile may have changed. Three round trips for any number of customers.
 */
export async function refreshMarks(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const [people, traits] = await Promise.all([
    findPeople(ctx.tx, ctx.storeId, customerIds),
    findTraits(ctx.tx, ctx.storeId, customerIds),
  ]);
  const mark = (customerId: string, kind: RingMark, value: string | null | undefined): Mark[] =>
    value ? [{ customerId, kind, mark: markOf(ctx.storeId, kind, value) }] : [];
  const marks = [
    ...[...people.values()].flatMap(({ id, email, phone }) => [
      ...mark(id, 'email', email && mailboxOf(email)),
      ...mark(id, 'phone', phone),
    ]),
    ...traits.addresses.flatMap((address) => mark(address.customerId, 'address', addressKey(address))),
    ...traits.payments.flatMap(({ customerId, reference }) => mark(customerId, 'payment', reference)),
  ];
  await putMarks(ctx.tx, ctx.storeId, marks, ctx.now);
}

/** Keeps from which device, and which network, the signed-in customer (or the named one) calls. */
export async function noteCaller(ctx: Ctx, customerId: string, device: string | undefined): Promise<void> {
  const marks: Mark[] = [];
  if (device) marks.push({ customerId, kind: 'device', mark: deviceMark(ctx, device) });
  if (ctx.address && customerOf(ctx.actor) !== undefined)
    marks.push({
      customerId,
      kind: 'network',
      mark: markOf(ctx.storeId, 'network', networkKey(ctx.address)),
    });
  await putMarks(ctx.tx, ctx.storeId, marks, ctx.now);
}
