import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import { type Outgoing, sendUsing } from '../messages/send.ts';
import { findTemplates } from '../templates/templates.ts';
import { advanceBulk, type LockedBulk, lockBulk, nextOfAudience } from './sql.ts';

export const spreadQueue = 'notifications.spread';

/** Customers per step: a step is one transaction of about 0.3 s, and a killed one is done again. */
const stepSize = 1_000;

/**
 * Makes the messages of a sending, a step at a time in order of customer ids. Cursor and messages commit
 * together, and each message has the key (bulk, customer): nobody gets two, however often it is killed.
 */
export async function spread(ctx: Ctx, data: { bulkId: string }): Promise<{ bulkId: string } | undefined> {
  const { bulkId } = data;
  const bulk = await lockBulk(ctx.tx, ctx.storeId, bulkId);
  if (bulk?.state !== 'active' || bulk.spreadAt !== null) return undefined;
  const ids = await nextOfAudience(ctx.tx, ctx.storeId, bulk.audience, bulk.cursor, stepSize);
  const { template } = bulk;
  const templateOf = template ? () => template : await findTemplates(ctx, []);
  const items = ids.map((id) => messageOf(bulk, bulkId, id));
  if (items.length > 0) await sendUsing(ctx, items, templateOf);
  const isLast = ids.length < stepSize;
  await advanceBulk(ctx.tx, ctx.storeId, bulkId, {
    cursor: ids.at(-1) ?? null,
    processed: ids.length,
    spreadAt: isLast ? ctx.now : null,
  });
  return isLast ? undefined : data;
}

function messageOf(bulk: LockedBulk, bulkId: string, customerId: string): Outgoing {
  return {
    customerId,
    type: bulk.type,
    topic: bulk.topic,
    template: bulk.template?.key,
    variables: bulk.variables,
    subject: bulk.subject ?? undefined,
    message: bulk.body ?? undefined,
    language: bulk.language ?? undefined,
    bulkId,
    source: 'bulk',
    sourceId: `${bulkId}:${customerId}`,
  };
}

export const spreadJob: Job<{ bulkId: string }> = { queue: spreadQueue, work: spread };
