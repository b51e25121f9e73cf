import type { Frame, Runner } from '../db/run.ts';
import { isRefusal, runInTransaction, runReadOnly } from '../db/run.ts';
import type { AppError } from '../errors.ts';
import type { Route } from './bind.ts';
import { failureBody, successBody } from './envelope.ts';
import { openReplies, type ReplyKey, type StoredReply, storeReplies } from './replies.ts';

/** A request that is parsed, authenticated and authorised: what a lane runs. */
export interface Call {
  input: unknown;
  frame: Frame & { requestId: string; language: 'ar' | 'en' };
  /** Idempotency-Key with the request's fingerprint, where the caller sent one. */
  reply?: ReplyKey;
}

export type Answer = StoredReply & { replayed?: boolean; retryAfterSeconds?: number };

type Single = Extract<Route, { kind: 'single' }>;
type Batch = Extract<Route, { kind: 'batch' }>;

/** The text of an operation's answer: a success, or a refusal that was committed. */
function serialise(route: Route, output: unknown, call: Call): Answer {
  if (isRefusal(output)) return failed(output.error, call);
  return { status: route.endpoint.status ?? 200, body: successBody(output) };
}

export function failed(error: AppError, call: Pick<Call, 'frame'>): Answer {
  return {
    status: error.status,
    body: failureBody(error, call.frame.language, call.frame.requestId),
    retryAfterSeconds: error.options.retryAfterSeconds,
  };
}

export function readLane(runner: Runner, route: Single, call: Call): Promise<Answer> {
  return runReadOnly(runner, call.frame, async (ctx) =>
    serialise(route, await route.run(ctx, call.input, undefined), call),
  );
}

/**
 * One request, one transaction: idempotency, operation, text of the reply, stored reply, commit.
 * What was committed is what is sent.
 */
export async function writeLane(runner: Runner, route: Single, call: Call): Promise<Answer> {
  const prepared = await route.prepare?.(call.input, {
    storeId: call.frame.storeId,
    actor: call.frame.actor,
    now: runner.clock.now(),
  });
  return runInTransaction(
    runner,
    call.frame,
    async (ctx): Promise<Answer> => {
      const [stored] = call.reply ? await openReplies(ctx, [call.reply]) : [];
      if (stored instanceof Error) throw stored;
      if (stored) return { ...stored, replayed: true };
      return serialise(route, await route.run(ctx, call.input, prepared), call);
    },
    async (ctx, answer) => {
      if (call.reply && !answer.replayed) await storeReplies(ctx, [{ ...call.reply, ...answer }]);
    },
  );
}

/**
 * Several requests of one store and actor in one transaction. An item that the operation refuses is
 * answered by itself; an unexpected error rolls all back, and the items then run one by one, so that
 * a bad one harms only itself.
 */
export async function runBatch(runner: Runner, route: Batch, calls: readonly Call[]): Promise<Answer[]> {
  const frame = (calls[0] as Call).frame;
  return runInTransaction(
    runner,
    frame,
    async (ctx): Promise<Answer[]> => {
      const answers: (Answer | undefined)[] = await openBatch(ctx, calls);
      const fresh = [...calls.keys()].filter((index) => !answers[index]);
      if (fresh.length > 0) {
        const outputs = await route.run(
          ctx,
          fresh.map((index) => (calls[index] as Call).input),
        );
        fresh.forEach((index, position) => {
          const output = outputs[position];
          const call = calls[index] as Call;
          answers[index] =
            output instanceof Error ? failed(output as AppError, call) : serialise(route, output, call);
        });
      }
      return answers as Answer[];
    },
    async (ctx, answers) => {
      const kept = calls.flatMap((call, index) => {
        const answer = answers[index] as Answer;
        return call.reply && !answer.replayed && answer.status < 300 ? [{ ...call.reply, ...answer }] : [];
      });
      await storeReplies(ctx, kept);
    },
  );
}

async function openBatch(
  ctx: Parameters<typeof openReplies>[0],
  calls: readonly Call[],
): Promise<(Answer | undefined)[]> {
  const answers = new Array<Answer | undefined>(calls.length).fill(undefined);
  const keyed = [...calls.keys()].filter((index) => calls[index]?.reply);
  if (keyed.length === 0) return answers;
  const opened = await openReplies(
    ctx,
    keyed.map((index) => (calls[index] as Call).reply as ReplyKey),
  );
  keyed.forEach((index, position) => {
    const found = opened[position];
    if (found instanceof Error) answers[index] = { ...failed(found, calls[index] as Call), replayed: true };
    else if (found) answers[index] = { ...found, replayed: true };
  });
  return answers;
}
