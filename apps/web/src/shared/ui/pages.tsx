import { Fragment, type ReactNode, useState } from 'react';
import { useText } from '../hooks.ts';
import { Button } from './button.tsx';
import { ErrorState, Loading, Pending, RowsSkeleton } from './states.tsx';

interface PagesProps {
  total: number;
  perPage: number;
  className?: string;
  /** The rows of a page; pages count from 1. */
  page: (number: number) => ReactNode;
}

/** A list that grows by a page at each "Show more". */
export function Pages({ total, perPage, className, page }: PagesProps) {
  const text = useText();
  const [pages, setPages] = useState(1);
  return (
    <>
      <ul className={className}>
        {Array.from({ length: pages }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number of a page is what it is.
          <Fragment key={index}>{page(index + 1)}</Fragment>
        ))}
      </ul>
      {total > pages * perPage ? (
        <Button className="mt-3 w-full" onClick={() => setPages(pages + 1)}>
          {text('action.more')}
        </Button>
      ) : null}
    </>
  );
}

/** What stands where a page of a list is on its way or could not be loaded. */
export function PendingPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <li className="py-3">
      <Pending error={error} retry={retry} rows={3} />
    </li>
  );
}

interface ListEndProps {
  /** A list read page by page: what there is of it, and how to go on. */
  list: {
    data?: unknown;
    error?: unknown;
    refetch: () => void;
    fetchNextPage: () => void;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
  };
  /** As many as stand there while the first page is on its way. */
  rows: number;
  className: string;
}

/** What stands below the rows read so far: that they come, that they did not, or the way to more. */
export function ListEnd({ list, rows, className }: ListEndProps) {
  const text = useText();
  const { data, error, refetch, fetchNextPage } = list;
  if (error) {
    return (
      <div className="pt-3">
        <ErrorState error={error} retry={data ? fetchNextPage : refetch} />
      </div>
    );
  }
  if (!data) {
    return (
      <Loading>
        <RowsSkeleton rows={rows} />
      </Loading>
    );
  }
  if (!list.hasNextPage) return null;
  return (
    <Button className={`${className} w-full`} busy={list.isFetchingNextPage} onClick={() => fetchNextPage()}>
      {text('action.more')}
    </Button>
  );
}
