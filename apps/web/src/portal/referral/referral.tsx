import { referral } from '@wafa/i18n/features';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { addTexts } from '../../shared/texts.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { AsFriend } from './as-friend.tsx';
import { Friends } from './friends.tsx';
import { Leaderboard } from './leaderboard.tsx';
import { OwnCode } from './own-code.tsx';
import { Stats } from './stats.tsx';

addTexts({ referral });

/** Inviting friends: the code to share, how far each friend came, and what came of it. */
export default function Referral() {
  const text = useText();
  const { data: code, error, refetch } = useRead(endpoints.referrals.code, { customerId: 'me' });
  return (
    <>
      <Title page={text('referral.title')} />
      <PageHeading>{text('referral.title')}</PageHeading>
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
        <div className="desk:col-span-5">
          {code ? (
            <OwnCode code={code} />
          ) : (
            <Pending error={error} retry={refetch}>
              <div className="grid gap-4 pt-2">
                <div className="skeleton h-16" />
                <div className="skeleton h-80 rounded-panel" />
              </div>
            </Pending>
          )}
          <AsFriend />
        </div>
        <div className="desk:-mt-4 desk:col-span-7 desk:ps-8">
          <Stats />
          <Friends />
          <Leaderboard />
        </div>
      </div>
    </>
  );
}
