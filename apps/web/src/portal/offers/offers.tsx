import { NavLink, Outlet, useOutletContext } from 'react-router';
import { useText } from '../../shared/hooks.ts';
import { PageHeading } from '../../shared/ui/section.tsx';
import { Title } from '../../shared/ui/title.tsx';
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
      <nav aria-label={text('offers.views')} className="segment mt-2 w-full desk:w-80">
        {views.map(({ to, words }) => (
          <NavLink
            key={to}
            to={to}
            end
            className="aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
          >
            {text(words)}
          </NavLink>
        ))}
      </nav>
      <Outlet context={shell} />
    </>
  );
}
