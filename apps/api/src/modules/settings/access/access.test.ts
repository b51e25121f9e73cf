import { randomUUID } from 'node:crypto';
import { settingsContract as contract, identityContract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../../test/app.ts';
import type { Client } from '../../../../test/client.ts';
import {
  inStore,
  makeStaff,
  makeStore,
  password,
  peopleApp,
  signIn,
  staffClient,
  visitor,
} from '../../../../test/people.ts';
import * as settings from '../index.ts';

let app: StartedApp;
let storeId: string;
let owner: Client;
let admin: Client;
let stranger: Client;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app)).id;
  owner = await staffClient(app, storeId, 'owner');
  admin = await staffClient(app, storeId, 'admin');
  stranger = await staffClient(app, (await makeStore(app)).id, 'owner');
});
afterAll(() => app.close());

let count = 0;
const add = (client: Client, role: string, more: object = {}) =>
  client.call(contract.addStaff, {
    email: `new-${++count}@Example.test`,
    name: 'New',
    role,
    password,
    ...more,
  });
const update = (client: Client, staffId: string, change: object) =>
  client.call(contract.updateStaff, { staffId, ...change });

describe('staff', () => {
  it('join with a new account and sign in with its initial password', async () => {
    const added = await add(owner, 'agent');
    expect(added.status).toBe(201);
    expect(added.data).toMatchObject({ role: 'agent', isActive: true, email: `new-${count}@example.test` });
    const { client } = await signIn(app, added.data.email, 'staff');
    expect((await client.call(identityContract.me, {})).data).toMatchObject({ role: 'agent', name: 'New' });
    const twice = await owner.call(contract.addStaff, {
      email: added.data.email,
      name: 'Again',
      role: 'agent',
      password,
    });
    expect([twice.status, twice.failure.code]).toEqual([409, 'staff_taken']);
  });

  it('of another store join with the account they have, whose password stays', async () => {
    const { email, accountId } = await makeStaff(app, storeId, 'marketer');
    const joined = await stranger.call(contract.addStaff, {
      email,
      name: 'Both',
      role: 'analyst',
      password: 'a password nobody uses',
    });
    expect(joined.data).toMatchObject({ accountId, role: 'analyst' });
    const { tokens } = await signIn(app, email, 'staff');
    expect(tokens.stores).toHaveLength(2);
    const other = await visitor(app).call(identityContract.signIn, {
      login: email,
      password: 'a password nobody uses',
      as: 'staff',
    });
    expect(other.status).toBe(401);
  });

  it('get no role that gives more than the giver has', async () => {
    expect((await add(admin, 'owner')).failure.code).toBe('forbidden');
    expect((await add(admin, 'admin')).status).toBe(201);
    const { staffId } = await makeStaff(app, storeId, 'owner');
    for (const change of [{ role: 'cashier' }, { isActive: false }, { name: 'Renamed' }])
      expect((await update(admin, staffId, change)).failure.code).toBe('forbidden');
    const agent = await makeStaff(app, storeId, 'agent');
    expect((await update(admin, agent.staffId, { role: 'owner' })).failure.code).toBe('forbidden');
    expect((await update(admin, agent.staffId, { role: 'risk' })).data.role).toBe('risk');
    expect((await update(owner, staffId, { role: 'admin' })).data.role).toBe('admin');
  });

  it('need a role and a location that exist', async () => {
    expect((await add(owner, 'nobody')).failure.code).toBe('role_unknown');
    expect((await add(owner, 'cashier', { locationId: randomUUID() })).failure.code).toBe('location_unknown');
    const { staffId } = await makeStaff(app, storeId, 'cashier');
    expect((await update(owner, staffId, { role: 'nobody' })).failure.code).toBe('role_unknown');
    expect((await update(owner, staffId, { locationId: randomUUID() })).failure.code).toBe(
      'location_unknown',
    );
    const place = { code: 'B1', name: 'B1', kind: 'branch' } as const;
    const { id } = (await owner.call(contract.createLocation, place)).data;
    expect((await update(owner, staffId, { locationId: id })).data.locationId).toBe(id);
    expect((await update(owner, staffId, { locationId: null })).data.locationId).toBeNull();
  });

  it('keep an owner: the last one neither steps down nor leaves, also when two go at once', async () => {
    const lonely = (await makeStore(app)).id;
    const one = await makeStaff(app, lonely, 'owner');
    const client = (await signIn(app, one.email, 'staff')).client;
    for (const change of [{ role: 'admin' }, { isActive: false }]) {
      const reply = await update(client, one.staffId, change);
      expect([reply.status, reply.failure.code]).toEqual([409, 'last_owner']);
    }
    const two = await makeStaff(app, lonely, 'owner');
    const replies = await Promise.all([
      update(client, one.staffId, { role: 'admin' }),
      update(client, two.staffId, { role: 'admin' }),
    ]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });

  it('deactivated and back again', async () => {
    const { staffId, email } = await makeStaff(app, storeId, 'agent');
    await update(owner, staffId, { isActive: false });
    const access = await settings.accessOf(storeId);
    expect(access.staff.has(staffId)).toBe(false);
    await update(owner, staffId, { isActive: true });
    expect((await signIn(app, email, 'staff')).tokens.stores).toHaveLength(1);
  });

  it('of another store are not found, and not listed', async () => {
    const { staffId } = await makeStaff(app, storeId, 'agent');
    expect((await update(stranger, staffId, { name: 'x' })).failure.code).toBe('not_found');
    const list = (await stranger.call(contract.listStaff, { limit: 100 })).data;
    expect(list.staff.map((member) => member.id)).not.toContain(staffId);
  });

  it('are listed page by page and by role', async () => {
    const risk = (await owner.call(contract.listStaff, { role: 'risk' })).data;
    expect(risk.staff.map((member) => member.role)).toEqual(['risk']);
    const page = (await owner.call(contract.listStaff, { limit: 3, isActive: 'true' })).data;
    expect(page.staff).toHaveLength(3);
    expect(page.total).toBeGreaterThan(3);
  });

  it.each([
    [{ email: 'no address', name: 'x', role: 'agent', password }, 'email'],
    [{ email: 'a@b.co', name: '', role: 'agent', password }, 'name'],
    [{ email: 'a@b.co', name: 'x', role: 'agent', password: 'short' }, 'password'],
  ])('are not %j', async (body, field) => {
    const reply = await owner.send('POST', contract.addStaff.path, body);
    expect(reply.status).toBe(400);
    expect(reply.failure.errors.map((error) => error.field)).toContain(field);
  });
});

describe('roles of the store’s own', () => {
  it('are made, given, changed, and deleted once nobody has them', async () => {
    const made = await owner.call(contract.createRole, {
      key: 'auditor',
      name: 'Auditor',
      nameAr: 'تدقيق',
      permissions: ['audit.read', 'audit.read', 'settings.read'],
      pointsAdjustLimit: 5,
    });
    expect(made.data).toMatchObject({ builtIn: false, permissions: ['audit.read', 'settings.read'] });
    const { staffId, email } = await makeStaff(app, storeId, 'auditor');
    const { client } = await signIn(app, email, 'staff');
    expect((await client.call(contract.getStore, {})).status).toBe(200);
    await owner.call(contract.updateRole, { key: 'auditor', permissions: ['audit.read'] });
    expect((await client.call(contract.getStore, {})).failure.code).toBe('forbidden');
    expect((await owner.call(contract.deleteRole, { key: 'auditor' })).failure.code).toBe('role_in_use');
    await update(owner, staffId, { role: 'analyst' });
    expect((await owner.call(contract.deleteRole, { key: 'auditor' })).data).toEqual({ deleted: true });
    expect((await owner.call(contract.deleteRole, { key: 'auditor' })).failure.code).toBe('not_found');
  });

  it('take no built-in or used key and no permission that the maker lacks', async () => {
    const role = { key: 'cashier', name: 'x', permissions: [] };
    expect((await owner.call(contract.createRole, role)).failure.code).toBe('code_taken');
    expect((await owner.call(contract.createRole, { ...role, key: 'mine' })).status).toBe(201);
    expect((await owner.call(contract.createRole, { ...role, key: 'mine' })).failure.code).toBe('code_taken');
    const more = { key: 'heir', name: 'x', permissions: ['store.transfer' as const] };
    expect((await admin.call(contract.createRole, more)).failure.code).toBe('forbidden');
    expect((await owner.call(contract.createRole, more)).status).toBe(201);
    expect((await admin.call(contract.updateRole, { key: 'heir', permissions: [] })).failure.code).toBe(
      'forbidden',
    );
    expect((await admin.call(contract.deleteRole, { key: 'heir' })).failure.code).toBe('forbidden');
    expect((await owner.call(contract.updateRole, { key: 'owner', name: 'x' })).failure.code).toBe(
      'not_found',
    );
    const unknown = await owner.send('POST', contract.createRole.path, {
      ...role,
      permissions: ['fly.high'],
    });
    expect(unknown.status).toBe(400);
  });

  it('follow the built-in ones in the list', async () => {
    const { data } = await owner.call(contract.listRoles, { limit: 100 });
    expect(data.roles.slice(0, 7).every((role) => role.builtIn)).toBe(true);
    expect(data.roles.slice(7).map((role) => role.key)).toEqual(['heir', 'mine']);
    expect(data.total).toBe(9);
    expect((await stranger.call(contract.listRoles, { limit: 100 })).data.total).toBe(7);
  });
});

describe('the limit of an adjustment', () => {
  it('is the role’s, for agents the store’s setting first, and none for the owner', async () => {
    const limitOf = async (role: string) =>
      inStore(app, storeId, (ctx) => {
        const actor = {
          kind: 'staff' as const,
          id: randomUUID(),
          accountId: randomUUID(),
          sessionId: randomUUID(),
          role,
          permissions: new Set<never>(),
        };
        return settings.pointsAdjustLimit({ ...ctx, actor });
      });
    await owner.call(contract.createRole, {
      key: 'helper',
      name: 'x',
      permissions: [],
      pointsAdjustLimit: 7,
    });
    expect(await limitOf('helper')).toBe(7);
    expect(await limitOf('agent')).toBe(1000);
    expect(await limitOf('owner')).toBeUndefined();
    await owner.call(contract.updateStore, { settings: { pointsAdjustLimit: 20 } });
    expect(await limitOf('agent')).toBe(20);
    expect(await inStore(app, storeId, settings.pointsAdjustLimit)).toBeUndefined();
  });
});

describe('API keys', () => {
  it('are shown once and kept as a hash', async () => {
    const made = await owner.call(contract.createKey, { name: 'Shop', scopes: ['orders.record'] });
    expect(made.data.key).toMatch(/^wafa_/);
    const { data } = await owner.call(contract.listKeys, {});
    const listed = data.keys.find((key) => key.id === made.data.id);
    expect(listed).toMatchObject({ name: 'Shop', scopes: ['orders.record'], prefix: made.data.prefix });
    const row = await app.db.query('select k::text as text from settings.api_keys k where id = $1', [
      made.data.id,
    ]);
    expect(row.rows[0].text).not.toContain(made.data.key.slice(49));
    const audit = await app.db.query(
      `select v.after::text as text from platform.audit a
         join platform.audit_values v on v.store_id = a.store_id and v.audit_id = a.id where a.entity_id = $1`,
      [made.data.id],
    );
    expect(audit.rows[0].text).not.toContain(made.data.key.slice(49));
  });

  it('carry no more than their maker has, and end in the future', async () => {
    const more = await admin.call(contract.createKey, { name: 'x', scopes: ['store.delete'] });
    expect(more.failure.code).toBe('forbidden');
    const past = await owner.call(contract.createKey, {
      name: 'x',
      scopes: ['settings.read'],
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect([past.status, past.failure.errors[0]?.field]).toEqual([400, 'expiresAt']);
    const none = await owner.call(contract.createKey, { name: 'x', scopes: [] });
    expect(none.status).toBe(400);
  });

  it('stay revoked from the first time on, and are another store’s business nowhere', async () => {
    const { id } = (await owner.call(contract.createKey, { name: 'x', scopes: ['settings.read'] })).data;
    expect((await stranger.call(contract.revokeKey, { keyId: id })).failure.code).toBe('not_found');
    const first = (await owner.call(contract.revokeKey, { keyId: id })).data.revokedAt;
    app.clock.advance({ seconds: 5 });
    expect((await owner.call(contract.revokeKey, { keyId: id })).data.revokedAt).toBe(first);
    expect((await owner.call(contract.revokeKey, { keyId: randomUUID() })).failure.code).toBe('not_found');
    expect((await stranger.call(contract.listKeys, {})).data.total).toBe(0);
  });
});
