/**
 * One batch of an import, in one transaction: customers, then orders and cancellations in stages, so
 * that a cancellation sees the orders before it and an order the cancellations before it. Round trips of
 * a stage: those of `sales.record` (3), then for cancellations 1 (their ids · the lines they can take
 * from) and those of `sales.refund` (2); receipts and statistics are written once, before the commit.
 */
import type { OrderInput, RefundInput } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Reject } from '../../../platform/files/rejects.ts';
import * as customers from '../../customers/index.ts';
import * as orders from '../../orders/index.ts';
import { refundAll } from '../refund.ts';
import { recordAll } from '../sales.ts';
import type { CancelledLine, Document } from './preset.ts';
import { type ImportTotals, noTotals } from './totals.ts';

/** Ids of customers by (source, source id). */
export type KnownCustomers = Map<string, string>;

export interface BatchResult {
  totals: ImportTotals;
  rejects: Reject[];
  /** Customers found or made, to be remembered once the transaction has committed. */
  customers: KnownCustomers;
}

/** Writes documents, in file order. What a document cannot be is a rejected line with its reason. */
export async function importBatch(
  ctx: Ctx,
  documents: readonly Document[],
  known: KnownCustomers,
): Promise<BatchResult> {
  const result: BatchResult = { totals: noTotals(), rejects: [], customers: new Map() };
  for (const document of documents) {
    result.totals.lines += document.records.length;
    result.rejects.push(...document.rejects);
  }
  const ready = await withCustomers(ctx, documents, known, result);
  for (const stage of stagesOf(ready)) {
    await recordStage(ctx, stage, result);
    await cancelStage(ctx, stage, result);
  }
  result.rejects.sort((a, b) => a.line - b.line);
  for (const { reason } of result.rejects)
    result.totals.rejects[reason] = (result.totals.rejects[reason] ?? 0) + 1;
  return result;
}

/** A document with the id of its customer; null for an anonymous sale. */
interface Ready {
  document: Document;
  customerId: string | null;
}

const customerKey = ({ source, sourceId }: { source: string; sourceId: string }) =>
  JSON.stringify([source, sourceId]);

/** Makes the customers that are new, and rejects documents whose customer cannot be made. */
async function withCustomers(
  ctx: Ctx,
  documents: readonly Document[],
  known: KnownCustomers,
  result: BatchResult,
): Promise<Ready[]> {
  const missing = new Map<string, NonNullable<Document['customer']>>();
  for (const { customer } of documents)
    if (customer && !known.has(customerKey(customer)) && !missing.has(customerKey(customer)))
      missing.set(customerKey(customer), customer);
  const made = missing.size === 0 ? [] : await customers.createMany(ctx, [...missing.values()]);
  for (const [index, key] of [...missing.keys()].entries()) {
    const customer = made[index];
    if (!customer || customer instanceof AppError) continue;
    result.customers.set(key, customer.id);
    if (customer.created) result.totals.customers++;
  }
  return documents.flatMap((document): Ready[] => {
    if (!document.customer) return [{ document, customerId: null }];
    const key = customerKey(document.customer);
    const customerId = known.get(key) ?? result.customers.get(key);
    if (customerId !== undefined) return [{ document, customerId }];
    reject(result, document.records, 'customer');
    return [];
  });
}

function reject(result: BatchResult, records: Document['records'], reason: string): void {
  // Lines that the preset had rejected already stay with their own reason.
  const rejected = new Set(result.rejects.map(({ line }) => line));
  for (const { line, raw } of records) if (!rejected.has(line)) result.rejects.push({ line, reason, raw });
}

/**
 * Splits documents so that within a stage all of a customer's orders come before all of their
 * cancellations: an order that follows a cancellation opens the next stage for its customer.
 */
export function stagesOf(documents: readonly Ready[]): Ready[][] {
  const stages: Ready[][] = [];
  const depth = new Map<string, { stage: number; cancelled: boolean }>();
  for (const ready of documents) {
    const { customerId, document } = ready;
    const at = (customerId !== null && depth.get(customerId)) || { stage: 0, cancelled: false };
    if (document.order && at.cancelled) {
      at.stage++;
      at.cancelled = false;
    }
    if (document.cancellation) at.cancelled = true;
    if (customerId !== null) depth.set(customerId, at);
    const stage = stages[at.stage];
    if (stage) stage.push(ready);
    else stages[at.stage] = [ready];
  }
  return stages;
}

