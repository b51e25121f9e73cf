import type { OfferedReward, Tier } from '@wafa/contract';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Points } from '../../shared/ui/points.tsx';
import { RewardPicture } from './picture.tsx';
import { obstacleWords } from './words.ts';

interface TileProps {
  reward: OfferedReward;
  tiers: readonly Tier[];
  onOpen: (reward: OfferedReward) => void;
}

/** A reward in the grid: picture, name, cost, and what stands in the way. */
export function RewardTile({ reward, tiers, onOpen }: TileProps) {
  const text = useText();
  const format = useFormat();
  const [obstacle] = obstacleWords(text, format, reward, tiers);
  return (
    <li className="grid">
      <button
        type="button"
        className="panel grid grid-rows-[auto_1fr] overflow-hidden text-start transition-colors duration-150 hover:border-line-strong"
        onClick={() => onOpen(reward)}
      >
        <RewardPicture
          type={reward.rewardType}
          imageUrl={reward.imageUrl}
          className={`h-24 ${reward.redeemable ? '' : 'grayscale opacity-70'}`}
        />
        <span className="grid content-between gap-2 p-3.5">
          <span className="font-semibold">
            <bdi>{reward.name[format.language]}</bdi>
          </span>
          <span className="text-soft">
            <span className="block">
              <b className="font-semibold text-ink">{format.points(reward.pointsCost)}</b>{' '}
              {text('unit.points', { count: reward.pointsCost })}
            </span>
            {obstacle ? (
              <span className="block text-12">{obstacle}</span>
            ) : reward.left !== null ? (
              <span className="block text-12">{text('rewards.left', { count: reward.left })}</span>
            ) : null}
          </span>
        </span>
      </button>
    </li>
  );
}

/** The balance that the costs are held against. */
export function BalanceLine({ available }: { available: number }) {
  const text = useText();
  const [before, after] = text('rewards.balance', { points: '\u0000' }).split('\u0000');
  return (
    <p className="text-soft">
      {before}
      <b className="font-semibold text-ink">
        <Points value={available} />
      </b>
      {after}
    </p>
  );
}
