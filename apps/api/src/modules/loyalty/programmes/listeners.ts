import type { Listener } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { earnByEvent } from './events.ts';

/**
 * Credits what programmes give for an event of the activity log. What a customer's own device reports
 * proves nothing, so of it only the install of the app counts, which the log takes once per customer.
 */
const onActivity: Listener<'activity.recorded'> = {
  event: 'activity.recorded',
  subscriber: 'loyalty.credit_activity',
  async handle(ctx, { payload }) {
    const events = payload.events.filter(
      ({ event, isSelfReported }) => !isSelfReported || event === 'app_install',
    );
    // Somebody may have been merged since.
    const people = await customers.resolveMany(
      ctx,
      events.map(({ presentedId }) => presentedId),
    );
    await earnByEvent(
      ctx,
      events.flatMap(({ eventId, presentedId, event, occurredAt, locationId }) => {
        const customer = people.get(presentedId);
        if (!customer || !customers.allows(customer.status, 'earn')) return [];
        return [
          {
            customerId: customer.id,
            presentedId,
            event,
            sourceId: eventId,
            occurredAt: new Date(occurredAt),
            locationId,
          },
        ];
      }),
    );
  },
};

export const listeners: Listener[] = [onActivity];