async function recordStage(ctx: Ctx, stage: readonly Ready[], result: BatchResult): Promise<void> {
  const selling = stage.filter(({ document }) => document.order);
  if (selling.length === 0) return;
  const answers = await recordAll(
    ctx,
    selling.map(({ document, customerId }) => {
      const order = document.order as OrderInput;
      return { ...order, customerId: customerId ?? order.customerId };
    }),
  );
  for (const [index, answer] of answers.entries()) {
    const { document } = selling[index] as Ready;
    if (!answer || answer instanceof AppError) {
      reject(result, document.records, answer?.code ?? 'internal');
    } else if (answer.isNew) {
      result.totals.orders++;
      if (answer.receipt.customerId === null) result.totals.anonymousOrders++;
      result.totals.gross += answer.receipt.total;
      result.totals.pointsEarned += answer.receipt.points.earned;
    } else result.totals.knownOrders++;
  }
}

/** A cancelled line with who gives back and when. */
interface Return {
  document: Document;
  line: CancelledLine;
  customerId: string;
  at: Date;
}

async function cancelStage(ctx: Ctx, stage: readonly Ready[], result: BatchResult): Promise<void> {
  const cancelling = stage.filter(({ document }) => document.cancellation);
  const returns = cancelling.flatMap(({ document, customerId }): Return[] => {
    const { at, lines } = document.cancellation as NonNullable<Document['cancellation']>;
    if (customerId !== null) return lines.map((line) => ({ document, line, customerId, at }));
    reject(result, document.records, 'refund_without_customer');
    return [];
  });
  if (returns.length === 0) return;
  const named = [...new Set(returns.map(({ document }) => document))];
  const [claimed, refundable] = await Promise.all([
    orders.claim(
      ctx,
      'event',
      named.map((document) => cancellationKey(ctx, document)),
    ),
    orders.refundableLines(
      ctx,
      (named[0] as Document).source,
      returns.map(({ customerId, line, at }) => ({
        customerId,
        sku: line.sku,
        unitPrice: line.unitPrice,
        at,
      })),
    ),
  ]);
  const outcome = new Map(named.map((document, index) => [document, claimed[index]?.outcome]));
  for (const document of named)
    if (outcome.get(document) === 'conflict') reject(result, document.records, 'refund_conflict');
  const fresh = returns
    .map((item, place) => ({ item, place }))
    .filter(({ item }) => outcome.get(item.document) === 'new');
  const refunds = matchReturns(fresh, refundable, result);
  if (refunds.length === 0) return;
  for (const answer of await refundAll(ctx, refunds)) {
    if (answer instanceof AppError) throw answer;
    result.totals.refunds++;
    result.totals.refunded += answer.refunded;
    result.totals.pointsTaken += answer.points.taken;
  }
}

/** A cancellation is taken once, whatever was left of its lines' orders when it came. */
function cancellationKey(ctx: Ctx, document: Document) {
  return {
    source: document.source,
    sourceId: document.sourceId,
    id: ctx.newId(),
    fingerprint: orders.cancellationFingerprintOf(
      document.customer?.sourceId ?? null,
      document.cancellation?.lines ?? [],
    ),
  };
}

/**
 * Gives each returned quantity to what is left of earlier lines, newest first. What finds none is a
 * rejected line. One refund per cancellation and order, with the id `<cancellation>/<order>`.
 */
function matchReturns(
  returns: readonly { item: Return; place: number }[],
  refundable: readonly orders.Refundable[],
  result: BatchResult,
): RefundInput[] {
  const byPlace = new Map<number, orders.Refundable[]>();
  for (const line of refundable) byPlace.set(line.place, [...(byPlace.get(line.place) ?? []), line]);
  // Two returned lines can meet in one earlier line: what the first took is gone for the second.
  const taken = new Map<string, number>();
  const refunds = new Map<string, RefundInput & { lines: NonNullable<RefundInput['lines']> }>();
  for (const { item, place } of returns) {
    let wanted = item.line.quantity;
    for (const candidate of byPlace.get(place) ?? []) {
      const key = `${candidate.orderId} ${candidate.lineNo}`;
      const quantity = Math.min(wanted, candidate.quantity - (taken.get(key) ?? 0));
      if (quantity === 0) continue;
      taken.set(key, (taken.get(key) ?? 0) + quantity);
      wanted -= quantity;
      const refundId = `${item.document.sourceId}/${candidate.sourceId}`;
      const refund = refunds.get(refundId) ?? {
        source: item.document.source,
        refundId,
        orderId: candidate.orderId,
        occurredAt: item.at.toISOString(),
        lines: [],
      };
      const line = refund.lines.find(({ lineNo }) => lineNo === candidate.lineNo);
      if (line) line.quantity += quantity;
      else refund.lines.push({ lineNo: candidate.lineNo, quantity });
      refunds.set(refundId, refund);
      if (wanted === 0) break;
    }
    if (wanted > 0)
      reject(
        result,
        [item.line.record],
        wanted === item.line.quantity ? 'refund_without_match' : 'refund_partly_without_match',
      );
  }
  return [...refunds.values()];
}
