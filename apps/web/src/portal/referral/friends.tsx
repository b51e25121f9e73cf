import type { ApiFailure } from '@wafa/client';
import type { OwnReferral, ReferralStage } from '@wafa/contract';
import { useState } from 'react';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Done, Refusal } from '../../shared/ui/notice.tsx';
import { Pages, PendingPage } from '../../shared/ui/pages.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { EmptyState } from '../../shared/ui/states.tsx';
import { friendOf, noteOf } from './words.ts';

const perPage = 10;

function useReferrals(page: number) {
  return useRead(endpoints.referrals.history, { page, limit: perPage });
}

/** Every friend who was invited or came by the code, newest first. */
export function Friends() {
  const text = useText();
  const { data } = useReferrals(1);
  const [done, setDone] = useState<string | null>(null);
  return (
    <section aria-labelledby="friends">
      <SectionHeading id="friends">{text('referral.friends')}</SectionHeading>
      <Done>{done}</Done>
      {data?.total === 0 ? (
        <EmptyState icon="invite" title={text('referral.friends_empty')}>
          {text('referral.friends_empty_text')}
        </EmptyState>
      ) : (
        <Pages
          className="panel px-4"
          total={data?.total ?? 0}
          perPage={perPage}
          page={(page) => <FriendsPage page={page} onWithdrawn={() => setDone(text('referral.withdrawn'))} />}
        />
      )}
    </section>
  );
}

function FriendsPage({ page, onWithdrawn }: { page: number; onWithdrawn: () => void }) {
  const { data, error, refetch } = useReferrals(page);
  if (!data) return <PendingPage error={error} retry={refetch} />;
  return data.referrals.map((referral) => (
    <Row key={referral.id} referral={referral} onWithdrawn={onWithdrawn} />
  ));
}

function Row({ referral, onWithdrawn }: { referral: OwnReferral; onWithdrawn: () => void }) {
  const text = useText();
  const format = useFormat();
  const { act, busy } = useAct(endpoints.referrals.withdraw);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const { stage, points, canWithdraw } = referral;
  const name = friendOf(text, referral);
  const since =
    referral.rejectedAt ??
    referral.rewardedAt ??
    referral.qualifiedAt ??
    referral.joinedAt ??
    referral.invitedAt;
  const facts = [
    text(`referral.stage.${stage}`),
    noteOf(text, format, referral) || (since ? format.date(since, 'day') : ''),
  ].filter(Boolean);

  async function withdraw(): Promise<void> {
    const { data, error } = await act({ referralId: referral.id });
    if (data) onWithdrawn();
    else setFailure(error ?? null);
  }

  return (
    <li className="border-t border-line py-3 first:border-0">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{name}</span>
          <span className="block text-12 text-soft">{facts.join(' · ')}</span>
          {stage === 'rejected' ? null : <Way stage={stage} />}
        </span>
        {stage !== 'rejected' && points > 0 ? (
          <span className={`font-semibold ${stage === 'rewarded' ? 'text-success' : 'text-faint'}`}>
            <bdi>{format.points(points, { signed: stage === 'rewarded' })}</bdi>{' '}
            {text('unit.points', { count: points })}
          </span>
        ) : null}
        {canWithdraw ? (
          <Button
            look="link"
            className="!text-soft"
            aria-label={text('referral.withdraw_label', { name })}
            busy={busy}
            onClick={withdraw}
          >
            {text('referral.withdraw')}
          </Button>
        ) : null}
      </div>
      <Refusal failure={failure} />
    </li>
  );
}

/** The way of a referral, in four steps. */
const steps: readonly ReferralStage[] = ['invited', 'joined', 'qualified', 'rewarded'];

function Way({ stage }: { stage: ReferralStage }) {
  const reached = steps.indexOf(stage);
  return (
    <span className="mt-1.5 flex max-w-44 gap-1" aria-hidden="true">
      {steps.map((step, index) => (
        <i key={step} className={`h-1 flex-1 rounded-full ${index <= reached ? 'bg-primary' : 'bg-line'}`} />
      ))}
    </span>
  );
}
