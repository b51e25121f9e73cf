import { createHash, timingSafeEqual } from 'node:crypto';
import { type builtInRoles, type Permission, permissions } from '@wafa/contract';

export type BuiltInRole = (typeof builtInRoles)[number];

/** A role as the store's access map holds it. */
export interface Role {
  key: string;
  name: string;
  nameAr: string | null;
  builtIn: boolean;
  permissions: ReadonlySet<Permission>;
  /** Largest single adjustment of points; null: no limit. */
  pointsAdjustLimit: number | null;
}

const ownerOnly: ReadonlySet<Permission> = new Set(['store.transfer', 'store.delete']);

/** Readings that an analyst does not get: what people wrote, and what stands next to secrets. */
const privateReadings: ReadonlySet<Permission> = new Set([
  'conversations.read',
  'keys.read',
  'webhooks.read',
]);

const exports: readonly Permission[] = ['customers.export', 'orders.export', 'analytics.export'];

/** Every role may know the store and its branches, and find a customer by card or phone. */
const everyone: readonly Permission[] = ['settings.read', 'customers.find'];

/** Points that an agent may give or take in one adjustment, unless the store sets another figure. */
const agentAdjustLimit = 1000;

const granted: Record<BuiltInRole, readonly Permission[]> = {
  owner: permissions,
  admin: permissions.filter((permission) => !ownerOnly.has(permission)),
  marketer: [
    ...everyone,
    ...exports,
    'customers.read',
    'activity.read',
    'catalogue.read',
    'orders.read',
    'loyalty.read',
    'analytics.read',
    'segments.read',
    'segments.edit',
    'offers.read',
    'offers.edit',
    'campaigns.read',
    'campaigns.edit',
    'referrals.read',
    'referrals.edit',
    'occasions.read',
    'occasions.edit',
    'notifications.read',
    'notifications.edit',
    'articles.read',
  ],
  analyst: [
    ...everyone,
    ...exports,
    ...permissions.filter((permission) => permission.endsWith('.read') && !privateReadings.has(permission)),
    'fraud.level',
  ],
  agent: [
    ...everyone,
    'customers.read',
    'customers.edit',
    'activity.read',
    'activity.write',
    'addresses.verify',
    'catalogue.read',
    'orders.read',
    'loyalty.read',
    'loyalty.adjust',
    'conversations.read',
    'conversations.edit',
    'articles.read',
    'articles.edit',
    'notifications.read',
    'notifications.send',
    'fraud.level',
  ],
  risk: [
    ...everyone,
    'customers.read',
    'activity.read',
    'orders.read',
    'loyalty.read',
    'fraud.level',
    'fraud.read',
    'fraud.decide',
    'referrals.read',
    'referrals.review',
    'audit.read',
  ],
  cashier: [
    ...everyone,
    'customers.create',
    'activity.write',
    'catalogue.read',
    'orders.record',
    'loyalty.earn',
    'loyalty.redeem',
    'offers.read',
    'offers.apply',
  ],
};

const names: Record<BuiltInRole, [string, string]> = {
  owner: ['Owner', 'المالك'],
  admin: ['Administrator', 'الإدارة'],
  marketer: ['Marketing', 'التسويق'],
  analyst: ['Analysis', 'التحليل'],
  agent: ['Support', 'الدعم'],
  risk: ['Risk', 'المخاطر'],
  cashier: ['Till', 'الصندوق'],
};

/** The seven roles of every store, in the order in which they are shown. */
export const builtIn: readonly Role[] = (Object.keys(granted) as BuiltInRole[]).map((key) => ({
  key,
  name: names[key][0],
  nameAr: names[key][1],
  builtIn: true,
  permissions: new Set(granted[key]),
  pointsAdjustLimit: key === 'agent' ? agentAdjustLimit : null,
}));

const builtInByKey = new Map<string, Role>(builtIn.map((role) => [role.key, role]));

/** A built-in role, or one of the store's own; undefined where there is none of this key. */
export function roleOf(key: string, custom: ReadonlyMap<string, Role>): Role | undefined {
  return builtInByKey.get(key) ?? custom.get(key);
}

/** The permissions of a role; an unknown role may do nothing. */
export function permissionsOf(key: string, custom: ReadonlyMap<string, Role>): ReadonlySet<Permission> {
  return roleOf(key, custom)?.permissions ?? new Set();
}

/** Whether someone who holds `held` may hand out `wanted`: nobody gives what they do not have. */
export function mayGrant(held: ReadonlySet<Permission>, wanted: Iterable<Permission>): boolean {
  for (const permission of wanted) if (!held.has(permission)) return false;
  return true;
}

/** Names of permissions as stored, without those that this version no longer knows. */
export function knownPermissions(stored: readonly string[]): Permission[] {
  const known: ReadonlySet<string> = new Set(permissions);
  return stored.filter((name): name is Permission => known.has(name));
}

const keyShape = /^wafa_([A-Za-z0-9_-]{43})_([A-Za-z0-9_-]{43})$/;

/**
 * The text of an API key: `wafa_<store id and key id, 32 bytes>_<secret, 32 bytes>`, base64url. It
 * names its row, so that checking it is one look-up by primary key.
 */
export function formatKey(storeId: string, keyId: string, secret: Uint8Array): string {
  const place = Buffer.concat([uuidBytes(storeId), uuidBytes(keyId)]);
  return `wafa_${place.toString('base64url')}_${Buffer.from(secret).toString('base64url')}`;
}

/** The store, the key and the hash of the secret that a key text names; undefined for any other text. */
export function parseKey(text: string): { storeId: string; keyId: string; hash: Buffer } | undefined {
  const [, place, secret] = keyShape.exec(text) ?? [];
  if (!place || !secret) return undefined;
  const bytes = Buffer.from(place, 'base64url');
  return {
    storeId: uuidText(bytes.subarray(0, 16)),
    keyId: uuidText(bytes.subarray(16)),
    hash: keyHash(secret),
  };
}

/** What is stored of an API key's secret part: SHA-256. 256 random bits need no slow hash. */
export function keyHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares two SHA-256 values in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** How a key is recognised in lists: its beginning without anything of the secret. */
export function keyPrefix(text: string): string {
  return `${text.slice(0, 5)}…${text.slice(42, 48)}`;
}
