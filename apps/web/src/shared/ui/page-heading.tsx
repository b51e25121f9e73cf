import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../hooks.ts';
import { Icon } from './icon.tsx';

/** Head of an inner page: on a phone a bar with the way back, on a desktop a title. */
export function PageHeading({ children, back = '/' }: { children: ReactNode; back?: string }) {
  const text = useText();
  return (
    <header className="grid grid-cols-[44px_1fr_44px] items-center py-2 desk:block desk:pt-8 desk:pb-2">
      <Link
        to={back}
        aria-label={text('action.back')}
        className="-ms-2.5 grid size-11 place-items-center rounded-full desk:hidden"
      >
        <Icon name="back" />
      </Link>
      <h1 className="text-center text-20 font-semibold desk:text-start desk:text-32">{children}</h1>
    </header>
  );
}
