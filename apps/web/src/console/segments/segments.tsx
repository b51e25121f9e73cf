import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { SegmentList } from './list.tsx';

const Numbers = lazy(() => import('./settings/numbers.tsx'));
const Segment = lazy(() => import('./detail/segment.tsx'));

/** The segments of the store, the numbers of the built-in ones, and below them each segment. */
export default function Segments() {
  return (
    <Routes>
      <Route index element={<SegmentList />} />
      {/* No segment can be called so: the contract reserves the word. */}
      <Route path="settings" element={<Numbers />} />
      <Route path=":key" element={<Segment />} />
    </Routes>
  );
}
