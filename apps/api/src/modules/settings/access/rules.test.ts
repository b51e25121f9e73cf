import { randomBytes, randomUUID } from 'node:crypto';
import { builtInRoles, permissions } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  formatKey,
  keyHash,
  keyPrefix,
  knownPermissions,
  mayGrant,
  parseKey,
  permissionsOf,
  type Role,
  roleOf,
  sameHash,
} from './rules.ts';

const none: ReadonlyMap<string, Role> = new Map();
const can = (role: string) => permissionsOf(role, none);

describe('roles', () => {
  it('are the seven of the contract', () => {
    expect(builtIn.map((role) => role.key)).toEqual([...builtInRoles]);
    for (const role of builtIn) expect(role.nameAr).toMatch(/\p{Script=Arabic}/u);
  });

  it('give the owner everything, and the admin all but the store itself', () => {
    expect([...can('owner')]).toEqual([...permissions]);
    const missing = permissions.filter((permission) => !can('admin').has(permission));
    expect(missing).toEqual(['store.transfer', 'store.delete']);
  });

  it('let the analyst read, export and change nothing', () => {
    const analyst = [...can('analyst')];
    expect(analyst.filter((name) => !/\.(read|export|find|level)$/.test(name))).toEqual([]);
    expect(analyst).not.toContain('conversations.read');
    expect(analyst).not.toContain('keys.read');
    expect(analyst).toContain('customers.export');
  });

  it('let the cashier find and create customers without reading the others', () => {
    const cashier = can('cashier');
    for (const name of ['customers.find', 'customers.create', 'orders.record', 'loyalty.redeem'] as const)
      expect(cashier.has(name)).toBe(true);
    for (const name of ['customers.read', 'customers.edit', 'orders.refund', 'loyalty.adjust'] as const)
      expect(cashier.has(name)).toBe(false);
  });

  it('let the agent adjust points up to a limit, and risk decide', () => {
    expect(can('agent').has('loyalty.adjust')).toBe(true);
    expect(roleOf('agent', none)?.pointsAdjustLimit).toBe(1000);
    expect(roleOf('owner', none)?.pointsAdjustLimit).toBeNull();
    expect(can('risk').has('fraud.decide')).toBe(true);
    expect(can('marketer').has('campaigns.edit')).toBe(true);
    expect(can('marketer').has('customers.edit')).toBe(false);
  });

  it('may be the store’s own, but not under a built-in name', () => {
    const own: Role = { ...(builtIn[6] as Role), key: 'auditor', permissions: new Set(['audit.read']) };
    const custom = new Map([
      ['auditor', own],
      ['owner', own],
    ]);
    expect([...permissionsOf('auditor', custom)]).toEqual(['audit.read']);
    expect(permissionsOf('owner', custom).size).toBe(permissions.length);
    expect(permissionsOf('nobody', custom).size).toBe(0);
    expect(roleOf('nobody', custom)).toBeUndefined();
  });

  it('are given by those who hold as much', () => {
    expect(mayGrant(can('admin'), can('cashier'))).toBe(true);
    expect(mayGrant(can('admin'), can('owner'))).toBe(false);
    expect(mayGrant(can('cashier'), can('agent'))).toBe(false);
    expect(mayGrant(new Set(), [])).toBe(true);
    expect(knownPermissions(['audit.read', 'gone.away'])).toEqual(['audit.read']);
  });
});

describe('API keys', () => {
  it('name their store and key, and nothing of the secret in the prefix', () => {
    const [storeId, keyId] = [randomUUID(), randomUUID()];
    const text = formatKey(storeId, keyId, randomBytes(32));
    expect(parseKey(text)).toEqual({ storeId, keyId, hash: keyHash(text.slice(49)) });
    expect(text.length).toBe(92);
    expect(keyPrefix(text)).toBe(`wafa_…${text.slice(42, 48)}`);
  });
  it.each(['', 'wafa_', 'wafa_a_b', `wafa_${'a'.repeat(43)}`, `other_${'a'.repeat(43)}_${'a'.repeat(43)}`])(
    'are not %j',
    (text) => expect(parseKey(text)).toBeUndefined(),
  );
  it('compare hashes whatever their lengths', () => {
    expect(sameHash(keyHash('a'), keyHash('a'))).toBe(true);
    expect(sameHash(keyHash('a'), keyHash('b'))).toBe(false);
    expect(sameHash(keyHash('a'), Buffer.alloc(1))).toBe(false);
  });
});
