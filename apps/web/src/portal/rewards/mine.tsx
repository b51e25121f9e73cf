import type { ApiFailure } from '@wafa/client';
import type { Redemption } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { useState } from 'react';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { type Translate, useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Done, Refusal } from '../../shared/ui/notice.tsx';
import { PendingPage } from '../../shared/ui/pages.tsx';
import { Points } from '../../shared/ui/points.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { EmptyState, ErrorState, Loading, RowsSkeleton } from '../../shared/ui/states.tsx';
import { Taken, TakenRow } from '../../shared/ui/taken.tsx';
import { CodeView } from './code-view.tsx';
import { RewardPicture } from './picture.tsx';

const perPage = 20;

function useMine(status: 'issued' | undefined, page = 1) {
  return useRead(endpoints.loyalty.redemptionsOfCustomer, {
    customerId: 'me',
    status,
    page,
    limit: status ? 100 : perPage,
  });
}

/** What the customer redeemed: codes still to be used first, then all that was. */
export default function Mine() {
  const text = useText();
  const [opened, setOpened] = useState<Redemption | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const open = useMine('issued');
  const all = useMine(undefined);
  if (!open.data || !all.data) {
    const error = open.error ?? all.error;
    if (error) return <ErrorState error={error} retry={open.error ? open.refetch : all.refetch} />;
    return (
      <div className="pt-6">
        <Loading>
          <RowsSkeleton rows={4} />
        </Loading>
      </div>
    );
  }
  if (all.data.total === 0) {
    return (
      <div className="pt-4">
        <EmptyState icon="gift" title={text('rewards.mine_empty')}>
          {text('rewards.mine_empty_text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="max-w-[44rem]">
      <Done>{done}</Done>
      <Taken
        total={all.data.total}
        perPage={perPage}
        open={{
          title: text('rewards.mine_open'),
          count: open.data.total,
          rows: open.data.redemptions.map((redemption) => (
            <Row key={redemption.id} redemption={redemption} onOpen={() => setOpened(redemption)} />
          )),
        }}
        before={{ title: text('rewards.mine_done'), page: (page) => <BeforePage page={page} /> }}
      />
      {opened ? (
        <OpenedCode
          redemption={opened}
          onClose={() => setOpened(null)}
          onCancelled={() => {
            setOpened(null);
            setDone(text('rewards.cancelled'));
          }}
        />
      ) : null}
    </div>
  );
}

/** Redemptions that ended; those still open stand above them. */
function BeforePage({ page }: { page: number }) {
  const { data, error, refetch } = useMine(undefined, page);
  if (!data) return <PendingPage error={error} retry={refetch} />;
  return data.redemptions
    .filter(({ status }) => status !== 'issued')
    .map((redemption) => <Row key={redemption.id} redemption={redemption} />);
}

/** When a code was used, given back or ran out, or until when it can be used. */
function whenOf(text: Translate, date: (value: string) => string, redemption: Redemption): string {
  const { status, usedAt, cancelledAt, expiresAt } = redemption;
  if (status === 'used' && usedAt) return text('rewards.used_at', { date: date(usedAt) });
  if (status === 'cancelled' && cancelledAt) return text('rewards.cancelled_at', { date: date(cancelledAt) });
  const last = date(lastMoment(expiresAt));
  return text(status === 'expired' ? 'rewards.expired_at' : 'rewards.until', { date: last });
}

function Row({ redemption, onOpen }: { redemption: Redemption; onOpen?: () => void }) {
  const text = useText();
  const { language, date } = useFormat();
  return (
    <TakenRow onOpen={onOpen}>
      <RewardPicture
        type={redemption.rewardType}
        imageUrl={null}
        className={`size-12 rounded-control [&_svg.icon]:size-6 ${onOpen ? '' : 'grayscale opacity-70'}`}
      />
      <span className="min-w-0">
        <span className="block truncate font-semibold">
          <bdi>{redemption.name?.[language] ?? text('rewards.plain')}</bdi>
        </span>
        <span className="block text-12 text-soft">
          {whenOf(text, (value) => date(value, 'day'), redemption)}
          {redemption.pointsReturned > 0 ? (
            <>
              {' · '}
              {text('rewards.returned', {
                points: text('points.count', { count: redemption.pointsReturned }),
              })}
            </>
          ) : null}
        </span>
      </span>
      <span className="text-end text-soft">
        <Points value={redemption.points} />
      </span>
    </TakenRow>
  );
}

interface OpenedCodeProps {
  redemption: Redemption;
  onClose: () => void;
  onCancelled: () => void;
}

function OpenedCode({ redemption, onClose, onCancelled }: OpenedCodeProps) {
  const text = useText();
  const { date } = useFormat();
  const { act, busy } = useAct(endpoints.loyalty.cancelRedemption);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const points = text('points.count', { count: redemption.points });
  const until = redemption.cancellableUntil;
  const cancellable = until !== null && Date.parse(until) > Date.now();

  async function cancel(): Promise<void> {
    const { data, error } = await act({ redemption: redemption.id });
    if (data) onCancelled();
    else setFailure(error ?? null);
  }

  return (
    <Sheet title={text(asking ? 'rewards.cancel' : 'rewards.code')} onClose={onClose}>
      {asking ? (
        <>
          <p className="text-16">{text('rewards.cancel_ask', { points })}</p>
          <Refusal failure={failure} />
          <div className="flex flex-wrap gap-3">
            <Button look="danger" busy={busy} onClick={cancel}>
              {text('rewards.cancel_sure', { points })}
            </Button>
            <Button onClick={() => setAsking(false)}>{text('action.back')}</Button>
          </div>
        </>
      ) : (
        <>
          <CodeView redemption={redemption} />
          {cancellable && until ? (
            <p className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line pt-2 text-soft">
              {text('rewards.cancel_until', { date: date(until, 'stamp') })}
              <Button look="link" onClick={() => setAsking(true)}>
                {text('rewards.cancel')}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </Sheet>
  );
}
