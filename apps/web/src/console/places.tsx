import type { Permission } from '@wafa/contract';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { GlyphName } from './shared/glyph.tsx';

/** A page of the console. Staff without the permission neither see nor reach it. */
export interface Place {
  /** Below /console; `:name` for parameters, `/*` where the page has pages of its own. */
  path: string;
  permission: Permission;
  page: LazyExoticComponent<ComponentType>;
  /** Its entry in the side; a page reached from another one has none. */
  entry?: { words: string; icon: GlyphName };
}

/** The table of contents of the console, as the side shows it. */
export const places: readonly { words: string | null; places: readonly Place[] }[] = [
  {
    words: null,
    places: [
      {
        path: 'overview',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/overview/overview.tsx')),
        entry: { words: 'console.analytics.overview', icon: 'home' },
      },
    ],
  },
  {
    words: 'console.group.people',
    places: [
      {
        path: 'customers',
        permission: 'customers.read',
        page: lazy(() => import('./customers/list/customers.tsx')),
        entry: { words: 'customers.title', icon: 'people' },
      },
      {
        path: 'customers/import',
        permission: 'customers.import',
        page: lazy(() => import('./customers/import/import.tsx')),
      },
      {
        path: 'customers/:customerId',
        permission: 'customers.read',
        page: lazy(() => import('./customers/profile/profile.tsx')),
      },
      {
        path: 'orders',
        permission: 'orders.read',
        page: lazy(() => import('./orders/orders.tsx')),
        entry: { words: 'console.orders', icon: 'bag' },
      },
      {
        path: 'segments/*',
        permission: 'segments.read',
        page: lazy(() => import('./segments/segments.tsx')),
        entry: { words: 'console.segments.title', icon: 'rings' },
      },
      {
        path: 'duplicates',
        permission: 'customers.merge',
        page: lazy(() => import('./customers/duplicates/duplicates.tsx')),
        entry: { words: 'duplicate.title', icon: 'merge' },
      },
      {
        path: 'addresses',
        permission: 'addresses.verify',
        page: lazy(() => import('./addresses/addresses.tsx')),
        entry: { words: 'verification.title', icon: 'pin' },
      },
      {
        path: 'messages',
        permission: 'notifications.read',
        page: lazy(() => import('./messages/log.tsx')),
        entry: { words: 'messages.title', icon: 'mail' },
      },
      {
        path: 'messages/templates',
        permission: 'notifications.read',
        page: lazy(() => import('./messages/templates.tsx')),
      },
    ],
  },
  {
    words: 'console.group.loyalty',
    places: [
      {
        path: 'programmes/*',
        permission: 'loyalty.read',
        page: lazy(() => import('./loyalty/programmes/programmes.tsx')),
        entry: { words: 'console.loyalty.programmes', icon: 'seal' },
      },
      {
        path: 'rewards',
        permission: 'loyalty.read',
        page: lazy(() => import('./loyalty/rewards/rewards.tsx')),
        entry: { words: 'console.loyalty.rewards', icon: 'gift' },
      },
      {
        path: 'offers/*',
        permission: 'offers.read',
        page: lazy(() => import('./offers/offers.tsx')),
        entry: { words: 'console.offers.title', icon: 'tag' },
      },
      {
        path: 'redemptions',
        permission: 'loyalty.read',
        page: lazy(() => import('./loyalty/redemptions/redemptions.tsx')),
        entry: { words: 'console.loyalty.redemptions', icon: 'qr' },
      },
      {
        path: 'referrals',
        permission: 'referrals.read',
        page: lazy(() => import('./referrals/referrals.tsx')),
        entry: { words: 'console.referrals.title', icon: 'invite' },
      },
      {
        path: 'occasions',
        permission: 'occasions.read',
        page: lazy(() => import('./occasions/occasions.tsx')),
        entry: { words: 'console.occasions.title', icon: 'calendar' },
      },
      {
        path: 'liability',
        permission: 'loyalty.read',
        page: lazy(() => import('./loyalty/liability/liability.tsx')),
        entry: { words: 'console.loyalty.liability', icon: 'scales' },
      },
    ],
  },
  {
    words: 'console.group.insight',
    places: [
      {
        path: 'cohorts',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/cohorts/cohorts.tsx')),
        entry: { words: 'console.analytics.cohorts', icon: 'steps' },
      },
      {
        path: 'rfm',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/rfm/rfm.tsx')),
        entry: { words: 'console.analytics.rfm', icon: 'grid' },
      },
      {
        path: 'groups',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/groups/groups.tsx')),
        entry: { words: 'console.analytics.groups', icon: 'layers' },
      },
      {
        path: 'programme-health',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/programmes/programmes.tsx')),
        entry: { words: 'console.analytics.programmes', icon: 'pulse' },
      },
      {
        path: 'predictions',
        permission: 'analytics.read',
        page: lazy(() => import('./analytics/predictions/predictions.tsx')),
        entry: { words: 'console.predictions.title', icon: 'trend' },
      },
    ],
  },
];
