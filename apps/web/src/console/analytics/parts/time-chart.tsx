import { lazy, Suspense } from 'react';
import type { TimeColumnsProps } from './time-columns.tsx';

const TimeColumns = lazy(() => import('./time-columns.tsx'));

/** Columns over time, their place held while the code that draws them is on its way. */
export function TimeChart(props: TimeColumnsProps) {
  return (
    <Suspense fallback={<div className="skeleton h-72" />}>
      <TimeColumns {...props} />
    </Suspense>
  );
}
