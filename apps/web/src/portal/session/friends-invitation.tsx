import { isolate, isolateLtr } from '@wafa/i18n/core';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { asFailure, useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';

/** What a friend's code promises to someone new; says so where the code is not taken. */
export function FriendsInvitation({ code }: { code: string }) {
  const text = useText();
  const { money } = useFormat();
  const { data, error } = useRead(endpoints.referrals.lookUp, { code });
  if (data) {
    const { terms } = data;
    const words = text(terms.friendPoints > 0 ? 'session.invited' : 'session.invited_plain', {
      name: isolate(data.referrer),
      points: text('points.count', { count: terms.friendPoints }),
      amount: money(terms.minimumOrder, terms.currency, { whole: true }),
    });
    return (
      <p className="flex gap-3 rounded-control bg-primary-soft px-4 py-3 text-on-primary-soft">
        <Icon name="gift" size={20} />
        {words}
      </p>
    );
  }
  // A code is sent all the same where the answer was only late: the sign-up never fails because of it.
  if (!asFailure(error)?.status) return null;
  return (
    <p role="status" className="rounded-control bg-warning-soft px-4 py-3">
      {text('session.invited_unknown', { code: isolateLtr(code) })}
    </p>
  );
}
