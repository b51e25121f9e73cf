import type { ApiFailure } from '@wafa/client';
import type { contract, OccasionDate, OccasionRecord, OutputOf } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Refusal } from '../../shared/ui/notice.tsx';
import { CopyButton, ScanCode } from '../../shared/ui/scan-code.tsx';
import { giftWords } from './words.ts';

export type Claimed = OutputOf<typeof contract.occasions.claim>;

interface ClaimButtonProps {
  date: OccasionDate;
  look?: 'primary';
  onClaimed: (claimed: Claimed) => void;
}

/** Takes the gift of an occasion whose window is open; goes with the window, so others show what was given. */
export function ClaimButton({ date, look, onClaimed }: ClaimButtonProps) {
  const text = useText();
  const { language } = useFormat();
  const { act, busy } = useAct(endpoints.occasions.claim, ['loyalty']);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  async function claim(): Promise<void> {
    setFailure(null);
    const { data, error } = await act({ occasion: date.occasion });
    if (data) onClaimed(data);
    else setFailure(error ?? null);
  }
  return (
    <div className="grid gap-3">
      <Refusal failure={failure} />
      <Button
        look={look}
        busy={busy}
        aria-label={text('occasions.claim_label', { name: date.name[language] })}
        onClick={claim}
      >
        {text('occasions.claim')}
      </Button>
    </div>
  );
}

/** What was given; `balance` where it is fresh. */
export function Gift({ record, balance }: { record: OccasionRecord; balance?: number }) {
  const text = useText();
  const { language, date } = useFormat();
  const { gift, redemption } = record;
  if (!gift) return null;
  const words = giftWords(text, language, gift);
  return (
    <>
      <p className="text-24 font-semibold">
        <bdi>{words}</bdi>
      </p>
      {redemption ? (
        <>
          <ScanCode code={redemption.code} />
          <p className="text-soft">
            {text('occasions.got_reward', { date: date(lastMoment(redemption.expiresAt), 'date') })}
          </p>
          <CopyButton value={redemption.code} label={text('rewards.copy')} />
        </>
      ) : null}
      {gift.type === 'points' && balance !== undefined ? (
        <p className="text-soft">
          {text('occasions.got_points', {
            points: words,
            balance: text('points.count', { count: balance }),
          })}
        </p>
      ) : null}
      {gift.type === 'text' ? <p className="text-soft">{text('occasions.got_text')}</p> : null}
    </>
  );
}
