import type { Customer, Permission } from '@wafa/contract';
import { lazy, type ReactNode, Suspense } from 'react';
import { useText } from '../../../shared/hooks.ts';
import { useAddress } from '../../shared/address.ts';
import { Parts } from '../../shared/parts.tsx';
import { useStore } from '../../shared/store.ts';
import { AddressesTab } from './addresses.tsx';
import { MergesTab } from './merges.tsx';
import { MessagesTab } from './messages.tsx';
import { NotesTab } from './notes.tsx';
import { OrdersTab } from './orders.tsx';
import { PointsTab } from './points.tsx';
import { Timeline } from './timeline.tsx';

const Insight = lazy(() => import('../../analytics/customer/insight.tsx'));

const tabs: readonly {
  key: string;
  permission: Permission;
  show: (customer: Customer) => ReactNode;
}[] = [
  { key: 'timeline', permission: 'customers.read', show: ({ id }) => <Timeline customerId={id} /> },
  { key: 'orders', permission: 'orders.read', show: ({ id }) => <OrdersTab customerId={id} /> },
  {
    key: 'insight',
    permission: 'analytics.read',
    show: ({ id }) => (
      <Suspense fallback={<div className="skeleton h-72" />}>
        <Insight customerId={id} />
      </Suspense>
    ),
  },
  { key: 'points', permission: 'loyalty.read', show: ({ id }) => <PointsTab customerId={id} /> },
  { key: 'messages', permission: 'notifications.read', show: (one) => <MessagesTab customer={one} /> },
  { key: 'addresses', permission: 'customers.read', show: (one) => <AddressesTab customer={one} /> },
  { key: 'notes', permission: 'customers.read', show: (one) => <NotesTab customer={one} /> },
  { key: 'merges', permission: 'customers.read', show: (one) => <MergesTab customer={one} /> },
];

/** What belongs to the customer, one part at a time; which one stands in the address. */
export function ProfileTabs({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const { values } = useAddress();
  const open = tabs.filter(({ permission }) => may(permission));
  const active = open.find(({ key }) => key === values.tab) ?? open[0];
  return (
    <>
      <Parts
        label={text('profile.parts')}
        parts={open.map(({ key }) => ({ key, label: text(`profile.tab.${key}`) }))}
        active={active?.key}
      />
      {active?.show(customer)}
    </>
  );
}
