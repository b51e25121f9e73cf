/**
 * The main job: orders in, receipts out, all in the caller's transaction.
 *
 * Round trips of `record`, however many orders it is given (statements of one trip go down the wire
 * together, and begin with the first of them):
 *   1  who the customers are
 *   2  claim the source ids · lock and read the customers' standings
 *   3  orders, lines, payments · earned points · unknown products
 *   4  receipts · statistics · segments, which add a trip where somebody comes or leaves
 *   5  events and commit, by `bind`
 * Orders that name offers add 2 trips: locks and limits between 2 and 3, what was taken after 3.
 * Where a customer's orders in one call may bring another tier, those after it add 2 trips: the new
 * standing, then 3 again. Orders recorded before add one, to read their receipts; when nothing is new, 3 and 4
 * fall away. Locks are always taken in the order source ids, accounts, offers, facts, each sorted, so that
 * calls cannot deadlock.
 */
import type { InputOf, OrderInput, OutputOf, Receipt, salesContract } from '@wafa/contract';
import { errorMessage } from '@wafa/i18n';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as catalogue from '../catalogue/index.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import type { Till } from '../offers/index.ts';
import * as orders from '../orders/index.ts';
import * as settings from '../settings/index.ts';
import { count, earn, nextWave } from './earning.ts';
import { orderEvent } from './events.ts';
import { takeOffers } from './offers.ts';
import { keepReceipt, keptReceipts, receiptOf, settle } from './receipts.ts';
import { checkOrder } from './rules.ts';
import type { Draft } from './types.ts';

/**
 * Records orders: each is stored, its customer's statistics, points and tier change, and its receipt is
 * the answer, at the place of its input. Idempotent for ever by (source, sourceId): a repeat answers the
 * first receipt. Per order it refuses with `currency_mismatch`, `date_in_future`, `date_too_old`,
 * `location_unknown`, `amount_too_large`, `validation` (discount above its line), `not_found` and
 * `customer_closed`, `customer_suspended` (customer), `order_conflict` (recorded before with other contents),
 * and the refusals of offers, each with its field.
 */
export async function record(ctx: Ctx, inputs: readonly OrderInput[]): Promise<(Receipt | AppError)[]> {
  const answers = await recordAll(ctx, inputs);
  await settle(ctx);
  return answers.map((answer) => (answer instanceof AppError ? answer : answer.receipt));
}

/** An order's receipt, and whether this call is what recorded it. */
export interface Recorded {
  receipt: Receipt;
  isNew: boolean;
}

/** The same without the last round trip; receipts and statistics are then written before commit. */
export async function recordAll(ctx: Ctx, inputs: readonly OrderInput[]): Promise<(Recorded | AppError)[]> {
  const drafts = await draftOrders(ctx, inputs);
  const sound = drafts.filter(isSound);
  const [claimed, standings] = await Promise.all([
    orders.claim(
      ctx,
      'order',
      sound.map(({ order, fingerprint }) => ({ ...order, fingerprint })),
    ),
    loyalty.standings(ctx, customersOf(sound.map(({ order }) => order))),
  ]);
  const outcomes = new Map(sound.map((draft, index) => [draft, claimed[index]]));
  const { till, refused, allowed } = await takeOffers(
    ctx,
    sound.filter((draft) => outcomes.get(draft)?.outcome === 'new'),
  );
  const receipts = await recordNew(ctx, allowed, standings, till);
  const first = await keptReceipts<Receipt>(
    ctx,
    claimed.flatMap(({ outcome, id }) => (outcome === 'duplicate' ? [id] : [])),
  );
  return drafts.map((draft) => {
    if (draft instanceof AppError) return draft;
    const claim = outcomes.get(draft);
    const refusal = refused.get(claim?.id ?? '');
    if (refusal) return refusal;
    const isNew = claim?.outcome === 'new';
    const receipt = isNew ? receipts.get(draft.order) : first.get(claim?.id ?? '');
    return claim?.outcome === 'conflict' || !receipt
      ? new AppError('order_conflict', { field: 'sourceId' })
      : { receipt, isNew };
  });
}

