import type { ReactNode } from 'react';
import { Title } from '../../shared/ui/title.tsx';

/** A page's heading with its count or lead, and what can be done on it. */
export function Page(props: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <>
      <Title page={props.title} />
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pb-5">
        <div>
          <h1 className="text-24 font-semibold">{props.title}</h1>
          {props.lead ? <p className="text-soft">{props.lead}</p> : null}
        </div>
        {props.actions ? <div className="flex flex-wrap items-center gap-3">{props.actions}</div> : null}
      </header>
      {props.children}
    </>
  );
}
