import type { Timeline } from '../../../platform/module.ts';
import { readMessages } from './sql.ts';

/** The communication log in the timeline; customers do not see what was never sent. */
export const timeline: Timeline = {
  permission: 'notifications.read',
  async read(ctx, { customerId, before, limit, forStaff }) {
    const rows = await readMessages(
      ctx.tx,
      ctx.storeId,
      { customerId, sentOnly: !forStaff },
      { limit, offset: 0, after: before ? { occurredAt: before.at, id: before.id } : undefined },
    );
    return rows.map(({ id, occurredAt, direction, type, status, topic }) => ({
      id,
      at: occurredAt,
      kind: `message.${direction}`,
      title: `message.${direction}.${type}`,
      links: { messageId: id, type, status, ...(topic !== null && { topic }) },
    }));
  },
};
