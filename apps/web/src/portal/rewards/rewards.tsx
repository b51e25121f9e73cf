import { Outlet } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useText } from '../../shared/hooks.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { ViewLinks } from '../../shared/ui/view-links.tsx';
import { BalanceLine } from './tile.tsx';

const views = [
  { to: '/features/loyalty/rewards', words: 'rewards.catalogue' },
  { to: '/features/loyalty/rewards/mine', words: 'rewards.mine' },
];

/** Rewards: the catalogue, and what the customer has redeemed. */
export default function Rewards() {
  const text = useText();
  const { data: account } = api.useLoyaltyQuery();
  return (
    <>
      <Title page={text('rewards.title')} />
      <PageHeading back="/features/loyalty">{text('rewards.title')}</PageHeading>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pt-2">
        <ViewLinks label={text('rewards.views')} views={views} />
        {account ? <BalanceLine available={account.available} /> : null}
      </div>
      <Outlet />
    </>
  );
}
