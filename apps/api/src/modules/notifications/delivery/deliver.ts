import type { Ctx } from '../../../platform/context.ts';
import type { OutsideJob, StepRunner } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import type { OutgoingMessage, OutsideChannel, SendResult } from '../channels/channel.ts';
import { emailConnections } from '../channels/email.ts';
import { channelOf } from '../channels/registry.ts';
import { skipReason } from '../messages/rules.ts';
import { namesOf, storeName } from '../messages/wording.ts';
import { deliverQueue } from './queue.ts';
import { settle } from './rules.ts';
import { type Claimed, claimDue, type Outcome, writeOutcomes } from './sql.ts';

/**
 * Carrying is at least once. A worker that dies between the server's answer and its own commit leaves at
 * most a batch of messages that go out again, each under the same id (see `email.ts`); so a batch is
 * small.
 */
const batchSize = 16;
/** Past the longest batch: of a dead worker the messages fall due again after this time. */
const claimMs = 120_000;
/** After this time a job hands over to its continuation. */
const workMs = 10_000;

/** What is to be sent, or the reason why it no longer is. */
type Prepared = { claimed: Claimed } & (
  | { channel: OutsideChannel; message: OutgoingMessage }
  | { outcome: Outcome }
);

/** Carries messages until none is due, the time is up, or the outside does not answer. */
export async function deliver(step: StepRunner): Promise<boolean> {
  const end = performance.now() + workMs;
  while (performance.now() < end) {
    const batch = await step(claim);
    if (batch.length === 0) return false;
    const results = await sendAll(batch);
    const isDown = await step((ctx) => record(ctx, results));
    // The minute's schedule tries again; until then there is nothing to gain.
    if (isDown) return false;
  }
  return true;
}

async function claim(ctx: Ctx): Promise<Prepared[]> {
  const store = await settings.store(ctx);
  const until = new Date(ctx.now.getTime() + claimMs);
  const rows = await claimDue(ctx.tx, ctx.storeId, ctx.now, until, batchSize);
  return rows.map((claimed) => prepare(ctx, store, claimed));
}

/** Much can change while a message waits: preferences, address and account are asked once more. */
function prepare(ctx: Ctx, store: settings.StoreFacts, claimed: Claimed): Prepared {
  const { messageId, type, topic, language, recipient } = claimed;
  const channel = channelOf(type);
  const outside = channel?.kind === 'outside' && channel.isConfigured() ? channel : undefined;
  const to = outside?.addressOf(recipient) ?? null;
  const isAvailable = outside !== undefined;
  const reason = skipReason({ type, topic, customer: recipient, isAvailable, to });
  if (!outside || to === null || reason)
    return {
      claimed,
      outcome: {
        messageId,
        status: 'SKIPPED',
        reason: reason ?? 'no_address',
        error: null,
        attempt: null,
        dueAt: null,
      },
    };
  const message = {
    id: messageId,
    language,
    subject: claimed.subject ?? '',
    body: claimed.body,
    to,
    toName: namesOf(recipient, language).name,
    store: { name: storeName(store, language), color: store.color },
    at: ctx.now,
  };
  return { claimed, channel: outside, message };
}

type Result = { claimed: Claimed } & ({ result: SendResult } | { outcome: Outcome });

/** Sends side by side; once the server is silent, the rest is not tried and shares its answer. */
async function sendAll(batch: readonly Prepared[]): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...batch];
  let silence: SendResult | undefined;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { claimed } = next;
      if ('outcome' in next) {
        results.push({ claimed, outcome: next.outcome });
        continue;
      }
      const result = silence ?? (await next.channel.send(next.message));
      if (result.outcome === 'retry' && result.down) silence = result;
      results.push({ claimed, result });
    }
  };
  await Promise.all(Array.from({ length: emailConnections }, lane));
  return results;
}

/** Writes the results of a batch, with their events. Answers whether the outside was silent. */
async function record(ctx: Ctx, results: readonly Result[]): Promise<boolean> {
  const outcomes = results.map((item) => ('outcome' in item ? item.outcome : outcomeOf(ctx, item)));
  const written = await writeOutcomes(ctx.tx, ctx.storeId, ctx.now, outcomes);
  results.forEach(({ claimed }, at) => {
    const { messageId, status, reason } = outcomes[at] as Outcome;
    if (!written.has(messageId)) return;
    const { type, recipient } = claimed;
    if (status === 'SENT') ctx.emit('message.sent', { messageId, customerId: recipient.id, type });
    if (status === 'FAILED' && reason)
      ctx.emit('message.failed', { messageId, customerId: recipient.id, type, reason });
  });
  return results.some((item) => 'result' in item && item.result.outcome === 'retry' && item.result.down);
}

function outcomeOf(ctx: Ctx, { claimed, result }: { claimed: Claimed; result: SendResult }): Outcome {
  const attempt = claimed.attempts + 1;
  const settled = settle(result, attempt, ctx.now);
  return {
    messageId: claimed.messageId,
    status: settled.status,
    reason: 'reason' in settled ? settled.reason : null,
    error: 'error' in settled ? settled.error : null,
    attempt,
    dueAt: 'dueAt' in settled ? settled.dueAt : null,
  };
}

export const deliverJob: OutsideJob = { queue: deliverQueue, schedule: '* * * * *', reach: deliver };
