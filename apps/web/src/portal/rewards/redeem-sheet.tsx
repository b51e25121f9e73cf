import type { ApiFailure } from '@wafa/client';
import type { OfferedReward, Redemption, Tier } from '@wafa/contract';
import { useState } from 'react';
import { api } from '../../shared/api/api.ts';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Refusal } from '../../shared/ui/notice.tsx';
import { Points } from '../../shared/ui/points.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { CodeView } from './code-view.tsx';
import { RewardPicture } from './picture.tsx';
import { obstacleWords, termsOf } from './words.ts';

interface RedeemSheetProps {
  reward: OfferedReward;
  tiers: readonly Tier[];
  onClose: () => void;
}

/** A reward in full: what it costs and leaves, then, once redeemed, its code. */
export default function RedeemSheet({ reward, tiers, onClose }: RedeemSheetProps) {
  const text = useText();
  const { language } = useFormat();
  const [redemption, setRedemption] = useState<Redemption | null>(null);
  return (
    <Sheet title={redemption ? text('rewards.redeemed') : reward.name[language]} onClose={onClose}>
      {redemption ? (
        <CodeView redemption={redemption} />
      ) : (
        <Offer reward={reward} tiers={tiers} onRedeemed={setRedemption} />
      )}
    </Sheet>
  );
}

interface OfferProps {
  reward: OfferedReward;
  tiers: readonly Tier[];
  onRedeemed: (redemption: Redemption) => void;
}

function Offer({ reward, tiers, onRedeemed }: OfferProps) {
  const text = useText();
  const format = useFormat();
  const { data: account } = api.useLoyaltyQuery();
  const { act, busy } = useAct(endpoints.loyalty.redeem);
  // One id for as long as the sheet is open: a second press after a lost answer spends nothing twice.
  const [transactionId] = useState(() => crypto.randomUUID());
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const obstacles = obstacleWords(text, format, reward, tiers);
  const terms = termsOf(text, format, reward, tiers);
  const description = reward.description?.[format.language];
  const inThisProgramme = account?.programId === reward.programId ? account : undefined;

  async function redeem(): Promise<void> {
    setFailure(null);
    const { data, error } = await act({ rewardId: reward.id, transactionId });
    if (data) onRedeemed(data.redemption);
    else setFailure(error ?? null);
  }

  return (
    <>
      <RewardPicture type={reward.rewardType} imageUrl={reward.imageUrl} className="h-36 rounded-control" />
      {description ? (
        <p className="text-16 whitespace-pre-line">
          <bdi>{description}</bdi>
        </p>
      ) : null}
      {terms.length > 0 ? <p className="text-soft">{terms.join(' · ')}</p> : null}
      <dl className="border-y border-line">
        <div className="flex items-baseline justify-between gap-4 py-3">
          <dt className="text-soft">{text('rewards.cost')}</dt>
          <dd className="text-20 font-semibold">
            <Points value={reward.pointsCost} />
          </dd>
        </div>
        {inThisProgramme && reward.affordable ? (
          <div className="flex items-baseline justify-between gap-4 border-t border-line py-3">
            <dt className="text-soft">{text('rewards.after')}</dt>
            <dd className="font-semibold">
              <Points value={inThisProgramme.available - reward.pointsCost} />
            </dd>
          </div>
        ) : null}
      </dl>
      <Refusal failure={failure} />
      {obstacles.length > 0 ? (
        <ul className="grid gap-1">
          {obstacles.map((obstacle) => (
            <li key={obstacle} className="flex items-center gap-2 text-soft">
              <Icon name="clock" size={20} />
              {obstacle}
            </li>
          ))}
        </ul>
      ) : (
        <div className="grid gap-2">
          <Button look="primary" className="w-full !min-h-12 text-16" busy={busy} onClick={redeem}>
            {text('rewards.redeem', { points: text('points.count', { count: reward.pointsCost }) })}
          </Button>
          <p className="text-12 text-soft">{text('rewards.redeem_text')}</p>
        </div>
      )}
    </>
  );
}
