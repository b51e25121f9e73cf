import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../hooks.ts';
import { Icon } from './icon.tsx';

/** A section's heading, with what leads on at its end. */
export function SectionHeading({ id, children, end }: { id?: string; children: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 pt-6 pb-3">
      <h2 id={id} className="scroll-mt-6 text-20 font-semibold">
        {children}
      </h2>
      {end}
    </div>
  );
}

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
