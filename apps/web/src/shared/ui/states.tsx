import type { ReactNode } from 'react';
import { asFailure, failureText, useText } from '../hooks.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

/** Says once to screen readers that something loads; the shapes beside it are decoration. */
export function Loading({ children }: { children: ReactNode }) {
  const text = useText();
  return (
    <div role="status" aria-busy="true">
      <span className="sr">{text('state.loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A page on its way: nothing for 300 ms, then its rough shape. */
export function PageSkeleton() {
  return (
    <main className="page pt-6">
      <Loading>
        <div className="skeleton mb-6 h-8 w-40" />
        <RowsSkeleton rows={5} />
      </Loading>
    </main>
  );
}

export function RowsSkeleton({ rows }: { rows: number }) {
  return (
    <div className="grid gap-3">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity.
        <div key={row} className="skeleton h-14" />
      ))}
    </div>
  );
}

/** A part that could not be loaded: the reason, the id for the log, and another try. */
export function ErrorState({ error, retry }: { error: unknown; retry: () => void }) {
  const text = useText();
  const failure = asFailure(error);
  return (
    <div role="alert" className="panel grid justify-items-start gap-1 p-5">
      <Icon name="alert" className="mb-1 text-danger" />
      <p className="text-16 font-semibold">{text('state.error')}</p>
      <p className="text-soft">{failure ? failureText(text, failure) : text('state.unreadable')}</p>
      {failure?.requestId ? (
        <p className="text-12 text-faint">
          {text('state.request_id', { id: '' })}
          <bdi dir="ltr">{failure.requestId}</bdi>
        </p>
      ) : null}
      <Button className="mt-3" onClick={retry}>
        {text('action.retry')}
      </Button>
    </div>
  );
}

interface PendingProps {
  error: unknown;
  retry: () => void;
  /** As many as are about to stand there; or else the shape of what is to come. */
  rows?: number;
  children?: ReactNode;
}

/** What stands where something is on its way, or could not be loaded. */
export function Pending({ error, retry, rows = 0, children = <RowsSkeleton rows={rows} /> }: PendingProps) {
  return error ? <ErrorState error={error} retry={retry} /> : <Loading>{children}</Loading>;
}

/** Nothing here yet: says so and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="panel grid justify-items-start gap-1 p-5">
      <Icon name={icon} className="mb-1 text-primary" />
      <p className="text-16 font-semibold">{title}</p>
      <p className="max-w-[48ch] text-soft">{children}</p>
    </div>
  );
}
