import { randomUUID } from 'node:crypto';
import { identityContract } from '@wafa/contract';
import * as identity from '../src/modules/identity/index.ts';
import * as settings from '../src/modules/settings/index.ts';
import type { Actor, Ctx } from '../src/platform/context.ts';
import { runInTransaction } from '../src/platform/db/run.ts';
import type { App } from '../src/platform/process.ts';
import type { StartedApp } from './app.ts';
import { Client } from './client.ts';

/** Settings and identity alone: stores, their people, and the doors of the server. */
export const peopleApp: App = {
  modules: [settings.settingsModule, identity.identityModule],
  makeDoors(runner, config) {
    settings.configureSettings(runner);
    identity.configureIdentity(config);
    return {
      authenticate: identity.makeAuthenticator(),
      findStore: settings.findStore,
      isSwitchedOff: settings.isSwitchedOff,
    };
  },
  listStores: settings.listStores,
};

type Started = Pick<StartedApp, 'runner' | 'url'>;

const system: Actor = { kind: 'system', id: '00000000-0000-0000-0000-000000000000' };

/** Runs `work` as the system in a transaction of the store. */
export function inStore<T>(app: Started, storeId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return runInTransaction(app.runner, { storeId, actor: system }, work);
}

/** The password of everyone whom these builders make; hashed once, since a hash is slow by intent. */
export const password = 'correct horse battery';
export const passwordHash = identity.hashPassword(password);

let count = 0;

/** A store: Riyadh, riyals, English, unless said. */
export async function makeStore(app: Started, change: Partial<settings.NewStore> = {}) {
  const slug = change.slug ?? `store-${process.pid}-${++count}`;
  const input = { slug, name: `Store ${count}`, currency: 'SAR', timeZone: 'Asia/Riyadh', ...change };
  return inStore(app, randomUUID(), (ctx) => settings.createStore(ctx, { language: 'en', ...input }));
}

export interface Person {
  accountId: string;
  staffId: string;
  email: string;
  storeId: string;
}

/** A member of the store's staff with an account of their own. */
export async function makeStaff(app: Started, storeId: string, role: string): Promise<Person> {
  const email = `${role}-${++count}@example.test`;
  const hash = await passwordHash;
  return inStore(app, storeId, async (ctx) => {
    const accountId = await identity.createStaffAccount(ctx, { email, passwordHash: hash, name: role });
    const member = await settings.addMember(ctx, { accountId, email, name: role, role });
    return { accountId, staffId: member.id, email, storeId };
  });
}

/** Makes the account of one store's person a member of another store too. */
export async function joinStore(
  app: Started,
  person: Person,
  storeId: string,
  role: string,
): Promise<string> {
  const { accountId, email } = person;
  const member = await inStore(app, storeId, (ctx) =>
    settings.addMember(ctx, { accountId, email, name: role, role }),
  );
  return member.id;
}

/** A log-in of a customer id of this store; the customer's profile is another module's. */
export async function makeLogin(
  app: Started,
  storeId: string,
  reach: { email?: string; phone?: string } = { email: `customer-${++count}@example.test` },
): Promise<{ customerId: string; email?: string; phone?: string }> {
  const hash = await passwordHash;
  const customerId = randomUUID();
  await inStore(app, storeId, (ctx) =>
    identity.createLogin(ctx, { customerId, passwordHash: hash, name: 'Sara', nameAr: 'سارة', ...reach }),
  );
  return { customerId, ...reach };
}

/** A caller with nobody signed in, naming the store where one is given. */
export function visitor(app: Started, storeId?: string): Client {
  return new Client(app.url, storeId ? { 'x-store-id': storeId } : {});
}

/** Signs in; throws where that does not succeed. */
export async function signIn(
  app: Started,
  login: string,
  as: 'staff' | 'customer',
  storeId?: string,
): Promise<{ client: Client; tokens: identity.Tokens }> {
  const reply = await visitor(app, storeId).call(identityContract.signIn, { login, password, as });
  if (reply.status !== 200) throw new Error(`sign-in of ${login}: ${reply.text}`);
  const tokens = reply.data;
  return { client: new Client(app.url, { authorization: `Bearer ${tokens.accessToken}` }), tokens };
}

/** A client of a new member of staff with this role. */
export async function staffClient(app: Started, storeId: string, role: string): Promise<Client> {
  const person = await makeStaff(app, storeId, role);
  return (await signIn(app, person.email, 'staff')).client;
}
