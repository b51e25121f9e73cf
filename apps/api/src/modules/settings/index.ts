/**
 * Settings: stores, their locations, staff and roles, API keys, and the switches of capabilities.
 *
 * Owns `settings.stores` and `settings.memberships` (global), `locations`, `staff`, `roles`, `api_keys`,
 * `switches`. The seven built-in roles are rules, not rows.
 * Holds: a store keeps an active owner; nobody gives or takes a permission they do not hold; a store's
 * currency never changes; locations and members are deactivated, never deleted; of an API key only the
 * SHA-256 of its secret is kept; a member is active exactly while `memberships` has their row.
 * Emits no events. Others import it as `import * as settings from '../settings/index.ts'`.
 */
import type { Module } from '../../platform/module.ts';
import { routes } from './routes.ts';

export { accessOf, type Member, pointsAdjustLimit, type StoreAccess, storesOf } from './access/access.ts';
export { authenticateKey, createKey, type KnownKey, keyName } from './access/keys.ts';
export { permissionsOf, type Role, roleOf } from './access/rules.ts';
export { addMember, members, type NewMember, type StaffFacts } from './access/staff.ts';
export { Cache, configureSettings, readOutside } from './cache.ts';
export { pageFacts, pageOf } from './paging.ts';
export { createLocation, type Location, locations } from './store/locations.ts';
export {
  createStore,
  findStore,
  isSwitchedOff,
  listStores,
  type NewStore,
  requireSwitch,
  type StoreFacts,
  store,
  storeById,
  updateStore,
} from './store/store.ts';

export const settingsModule: Module = { name: 'settings', routes };
