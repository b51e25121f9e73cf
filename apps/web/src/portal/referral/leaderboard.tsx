import type { LeaderboardEntry } from '@wafa/contract';
import { useState } from 'react';
import { Switch } from 'react-aria-components';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { asFailure, failureText, useFormat, useText } from '../../shared/hooks.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { Pending } from '../../shared/ui/states.tsx';

type Period = 'month' | 'all';

/** Who brought most friends, of those who agreed to be shown, with the own place. */
export function Leaderboard() {
  const text = useText();
  const [period, setPeriod] = useState<Period>('month');
  const { data, error, refetch } = useRead(endpoints.referrals.leaderboard, { period });
  const outside = data?.me && !data.entries.some(({ isMe }) => isMe) ? data.me : null;
  return (
    <section aria-labelledby="leaderboard">
      <SectionHeading id="leaderboard">{text('referral.leaderboard')}</SectionHeading>
      <Segmented
        label={text('referral.period')}
        hideLabel
        value={period}
        onChange={setPeriod}
        choices={[
          { value: 'month', label: text('referral.period.month') },
          { value: 'all', label: text('referral.period.all') },
        ]}
      />
      {data ? (
        data.entries.length > 0 || outside ? (
          <ol className="pt-2">
            {data.entries.map((entry) => (
              <Entry key={`${entry.rank}${entry.name}${entry.isMe}`} entry={entry} />
            ))}
            {outside ? <Entry entry={outside} /> : null}
          </ol>
        ) : (
          <p className="pt-3 text-soft">{text('referral.leaderboard_empty')}</p>
        )
      ) : (
        <div className="pt-3">
          <Pending error={error} retry={refetch} rows={3} />
        </div>
      )}
      {data ? <OptIn shown={data.onLeaderboard} /> : null}
    </section>
  );
}

function Entry({ entry }: { entry: LeaderboardEntry }) {
  const text = useText();
  const { number } = useFormat();
  return (
    <li
      className={`flex min-h-12 items-center gap-3 border-t border-line first:border-0 ${entry.isMe ? 'font-semibold' : ''}`}
    >
      <span className={`w-10 text-16 font-semibold ${entry.rank <= 3 ? 'text-primary' : 'text-faint'}`}>
        <bdi>{number(entry.rank)}</bdi>
      </span>
      <span className="min-w-0 flex-1 truncate">
        <bdi>{entry.name}</bdi>
        {entry.isMe ? <span className="text-soft"> · {text('referral.me')}</span> : null}
      </span>
      <span className="text-soft">{text('referral.rewarded_count', { count: entry.rewarded })}</span>
    </li>
  );
}

/** Whether others see the name; saves at once, and goes back where saving fails. */
function OptIn({ shown }: { shown: boolean }) {
  const text = useText();
  const { act } = useAct(endpoints.customers.update, ['referrals']);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  async function choose(leaderboard: boolean): Promise<void> {
    setWanted(leaderboard);
    const { error } = await act({ customerId: 'me', privacy: { leaderboard } });
    const failed = asFailure(error);
    setFailure(failed ? failureText(text, failed) : null);
    if (failed) setWanted(null);
  }
  return (
    <>
      <Switch className="switch mt-2 border-t border-line" isSelected={wanted ?? shown} onChange={choose}>
        {text('referral.opt_in')}
        <i />
      </Switch>
      {failure ? (
        <p role="alert" className="text-danger">
          {failure}
        </p>
      ) : null}
    </>
  );
}
