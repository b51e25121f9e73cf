import type { ReferralDetails } from '@wafa/contract';
import { App, Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../shared/hooks.ts';
import { Pending } from '../../shared/ui/states.tsx';
import { Side } from '../shared/side.tsx';
import { useStaffNames } from '../shared/staff-names.ts';
import { useStore } from '../shared/store.ts';
import { Person } from './person.tsx';
import { StageMark } from './stage-mark.tsx';

/** One referral beside the list: who, why it is held, how the two hang together, what became of it. */
export function ReferralSide({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText();
  const { may } = useStore();
  const { data, error, refetch } = useRead(endpoints.referrals.get, { referralId: id });
  const isHeld = data?.stage === 'qualified' && data.review === 'held';
  return (
    <Side title={text('console.referrals.one')} onClose={onClose}>
      {!data || error ? <Pending error={error} retry={refetch} rows={6} /> : null}
      {data && !error ? (
        <div className="grid gap-6">
          <Facts referral={data} />
          <Reasons referral={data} />
          {isHeld && may('referrals.review') ? <Decision referral={data} /> : null}
          {data.undoUntil && may('referrals.review') ? <Undo referral={data} /> : null}
          <History referral={data} />
        </div>
      ) : null}
    </Side>
  );
}

function Facts({ referral }: { referral: ReferralDetails }) {
  const text = useText();
  const { date, money, points } = useFormat();
  const { referrer, friend, sentTo, orderTotal, currency, rewardDueAt, code, rejection } = referral;
  const whom = friend ? <Person person={friend} /> : <bdi dir="ltr">{sentTo ?? '–'}</bdi>;
  const facts: Record<string, ReactNode> = {
    stage: <StageMark referral={referral} />,
    referrer: <Person person={referrer} />,
    friend: whom,
    code: <bdi dir="ltr">{code ?? '–'}</bdi>,
    order: orderTotal === null ? '–' : money(orderTotal, currency),
    points: `${points(referral.referrerPoints)} + ${points(referral.friendPoints)}`,
    due_at: rewardDueAt ? date(rewardDueAt, 'stamp') : '–',
    ...(rejection && { rejection: text(`console.referrals.rejection.${rejection}`) }),
  };
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {Object.entries(facts).map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-soft">{text(`console.referrals.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why staff are asked, and the way by which the two hang together. */
function Reasons({ referral: { reasons, ring } }: { referral: ReferralDetails }) {
  const text = useText();
  if (reasons.length === 0 && ring.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h3 className="text-16 font-semibold">{text('console.referrals.why')}</h3>
      <ul className="grid gap-1">
        {reasons.map(({ concern, message }) => (
          <li key={concern}>{message}</li>
        ))}
      </ul>
      {ring.length > 0 ? (
        <ol className="panel divide-y divide-line" aria-label={text('console.referrals.ring')}>
          {ring.map(({ from, to, by }) => (
            <li key={`${from.id}-${to.id}-${by}`} className="flex flex-wrap items-center gap-x-2 px-4 py-2">
              <Person person={from} />
              <span className="rounded-small bg-sunken px-2 text-12 text-soft">
                {text(`console.referrals.by.${by}`)}
              </span>
              <Person person={to} />
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

function Decision({ referral: { id } }: { referral: ReferralDetails }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.referrals.decide, ['loyalty']);
  const [note, setNote] = useState('');
  const decide = async (decision: 'approve' | 'reject') => {
    const { error } = await act({ referralId: id, decision, note });
    if (error) message.error(failureText(text, error));
    else message.success(text(`console.referrals.done.${decision}`));
  };
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="text-16 font-semibold">{text('console.referrals.decide')}</h3>
      <Input.TextArea
        rows={2}
        dir="auto"
        maxLength={500}
        value={note}
        aria-label={text('console.referrals.note')}
        placeholder={text('console.referrals.note')}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="text-soft">{text('console.referrals.decide_text')}</p>
      <div className="flex flex-wrap gap-3">
        <Button type="primary" loading={busy} disabled={!note.trim()} onClick={() => decide('approve')}>
          {text('console.referrals.approve')}
        </Button>
        <Button danger loading={busy} disabled={!note.trim()} onClick={() => decide('reject')}>
          {text('console.referrals.reject')}
        </Button>
      </div>
    </section>
  );
}

function Undo({ referral: { id, undoUntil } }: { referral: ReferralDetails }) {
  const text = useText();
  const { date } = useFormat();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.referrals.undoDecision);
  const undo = async () => {
    const { error } = await act({ referralId: id });
    if (error) message.error(failureText(text, error));
    else message.success(text('console.referrals.done.undo'));
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <p className="text-soft">
        {text('console.referrals.undo_text', { until: date(undoUntil ?? '', 'stamp') })}
      </p>
      <Button loading={busy} onClick={undo}>
        {text('console.referrals.undo')}
      </Button>
    </div>
  );
}

function History({ referral: { history } }: { referral: ReferralDetails }) {
  const text = useText();
  const { date } = useFormat();
  const staff = useStaffNames();
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <h3 className="text-16 font-semibold">{text('console.referrals.history')}</h3>
      <ol className="grid gap-2">
        {history.map(({ at, what, by, note }) => (
          <li key={`${at}-${what}`} className="grid">
            <span className="flex flex-wrap justify-between gap-x-4">
              <span>{text(`console.referrals.step.${what}`)}</span>
              <span className="text-soft">{date(at, 'stamp')}</span>
            </span>
            {note || (by && staff.has(by)) ? (
              <span className="text-12 text-soft">
                <bdi>{[by && staff.get(by), note].filter(Boolean).join(' · ')}</bdi>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
