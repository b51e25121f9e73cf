import { useState } from 'react';

/** The page that a table inside a page shows: kept as long as the table is, and not in the address. */
export function usePaging(limit = 20) {
  const [paging, setPaging] = useState({ page: 1, limit });
  return { ...paging, onPage: (page: number, size: number) => setPaging({ page, limit: size }) };
}
