import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { OfferList } from './list.tsx';

const Offer = lazy(() => import('./detail/offer.tsx'));

/** The offers of the store, and below them each one. */
export default function Offers() {
  return (
    <Routes>
      <Route index element={<OfferList />} />
      <Route path=":offerId" element={<Offer />} />
    </Routes>
  );
}
