import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Pages } from './pages.tsx';
import { SectionHeading } from './section.tsx';

interface TakenProps {
  /** What is still to be used. */
  open: { title: string; count: number; rows: ReactNode };
  /** What was before: `page` gives the rows of a page, of all that was taken without what is open. */
  before: { title: string; page: (number: number) => ReactNode };
  /** Of all that was taken. */
  total: number;
  perPage: number;
}

/** What somebody took: that which is still to be used, then all before, page by page. */
export function Taken({ open, before, total, perPage }: TakenProps) {
  return (
    <>
      {open.count > 0 ? (
        <section aria-labelledby="open">
          <SectionHeading id="open">{open.title}</SectionHeading>
          <ul className="panel px-4">{open.rows}</ul>
        </section>
      ) : null}
      {total > open.count ? (
        <section aria-labelledby="before">
          <SectionHeading id="before">{before.title}</SectionHeading>
          <Pages className="panel px-4 empty:hidden" total={total} perPage={perPage} page={before.page} />
        </section>
      ) : null}
    </>
  );
}

/** A line of it in three parts: picture, words, figure; a button while it can be opened. */
export function TakenRow({ children, onOpen }: { children: ReactNode; onOpen: (() => void) | undefined }) {
  const look =
    'grid w-full min-h-[72px] grid-cols-[auto_minmax(0,1fr)_auto_auto] items-center gap-3 py-3 text-start';
  return (
    <li className="border-t border-line first:border-0">
      {onOpen ? (
        <button type="button" className={`${look} rounded-control hover:text-link`} onClick={onOpen}>
          {children}
          <Icon name="chevron" size={20} className="text-faint" />
        </button>
      ) : (
        <div className={look}>
          {children}
          <span className="w-5" />
        </div>
      )}
    </li>
  );
}
