import { randomUUID } from 'node:crypto';
import {
  type CallOf,
  capabilities,
  settingsContract as contract,
  type Endpoint,
  identityContract,
} from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import type { Client } from '../../../test/client.ts';
import {
  inStore,
  makeLogin,
  makeStore,
  peopleApp,
  signIn,
  staffClient,
  visitor,
} from '../../../test/people.ts';
import * as settings from './index.ts';

let app: StartedApp;
let storeId: string;
let owner: Client;
let stranger: Client;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app, { slug: 'corner', name: 'Corner shop', nameAr: 'دكان الزاوية' })).id;
  owner = await staffClient(app, storeId, 'owner');
  stranger = await staffClient(app, (await makeStore(app)).id, 'owner');
});
afterAll(() => app.close());

const audited = async (action: string, entityId: string) =>
  (
    await app.db.query(
      `select a.fields, v.before, v.after from platform.audit a
         left join platform.audit_values v on v.store_id = a.store_id and v.audit_id = a.id
        where a.store_id = $1 and a.action = $2 and a.entity_id = $3`,
      [storeId, action, entityId],
    )
  ).rows;

describe('every endpoint', () => {
  const samples: Record<string, object> = {
    createLocation: { code: 'X', name: 'X', kind: 'branch' },
    updateLocation: { locationId: randomUUID(), name: 'X' },
    addStaff: { email: 'x@example.test', name: 'X', role: 'cashier', password: 'long enough for this' },
    updateStaff: { staffId: randomUUID(), name: 'X' },
    createRole: { key: 'x_role', name: 'X', permissions: [] },
    updateRole: { key: 'x_role', name: 'X' },
    deleteRole: { key: 'x_role' },
    createKey: { name: 'X', scopes: ['settings.read'] },
    revokeKey: { keyId: randomUUID() },
    setSwitches: { switches: { offers: true } },
  };
  const endpoints = Object.entries(contract) as unknown as [string, Endpoint][];

  it.each(endpoints)(
    '%s refuses nobody, a customer, and a role without its permission',
    async (name, endpoint) => {
      const input = (samples[name] ?? {}) as CallOf<Endpoint>;
      expect((await visitor(app, storeId).call(endpoint, input)).failure.code).toBe('unauthenticated');
      const { email } = await makeLogin(app, storeId);
      const customer = (await signIn(app, email as string, 'customer', storeId)).client;
      expect((await customer.call(endpoint, input)).failure.code).toBe('forbidden');
      if (endpoint.permission === 'settings.read') return;
      const cashier = await staffClient(app, storeId, 'cashier');
      expect((await cashier.call(endpoint, input)).failure.code).toBe('forbidden');
    },
  );

  it.each(endpoints)('%s refuses the token of another store', async (name, endpoint) => {
    const abroad = stranger.with({ 'x-store-id': storeId });
    const reply = await abroad.call(endpoint, (samples[name] ?? {}) as CallOf<Endpoint>);
    expect(reply.failure.code).toBe('store_forbidden');
  });
});

