import type { OfferedReward, Tier } from '@wafa/contract';
import { useState } from 'react';
import { api } from '../../shared/api/api.ts';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { EmptyState, ErrorState, Loading } from '../../shared/ui/states.tsx';
import { perPage, useOffered } from './offered.ts';
import RedeemSheet from './redeem-sheet.tsx';
import { RewardTile } from './tile.tsx';

const grid = 'grid grid-cols-2 gap-3 desk:grid-cols-4 desk:gap-5';
/** Before the tiers are known, a reward names them by their keys. */
const unknown: readonly Tier[] = [];

/** The catalogue: what can be had first, then what is missing for the rest. */
export default function Catalogue() {
  const text = useText();
  const [opened, setOpened] = useState<OfferedReward | null>(null);
  const { data: account } = api.useLoyaltyQuery();
  const reach = useOffered(true);
  const later = useOffered(false);
  const error = reach.error ?? later.error;
  if (!reach.data || !later.data) {
    if (!error) return <TilesSkeleton tiles={6} />;
    return <ErrorState error={error} retry={reach.error ? reach.refetch : later.refetch} />;
  }
  if (reach.data.total + later.data.total === 0) {
    return (
      <EmptyState icon="gift" title={text('rewards.empty')}>
        {text('rewards.empty_text')}
      </EmptyState>
    );
  }
  const shared = { tiers: account?.tier.tiers ?? unknown, onOpen: setOpened };
  return (
    <>
      <section aria-labelledby="reach">
        <SectionHeading id="reach">{text('rewards.reach')}</SectionHeading>
        {reach.data.total > 0 ? (
          <Grid redeemable total={reach.data.total} {...shared} />
        ) : (
          <EmptyState icon="hourglass" title={text('rewards.none_in_reach')}>
            {text('rewards.none_in_reach_text')}
          </EmptyState>
        )}
      </section>
      {later.data.total > 0 ? (
        <section aria-labelledby="later">
          <SectionHeading id="later">{text('rewards.later')}</SectionHeading>
          <Grid redeemable={false} total={later.data.total} {...shared} />
        </section>
      ) : null}
      {opened ? <RedeemSheet reward={opened} tiers={shared.tiers} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

interface GridProps {
  redeemable: boolean;
  tiers: readonly Tier[];
  onOpen: (reward: OfferedReward) => void;
}

function Grid({ total, ...shared }: GridProps & { total: number }) {
  const text = useText();
  const [pages, setPages] = useState(1);
  return (
    <>
      <ul className={grid}>
        {Array.from({ length: pages }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number of a page is what it is.
          <TilesOfPage key={index} page={index + 1} {...shared} />
        ))}
      </ul>
      {total > pages * perPage ? (
        <Button className="mt-4 w-full" onClick={() => setPages(pages + 1)}>
          {text('action.more')}
        </Button>
      ) : null}
    </>
  );
}

function TilesOfPage({ page, redeemable, ...shared }: GridProps & { page: number }) {
  const { data, error, refetch } = useOffered(redeemable, page);
  if (data) return data.rewards.map((reward) => <RewardTile key={reward.id} reward={reward} {...shared} />);
  return (
    <li className="col-span-full">
      {error ? <ErrorState error={error} retry={refetch} /> : <TilesSkeleton tiles={4} />}
    </li>
  );
}

function TilesSkeleton({ tiles }: { tiles: number }) {
  return (
    <Loading>
      <div className={`${grid} pt-6`}>
        {Array.from({ length: tiles }, (_, tile) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity.
          <div key={tile} className="skeleton h-44 rounded-panel" />
        ))}
      </div>
    </Loading>
  );
}
