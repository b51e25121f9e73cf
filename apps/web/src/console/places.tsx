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
    words: 'console.group.people',
    places: [
      {
        path: 'orders',
        permission: 'orders.read',
        page: lazy(() => import('./orders/orders.tsx')),
        entry: { words: 'console.orders', icon: 'bag' },
      },
    ],
  },
];