describe('the store', () => {
  it('is read with what follows from its currency', async () => {
    expect((await owner.call(contract.getStore, {})).data).toMatchObject({
      id: storeId,
      slug: 'corner',
      currency: 'SAR',
      currencyExponent: 2,
      country: 'SA',
      switches: { loyalty: true },
    });
  });

  it('changes, and everyone sees it at once', async () => {
    const { data } = await owner.call(contract.updateStore, {
      name: 'Corner',
      color: '#0a7f5a',
      timeZone: 'Asia/Kuwait',
      hostName: 'Corner.Example.test',
      country: 'KW',
      settings: { receipt: { footer: 'شكرًا' }, pointsAdjustLimit: 50 },
    });
    expect(data).toMatchObject({ name: 'Corner', nameAr: 'دكان الزاوية', hostName: 'corner.example.test' });
    const me = await owner.call(identityContract.me, {});
    expect(me.data.store).toMatchObject({ name: 'Corner', timeZone: 'Asia/Kuwait', color: '#0a7f5a' });
    expect(await settings.findStore('CORNER.example.test')).toMatchObject({ id: storeId });
    const merged = await owner.call(contract.updateStore, { settings: { receipt: null, other: 1 } });
    expect(merged.data.settings).toEqual({ pointsAdjustLimit: 50, other: 1 });
    const rows = await audited('settings.updateStore', storeId);
    const renamed = rows.find((row) => row.fields.includes('name'));
    expect(renamed).toMatchObject({ before: { name: 'Corner shop' }, after: { name: 'Corner' } });
    expect(renamed?.fields).toContain('timeZone');
  });

  it('never changes its currency', async () => {
    await owner.send('PUT', contract.updateStore.path, { currency: 'KWD' });
    expect((await owner.call(contract.getStore, {})).data.currency).toBe('SAR');
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ name: '' }, 'name'],
    [{ color: 'red' }, 'color'],
    [{ language: 'fr' }, 'language'],
    [{ country: 'Kuwait' }, 'country'],
    [{ hostName: 'https://x' }, 'hostName'],
  ])('refuses %j, in the person’s own language', async (change, field) => {
    const reply = await owner.send('PUT', contract.updateStore.path, change, { language: 'ar' });
    expect(reply.status).toBe(400);
    expect(reply.failure.errors[0]).toMatchObject({ field });
    expect(reply.failure.errors[0]?.message).toMatch(/^[A-Z][^\p{Script=Arabic}]+\.$/u);
  });

  it('refuses settings without measure and a host name in use', async () => {
    const large = await owner.call(contract.updateStore, { settings: { text: 'x'.repeat(200_001) } });
    expect(large.failure.code).toBe('too_large');
    const taken = await stranger.call(contract.updateStore, { hostName: 'corner.example.test' });
    expect([taken.status, taken.failure.code]).toEqual([409, 'host_taken']);
  });

  it('is made with a known currency and time zone and a slug of its own', async () => {
    await expect(makeStore(app, { currency: 'ZZZ' })).rejects.toMatchObject({ code: 'validation' });
    await expect(makeStore(app, { timeZone: 'Nowhere' })).rejects.toMatchObject({ code: 'validation' });
    await expect(makeStore(app, { slug: 'corner' })).rejects.toMatchObject({ code: 'code_taken' });
  });

  it('costs no round trip when warm', async () => {
    const facts = await inStore(app, storeId, settings.store);
    const again = await inStore(app, storeId, settings.store);
    expect(again).toBe(facts);
    const all = await inStore(app, storeId, settings.locations);
    expect(await inStore(app, storeId, settings.locations)).toBe(all);
  });

  it('is listed for jobs, and unknown to those who name another', async () => {
    expect(await settings.listStores(app.runner)).toContain(storeId);
    await expect(inStore(app, randomUUID(), settings.store)).rejects.toMatchObject({ code: 'store_unknown' });
    expect(await settings.findStore('nowhere')).toBeUndefined();
  });
});

describe('switches', () => {
  it('are all on, until one is switched off for the whole store', async () => {
    const before = await owner.call(contract.getSwitches, {});
    expect(Object.keys(before.data.switches).sort()).toEqual([...capabilities].sort());
    const after = await owner.call(contract.setSwitches, { switches: { referrals: false } });
    expect(after.data.switches).toMatchObject({ referrals: false, loyalty: true });
    expect(await settings.isSwitchedOff(storeId, 'referrals')).toBe(true);
    expect(await settings.isSwitchedOff(storeId, 'loyalty')).toBe(false);
    expect(await settings.isSwitchedOff(storeId, 'settings')).toBe(false);
    const needed = inStore(app, storeId, (ctx) => settings.requireSwitch(ctx, 'referrals'));
    await expect(needed).rejects.toMatchObject({ code: 'switched_off' });
    await owner.call(contract.setSwitches, { switches: { referrals: true } });
    await inStore(app, storeId, (ctx) => settings.requireSwitch(ctx, 'referrals'));
    const rows = await audited('settings.setSwitches', storeId);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      fields: ['referrals'],
      before: { referrals: true },
      after: { referrals: false },
    });
  });

  it('of capabilities that do not exist are refused', async () => {
    const reply = await owner.send('PUT', contract.setSwitches.path, { switches: { flying: true } });
    expect(reply.status).toBe(400);
  });
});

