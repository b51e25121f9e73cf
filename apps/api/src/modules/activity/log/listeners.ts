import type { Ctx } from '../../../platform/context.ts';
import type { Listener } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { log } from './log.ts';
import { ownSource } from './rules.ts';

/** Logs what the product itself knows that a customer did. */
async function note(ctx: Ctx, customerId: string, event: string, at: Date, sourceId: string): Promise<void> {
  const customer = (await customers.resolveMany(ctx, [customerId])).get(customerId);
  if (!customer) return;
  await log(ctx, [
    {
      customerId: customer.id,
      presentedId: customer.presentedId,
      event,
      source: ownSource,
      sourceId,
      occurredAt: at,
      locationId: null,
      channel: null,
      sku: null,
      value: null,
      properties: {},
    },
  ]);
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
    await note(ctx, customerId, 'sign_up', occurredAt, `sign_up:${customerId}`);
  },
};

const onSignedIn: Listener<'security.signed_in'> = {
  event: 'security.signed_in',
  subscriber: 'activity.log_sign_in',
  handle: (ctx, { occurredAt, payload: { customerId, sessionId } }) =>
    note(ctx, customerId, 'sign_in', occurredAt, `session:${sessionId}`),
};

export const listeners: Listener[] = [onCreated, onSignedIn];
