import type { Job, Listener } from '../../platform/module.ts';
import * as settings from '../settings/index.ts';
import { noteCaller } from './marks.ts';
import { batchSize, forget, lapse, qualify, takeBack } from './progress.ts';
import { reward } from './rewarding.ts';
import { useCode } from './use-code.ts';

/**
 * The code that came with a sign-up. A code that is refused leaves its row, as one typed later would, and
 * the sign-up stands.
 */
const onCreated: Listener<'customer.created'> = {
  event: 'customer.created',
  subscriber: 'referrals.use_code_of_sign_up',
  async handle(ctx, { occurredAt, payload: { customerId, referral } }) {
    if (!referral || !(await settings.store(ctx)).switches.referrals) return;
    await noteCaller(ctx, customerId, referral.device);
    await useCode(ctx, customerId, referral.code, occurredAt);
  },
};

const onDelivered: Listener<'order.delivered'> = {
  event: 'order.delivered',
  subscriber: 'referrals.qualify',
  async handle(ctx, { payload: { customerId } }) {
    if (customerId !== null) await qualify(ctx, [customerId]);
  },
};

const onRefunded: Listener<'order.refunded'> = {
  event: 'order.refunded',
  subscriber: 'referrals.take_back',
  handle: (ctx, { payload: { orderId } }) => takeBack(ctx, [orderId]),
};

export const listeners: Listener[] = [onCreated, onDelivered, onRefunded];

/**
 * What time brings: friends whose order was heard of too early or too late, rewards whose holding period is
 * over, friends who did not order in time, addresses to forget.
 */
export const jobs: Job[] = [
  {
    queue: 'referrals.progress',
    schedule: '*/15 * * * *',
    async work(ctx, data) {
      const done = [await qualify(ctx, null), await reward(ctx), await lapse(ctx), await forget(ctx)];
      return done.some((count) => count >= batchSize) ? data : undefined;
    },
  },
];
