import { lazy, Suspense } from 'react';
import type { ColumnsProps } from './columns.tsx';

const Columns = lazy(() => import('./columns.tsx'));

/** Columns over time, their place held while the code that draws them is on its way. */
export function ColumnChart(props: ColumnsProps) {
  return (
    <Suspense fallback={<div className="skeleton h-72" />}>
      <Columns {...props} />
    </Suspense>
  );
}
