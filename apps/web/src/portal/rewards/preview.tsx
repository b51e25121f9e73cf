import type { OfferedReward, Tier } from '@wafa/contract';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useText } from '../../shared/hooks.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { useOffered } from './offered.ts';
import { RewardTile } from './tile.tsx';

const RedeemSheet = lazy(() => import('./redeem-sheet.tsx'));

const shown = 4;

/** The first few rewards, those within reach before the others, and the way to all of them. */
export function RewardsPreview({ tiers }: { tiers: readonly Tier[] }) {
  const text = useText();
  const [opened, setOpened] = useState<OfferedReward | null>(null);
  const { data: reach } = useOffered(true, 1, shown);
  const { data: later } = useOffered(false, 1, shown);
  const total = (reach?.total ?? 0) + (later?.total ?? 0);
  if (!reach || !later || total === 0) return null;
  const rewards = [...reach.rewards, ...later.rewards].slice(0, shown);
  return (
    <section aria-labelledby="rewards">
      <SectionHeading
        id="rewards"
        end={
          <Link
            to="/features/loyalty/rewards"
            className="-my-2.5 inline-flex min-h-11 items-center font-semibold text-link hover:underline"
          >
            {text('rewards.all')}
          </Link>
        }
      >
        {text('rewards.title')}
      </SectionHeading>
      <ul className="grid grid-cols-2 gap-3 desk:grid-cols-4">
        {rewards.map((reward) => (
          <RewardTile key={reward.id} reward={reward} tiers={tiers} onOpen={setOpened} />
        ))}
      </ul>
      {opened ? (
        <Suspense fallback={null}>
          <RedeemSheet reward={opened} tiers={tiers} onClose={() => setOpened(null)} />
        </Suspense>
      ) : null}
    </section>
  );
}
