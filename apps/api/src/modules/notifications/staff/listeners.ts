import type { Listener } from '../../../platform/module.ts';
import { sendToStaff } from './mail.ts';
import { isFresh } from './rules.ts';

/** The fingerprint of the day leaves the system: only what somebody outside holds proves anything later. */
const onSealed: Listener<'ledger.sealed'> = {
  event: 'ledger.sealed',
  subscriber: 'notifications.mail_root',
  async handle(ctx, { payload: { day, count, fingerprint, keyId } }) {
    if (!isFresh(day, ctx.now)) return;
    await sendToStaff(ctx, [
      {
        template: 'ledger_root',
        params: { day, count, fingerprint, keyId },
        source: 'ledger.sealed',
        sourceId: day,
      },
    ]);
  },
};

/** Each time a stock sinks to its mark, so by the event: it may be filled up and sink again. */
const onLowStock: Listener<'reward.low_stock'> = {
  event: 'reward.low_stock',
  subscriber: 'notifications.mail_low_stock',
  async handle(ctx, { id, payload: { name, left } }) {
    await sendToStaff(ctx, [
      {
        template: 'reward_low_stock',
        params: { rewardEn: name.en, rewardAr: name.ar, left },
        source: 'reward.low_stock',
        sourceId: id,
      },
    ]);
  },
};

export const listeners: Listener[] = [onSealed, onLowStock];
