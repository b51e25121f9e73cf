import { Outlet, useOutletContext } from 'react-router';
import { useText } from '../../shared/hooks.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { ViewLinks } from '../../shared/ui/view-links.tsx';
import type { ShellContext } from '../shell.tsx';
import './texts.ts';

const views = [
  { to: '/features/offers', words: 'offers.for_you' },
  { to: '/features/offers/mine', words: 'offers.mine' },
];

/** Offers: those chosen for the customer, and those taken. */
export default function Offers() {
  const text = useText();
  const shell = useOutletContext<ShellContext>();
  return (
    <>
      <Title page={text('offers.title')} />
      <PageHeading>{text('offers.title')}</PageHeading>
      <ViewLinks label={text('offers.views')} views={views} className="mt-2" />
      <Outlet context={shell} />
    </>
  );
}
