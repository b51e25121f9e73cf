import type { Timeline } from '../../../platform/module.ts';
import { readEvents } from './sql.ts';

/** The log in the timeline; customers do not see a store's own events. */
export const timeline: Timeline = {
  permission: 'activity.read',
  async read(ctx, { customerId, before, limit, forStaff }) {
    const filter = { withoutCustom: !forStaff, withoutOwnSignUp: true };
    const rows = await readEvents(ctx.tx, ctx.storeId, customerId, filter, { before, limit });
    return rows.map(({ id, occurredAt, event, sku, value, locationId }) => {
      const [kind = event, name = ''] = event.split(':');
      return {
        id,
        at: occurredAt,
        kind: `activity.${kind}`,
        params: { ...(name && { name }), ...(kind === 'product_view' && { sku: sku ?? '–' }) },
        amount: value,
        links: { eventId: id, ...(sku !== null && { sku }), ...(locationId !== null && { locationId }) },
      };
    });
  },
};
