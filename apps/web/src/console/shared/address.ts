import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/**
 * What a page filters and sorts by, and which page of its list it shows, kept in its address: it survives a
 * reload, the back button and being sent to a colleague. A filter that changes goes back to the first page.
 */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const values: Readonly<Record<string, string>> = useMemo(() => Object.fromEntries(params), [params]);
  const change = useCallback(
    (changes: Readonly<Record<string, string | number | null | undefined>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (!('page' in changes)) next.delete('page');
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === undefined || value === '') next.delete(name);
            else next.set(name, String(value));
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return {
    values,
    change,
    page: Number(values.page) || 1,
    limit: Number(values.limit) || 20,
    onPage: (page: number, limit: number) => change({ page, limit }),
  };
}
