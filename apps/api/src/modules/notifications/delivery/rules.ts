import type { SendResult } from '../channels/channel.ts';

/** Minutes to the next try after the first, second, … that failed: a day of patience in all. */
const waitMinutes = [1, 5, 15, 60, 240, 1080];

/** What a try makes of a message. */
export type Settled =
  | { status: 'SENT' }
  | { status: 'FAILED'; reason: 'rejected' | 'unreachable'; error: string }
  | { status: 'QUEUED'; error: string; dueAt: Date };

/** After try number `attempt` (from 1) at `now`. */
export function settle(result: SendResult, attempt: number, now: Date): Settled {
  if (result.outcome === 'sent') return { status: 'SENT' };
  if (result.outcome === 'failed') return { status: 'FAILED', reason: 'rejected', error: result.error };
  const wait = waitMinutes[attempt - 1];
  if (wait === undefined) return { status: 'FAILED', reason: 'unreachable', error: result.error };
  return { status: 'QUEUED', error: result.error, dueAt: new Date(now.getTime() + wait * 60_000) };
}