/** Up to 500 orders in one commit, each with its receipt or its own error. */
export async function recordMany(
  ctx: Ctx,
  input: InputOf<typeof salesContract.recordMany>,
): Promise<OutputOf<typeof salesContract.recordMany>> {
  const answers = await record(ctx, input.orders);
  return {
    results: answers.map((answer, index) => {
      if (!(answer instanceof AppError)) return { index, receipt: answer };
      const message = errorMessage(ctx.language, answer.code, answer.options.params);
      const errors = answer.options.field ? [{ field: answer.options.field, message }] : [];
      return { index, error: { code: answer.code, message, errors } };
    }),
  };
}

/** Checks orders and finds their customers. */
async function draftOrders(ctx: Ctx, inputs: readonly OrderInput[]): Promise<(Draft | AppError)[]> {
  const [{ currency }, locations] = await Promise.all([settings.store(ctx), settings.locations(ctx)]);
  // "me" is nobody here: staff and systems record orders.
  const refs = new Set(
    inputs.flatMap(({ customerId }) => (customerId && customerId !== 'me' ? [customerId] : [])),
  );
  const people = await customers.resolveMany(ctx, [...refs]);
  return inputs.map((input) => {
    const checked = checkOrder(input, { now: ctx.now, currency, locations });
    if (checked instanceof AppError) return checked;
    const customer = input.customerId === undefined ? null : people.get(input.customerId);
    if (customer === undefined) return new AppError('not_found', { field: 'customerId' });
    const refusal = customer && customers.refusalOf(customer.status, 'earn');
    if (refusal) return new AppError(refusal, { field: 'customerId' });
    const { placedAt, status, lineTotals, total } = checked;
    const order: orders.NewOrder = {
      id: ctx.newId(),
      source: input.source,
      sourceId: input.sourceId,
      customerId: customer?.id ?? null,
      presentedId: customer?.presentedId ?? null,
      locationId: input.locationId ?? null,
      channel: input.channel,
      status,
      currency,
      total,
      points: 0,
      placedAt,
      completedAt: orders.counts(status) ? placedAt : null,
      lines: input.lines.map((line, index) => ({
        ...line,
        category: line.category ?? null,
        lineNo: index + 1,
        total: lineTotals[index] as number,
        points: 0,
      })),
      payments: input.payments,
      delivery: input.delivery,
    };
    return { order, fingerprint: orders.fingerprintOf(order), offers: input.offers ?? [] };
  });
}

const isSound = (draft: Draft | AppError): draft is Draft => !(draft instanceof AppError);

const customersOf = (sold: readonly { customerId: string | null }[]) => [
  ...new Set(sold.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]))),
];

/** Writes orders whose ids are claimed, wave by wave, and gathers their receipts and statistics. */
async function recordNew(
  ctx: Ctx,
  drafts: readonly Draft[],
  standings: ReadonlyMap<string, loyalty.Standing>,
  till: Till,
): Promise<Map<orders.NewOrder, Receipt>> {
  const receipts = new Map<orders.NewOrder, Receipt>();
  let waiting = drafts.map((draft) => draft.order);
  let current = standings;
  while (waiting.length > 0) {
    const wave = await nextWave(ctx, waiting, current, (order, quote) => till.bonus(order, quote));
    const [earned] = await Promise.all([
      earn(ctx, wave.quoted),
      orders.record(ctx, wave.orders),
      catalogue.ensureProducts(
        ctx,
        wave.orders.flatMap(({ lines }) => lines.map((line) => ({ ...line, price: line.unitPrice }))),
      ),
    ]);
    for (const order of wave.orders) {
      const receipt = receiptOf(order, earned.get(order));
      receipts.set(order, receipt);
      keepReceipt(ctx, order.id, receipt, order.customerId);
      announce(ctx, order);
    }
    waiting = wave.later;
    if (waiting.length > 0) current = await loyalty.standings(ctx, customersOf(waiting));
  }
  await till.write();
  return receipts;
}

/** Statistics and events of a recorded order. */
function announce(ctx: Ctx, order: orders.NewOrder): void {
  const event = orderEvent(order);
  ctx.emit('order.placed', { ...event, channel: order.channel, status: order.status });
  if (order.status === 'shipped') ctx.emit('order.shipped', event);
  if (order.completedAt) count(ctx, order);
}
