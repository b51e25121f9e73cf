import type { Language } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../platform/context.ts';
import type { Listener } from '../../platform/module.ts';
import * as notifications from '../notifications/index.ts';
import * as settings from '../settings/index.ts';
import { shortName } from './rules.ts';
import { findReferral } from './sql.ts';
import { findPeople } from './sql-people.ts';

/** A notice for one side of a referral: which words, to whom, about whom. */
interface Notice {
  key: 'joined' | 'referrer' | 'friend';
  toId: string;
  aboutId: string;
  points: number;
}

/**
 * Tells members in the app what became of their referrals, where they agreed to hear of the topic. A friend
 * who is not a customer is never written to: they agreed to nothing.
 */
async function tell(ctx: Ctx, referralId: string, notices: readonly Notice[]): Promise<void> {
  const { language: storeLanguage } = await settings.store(ctx);
  const ids = notices.flatMap(({ toId, aboutId }) => [toId, aboutId]);
  const people = await findPeople(ctx.tx, ctx.storeId, ids);
  await notifications.send(
    ctx,
    notices.flatMap(({ key, toId, aboutId, points }) => {
      const [to, about] = [people.get(toId), people.get(aboutId)];
      if (!to || !about) return [];
      const language: Language = to.language ?? storeLanguage;
      const slots = { friend: shortName(about, language), points };
      return [
        {
          customerId: toId,
          type: 'IN_APP' as const,
          topic: 'referrals' as const,
          language,
          subject: translate(language, `referring.notice.${key}.subject`),
          message: translate(language, `referring.notice.${key}.body`, slots),
          source: 'referral',
          sourceId: `${referralId}/${key}`,
        },
      ];
    }),
  );
}

const onJoined: Listener<'referral.joined'> = {
  event: 'referral.joined',
  subscriber: 'referrals.tell_joined',
  async handle(ctx, { payload: { referralId, referrerId, friendId } }) {
    const row = await findReferral(ctx.tx, ctx.storeId, referralId);
    const points = row?.referrerPoints ?? 0;
    await tell(ctx, referralId, [{ key: 'joined', toId: referrerId, aboutId: friendId, points }]);
  },
};

const onRewarded: Listener<'referral.rewarded'> = {
  event: 'referral.rewarded',
  subscriber: 'referrals.tell_rewarded',
  async handle(ctx, { payload }) {
    const { referralId, referrerId, friendId, referrerPoints, friendPoints } = payload;
    const notices: Notice[] = [
      { key: 'referrer', toId: referrerId, aboutId: friendId, points: referrerPoints },
      { key: 'friend', toId: friendId, aboutId: referrerId, points: friendPoints },
    ];
    await tell(
      ctx,
      referralId,
      notices.filter(({ points }) => points > 0),
    );
  },
};

export const notices: Listener[] = [onJoined, onRewarded];