describe('locations', () => {
  const create = (code: string, more: Partial<CallOf<typeof contract.createLocation>> = {}) =>
    owner.call(contract.createLocation, { code, name: code, kind: 'branch', ...more });

  it('are made under a code of their own, in branches and tills', async () => {
    const branch = (await create('OLAYA', { nameAr: 'العليا' })).data;
    const till = await create('OLAYA-1', { kind: 'till', parentId: branch.id });
    expect(till.status).toBe(201);
    expect(till.data).toMatchObject({ parentId: branch.id, isActive: true, kind: 'till' });
    const twice = await create('OLAYA');
    expect([twice.status, twice.failure.code, twice.failure.errors[0]?.field]).toEqual([
      409,
      'code_taken',
      'code',
    ]);
    const known = await inStore(app, storeId, settings.locations);
    expect(known.get(till.data.id)).toMatchObject({ code: 'OLAYA-1', name: 'OLAYA-1' });
    expect(await audited('settings.createLocation', branch.id)).toHaveLength(1);
  });

  it('change and are deactivated, but keep their code', async () => {
    const { id } = (await create('MALAZ')).data;
    const changed = await owner.call(contract.updateLocation, {
      locationId: id,
      name: 'Malaz',
      isActive: false,
    });
    expect(changed.data).toMatchObject({ code: 'MALAZ', name: 'Malaz', isActive: false });
    const known = await inStore(app, storeId, settings.locations);
    expect(known.get(id)).toMatchObject({ isActive: false });
    const [row] = await audited('settings.updateLocation', id);
    expect(row.fields).toEqual(['name', 'isActive']);
  });

  it('stand under a known parent that is not below them', async () => {
    const upper = (await create('UPPER')).data.id;
    const lower = (await create('LOWER', { parentId: upper })).data.id;
    for (const parentId of [lower, upper, randomUUID()]) {
      const reply = await owner.call(contract.updateLocation, { locationId: upper, parentId });
      expect([reply.status, reply.failure.code]).toEqual([400, 'location_unknown']);
    }
    expect((await owner.call(contract.updateLocation, { locationId: lower, parentId: null })).status).toBe(
      200,
    );
  });

  it('of another store are not found', async () => {
    const { id } = (await create('MINE')).data;
    const reply = await stranger.call(contract.updateLocation, { locationId: id, name: 'x' });
    expect(reply.failure.code).toBe('not_found');
    expect((await stranger.call(contract.listLocations, {})).data.total).toBe(0);
    const below = await stranger.call(contract.createLocation, {
      code: 'A',
      name: 'A',
      kind: 'till',
      parentId: id,
    });
    expect(below.failure.code).toBe('location_unknown');
  });

  it('are listed by code, page by page, and filtered', async () => {
    const all = (await owner.call(contract.listLocations, { limit: 100 })).data;
    const codes = all.locations.map((location) => location.code);
    expect(codes).toEqual([...codes].sort());
    const first = (await owner.call(contract.listLocations, { limit: 2 })).data;
    expect(first).toMatchObject({ page: 1, limit: 2, total: all.total, nextCursor: '2' });
    const second = (await owner.call(contract.listLocations, { limit: 2, cursor: '2' })).data;
    expect([...first.locations, ...second.locations].map((location) => location.code)).toEqual(
      codes.slice(0, 4),
    );
    const last = (await owner.call(contract.listLocations, { limit: 2, page: first.totalPages })).data;
    expect(last.nextCursor).toBeNull();
    const tills = (await owner.call(contract.listLocations, { kind: 'till', isActive: 'true' })).data;
    expect(tills.locations.map((location) => location.code)).toEqual(['OLAYA-1']);
    const inactive = (await owner.call(contract.listLocations, { isActive: 'false' })).data;
    expect(inactive.locations.map((location) => location.code)).toEqual(['MALAZ']);
    for (const cursor of ['x', '0', '-1', '1e9']) {
      const reply = await owner.call(contract.listLocations, { cursor });
      expect([reply.status, reply.failure.code]).toEqual([400, 'cursor_invalid']);
    }
  });
});
