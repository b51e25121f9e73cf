import type { Ctx } from '../../../platform/context.ts';
import type { Listener } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { log, type NewEvent } from './log.ts';
import { ownSource } from './rules.ts';

interface Noted {
  customerId: string;
  occurredAt: Date;
  sourceId: string;
}

/** Logs what the product itself knows that customers did. */
async function note(ctx: Ctx, event: string, noted: readonly Noted[]): Promise<void> {
  const people = await customers.resolveMany(
    ctx,
    noted.map(({ customerId }) => customerId),
  );
  await log(
    ctx,
    noted.flatMap(({ customerId, occurredAt, sourceId }): NewEvent[] => {
      const customer = people.get(customerId);
      if (!customer) return [];
      return [
        {
          customerId: customer.id,
          presentedId: customer.presentedId,
          event,
          source: ownSource,
          sourceId,
          occurredAt,
          locationId: null,
          channel: null,
          sku: null,
          value: null,
          properties: {},
        },
      ];
    }),
  );
}

/**
 * A customer who signed up, or whom the staff registered. Those whom an import or a connector brought
 * joined elsewhere: they give no sign-up, and so no points for one.
 */
const onCreated: Listener<'customer.created'> = {
  event: 'customer.created',
  subscriber: 'activity.log_sign_up',
  async handle(ctx, { occurredAt, payload: { customerId, source } }) {
    if (source !== null && source !== 'sign_up') return;
    await note(ctx, 'sign_up', [{ customerId, occurredAt, sourceId: `sign_up:${customerId}` }]);
  },
};

const onSignedIn: Listener<'security.signed_in'> = {
  event: 'security.signed_in',
  subscriber: 'activity.log_sign_in',
  handle: (ctx, { occurredAt, payload: { customerId, sessionId } }) =>
    note(ctx, 'sign_in', [{ customerId, occurredAt, sourceId: `session:${sessionId}` }]),
};

/** A code that a till brings later was scanned at its own time, so a late one moves no last visit back. */
const onScanned: Listener<'card.scanned'> = {
  event: 'card.scanned',
  subscriber: 'activity.log_card_scan',
  handle: (ctx, { payload: { scans } }) =>
    note(
      ctx,
      'card_scan',
      scans.map(({ customerId, device, step, at }) => ({
        customerId,
        occurredAt: new Date(at),
        sourceId: `scan:${device}/${step}`,
      })),
    ),
};

export const listeners: Listener[] = [onCreated, onSignedIn, onScanned];
