import type { Permission } from '@wafa/contract';
import { api } from '../../shared/api/api.ts';

/** Currency and clock of the store, and what the person who is signed in may do. */
export function useStore(): { currency: string; timeZone: string; may: (permission: Permission) => boolean } {
  const { data: me } = api.useMeQuery();
  return {
    // The console shows its pages once `me` has come; the fallbacks only please the types.
    currency: me?.store.currency ?? 'SAR',
    timeZone: me?.store.timeZone ?? 'UTC',
    may: (permission) => me?.permissions.includes(permission) ?? false,
  };
}
