import { sql } from 'kysely';
import { actorId, type Ctx } from '../context.ts';
import { AppError } from '../errors.ts';

/** Replies are kept for seven days, then their day's partition is dropped. */
const keptDays = 7;

/** A stored reply, sent again byte for byte. */
export interface StoredReply {
  status: number;
  body: string;
}

export interface ReplyKey {
  key: string;
  fingerprint: Buffer;
}

/**
 * Opens idempotency for a set of keys: an advisory lock on each (store, actor, key), then the look-up.
 * One round trip for all. The answer for each key, in order: `undefined` for a fresh one, the stored
 * reply, or the error (409 while another request holds the key, 422 for other contents).
 */
export async function openReplies(
  ctx: Ctx,
  keys: readonly ReplyKey[],
): Promise<(StoredReply | AppError | undefined)[]> {
  const since = new Date(ctx.now.getTime() - keptDays * 86_400_000);
  const { rows } = await sql<{ state: string; status: number | null; body: string | null }>`
    select state, status, body
      from platform.begin_replies_v1(${ctx.storeId}::uuid, ${actorId(ctx.actor)}::uuid,
             ${keys.map((item) => item.key)}::text[], ${keys.map((item) => item.fingerprint)}::bytea[],
             ${since}::timestamptz)
     order by ord`.execute(ctx.tx);
  return rows.map((row) => {
    if (row.state === 'stored') return { status: row.status as number, body: row.body as string };
    if (row.state === 'mismatch') return new AppError('key_reused');
    if (row.state === 'running') return new AppError('in_progress', { retryAfterSeconds: 1 });
    return undefined;
  });
}

/** Stores the replies of fresh keys, in the transaction that made them. */
export async function storeReplies(ctx: Ctx, replies: readonly (ReplyKey & StoredReply)[]): Promise<void> {
  if (replies.length === 0) return;
  await sql`
    insert into platform.replies (store_id, actor_id, key, fingerprint, status, body, customer_id, created_at)
    select ${ctx.storeId}::uuid, ${actorId(ctx.actor)}::uuid, r.key, r.fingerprint, r.status, r.body,
           ${ctx.subject ?? null}::uuid, ${ctx.now}::timestamptz
      from unnest(${replies.map((reply) => reply.key)}::text[],
                  ${replies.map((reply) => reply.fingerprint)}::bytea[],
                  ${replies.map((reply) => reply.status)}::int[],
                  ${replies.map((reply) => reply.body)}::text[]) as r(key, fingerprint, status, body)`.execute(
    ctx.tx,
  );
}
