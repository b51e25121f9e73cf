import { lazy, Suspense } from 'react';
import { useSelector } from 'react-redux';
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation, useParams } from 'react-router';
import { PortalShell } from './portal/shell.tsx';
import { useSignedInAs } from './shared/hooks.ts';
import { CrashGuard } from './shared/ui/crash.tsx';
import { PageSkeleton } from './shared/ui/states.tsx';
import type { RootState } from './store.ts';

const SignIn = lazy(() => import('./portal/session/sign-in.tsx'));
const SignUp = lazy(() => import('./portal/session/sign-up.tsx'));
const Home = lazy(() => import('./portal/home/home.tsx'));
const Loyalty = lazy(() => import('./portal/loyalty/loyalty.tsx'));
const Rewards = lazy(() => import('./portal/rewards/rewards.tsx'));
const Catalogue = lazy(() => import('./portal/rewards/catalogue.tsx'));
const MyRewards = lazy(() => import('./portal/rewards/mine.tsx'));
const Statement = lazy(() => import('./portal/statement/statement.tsx'));
const Verify = lazy(() => import('./portal/statement/verify.tsx'));
const Offers = lazy(() => import('./portal/offers/offers.tsx'));
const OffersForYou = lazy(() => import('./portal/offers/for-you.tsx'));
const MyOffers = lazy(() => import('./portal/offers/mine.tsx'));
const Referral = lazy(() => import('./portal/referral/referral.tsx'));
const Segmentation = lazy(() => import('./portal/segmentation/segmentation.tsx'));
const SpecialDates = lazy(() => import('./portal/special-dates/special-dates.tsx'));
const Analytics = lazy(() => import('./portal/analytics/analytics.tsx'));
const Orders = lazy(() => import('./portal/orders/orders.tsx'));
const Account = lazy(() => import('./portal/account/account.tsx'));
const Console = lazy(() => import('./console/console.tsx'));
const NotFound = lazy(() => import('./shared/ui/not-found.tsx'));

/** Lets in who signed in as such; sends others to where they belong. */
function Only({ as }: { as: 'customer' | 'staff' }) {
  const signedInAs = useSignedInAs();
  const left = useSelector((state: RootState) => state.session.left);
  const { pathname, search } = useLocation();
  if (signedInAs === as) return <Outlet />;
  if (signedInAs) return <Navigate to={signedInAs === 'staff' ? '/console' : '/'} replace />;
  const next = left || pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
  return <Navigate to={`/sign-in${next}`} replace />;
}

/** A friend's link: someone new signs up with the code, a customer is shown where to enter it. */
function FriendLink() {
  const { code = '' } = useParams();
  const page = useSignedInAs() === 'customer' ? '/features/referral' : '/sign-up';
  return <Navigate to={`${page}?ref=${encodeURIComponent(code)}`} replace />;
}

/** The pages. */
export function App() {
  return (
    <CrashGuard>
      <BrowserRouter>
        <Suspense fallback={<PageSkeleton />}>
          <Routes>
            <Route path="/sign-in" element={<SignIn />} />
            <Route path="/sign-up" element={<SignUp />} />
            <Route path="/r/:code" element={<FriendLink />} />
            <Route path="/verify" element={<Verify />} />
            <Route element={<Only as="customer" />}>
              <Route element={<PortalShell />}>
                <Route index element={<Home />} />
                <Route path="/features/loyalty" element={<Loyalty />} />
                <Route path="/features/loyalty/rewards" element={<Rewards />}>
                  <Route index element={<Catalogue />} />
                  <Route path="mine" element={<MyRewards />} />
                </Route>
                <Route path="/features/loyalty/statement" element={<Statement />} />
                <Route path="/features/offers" element={<Offers />}>
                  <Route index element={<OffersForYou />} />
                  <Route path="mine" element={<MyOffers />} />
                </Route>
                <Route path="/features/referral" element={<Referral />} />
                <Route path="/features/segmentation" element={<Segmentation />} />
                <Route path="/features/special-dates" element={<SpecialDates />} />
                <Route path="/features/analytics" element={<Analytics />} />
                <Route path="/orders" element={<Orders />} />
                <Route path="/account" element={<Account />} />
              </Route>
            </Route>
            <Route element={<Only as="staff" />}>
              <Route path="/console/*" element={<Console />} />
            </Route>
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </BrowserRouter>
    </CrashGuard>
  );
}
