import { randomUUID } from 'node:crypto';
import { contract, type OrderInput, type Receipt } from '@wafa/contract';
import { app as product } from '../src/app.ts';
import * as customers from '../src/modules/customers/index.ts';
import * as identity from '../src/modules/identity/index.ts';
import * as loyalty from '../src/modules/loyalty/index.ts';
import * as settings from '../src/modules/settings/index.ts';
import type { Ctx } from '../src/platform/context.ts';
import { AppError } from '../src/platform/errors.ts';
import { type StartedApp, type StartOptions, startApp } from './app.ts';
import { Client } from './client.ts';
import { inStore as inAnyStore, makeStore, passwordHash, staffClient } from './people.ts';

export type Role = 'owner' | 'admin' | 'marketer' | 'analyst' | 'agent' | 'risk' | 'cashier';

export interface TestStore {
  id: string;
  slug: string;
  currency: string;
  locationId: string;
}

export interface TestCustomer {
  id: string;
  cardNumber: string;
  email: string;
}

export interface TestApp extends StartedApp {
  store: TestStore;
  anonymous: Client;
  /** A member of the store's staff in this role, signed in; the same client each time. */
  signIn(role: Role, store?: TestStore): Promise<Client>;
  /** A customer signed in to the portal. */
  signInAs(customer: TestCustomer, store?: TestStore): Promise<Client>;
  addStore(options?: Partial<settings.NewStore>): Promise<TestStore>;
  addCustomer(fields?: Partial<customers.NewCustomer>, store?: TestStore): Promise<TestCustomer>;
  /** An order as a till sends it: one line of 100.00 unless said. */
  order(fields?: Partial<OrderInput>): OrderInput;
  /** Records an order as the cashier and gives its receipt; throws where it is refused. */
  record(fields?: Partial<OrderInput>): Promise<Receipt>;
  /** Runs work as the system in a transaction of the store. */
  inStore<T>(work: (ctx: Ctx) => Promise<T>, store?: TestStore): Promise<T>;
}

/** The product on a database of the test's own, with one store, a fake clock and a client per role. */
export async function testApp(options: StartOptions = {}): Promise<TestApp> {
  const started = await startApp(product, options);
  const staff = new Map<string, Promise<Client>>();

  const inStore = <T>(work: (ctx: Ctx) => Promise<T>, store: Pick<TestStore, 'id'> = home): Promise<T> =>
    inAnyStore(started, store.id, work);

  async function addStore(change: Partial<settings.NewStore> = {}): Promise<TestStore> {
    const { id, slug, currency } = await makeStore(started, change);
    return inStore(
      async (ctx) => {
        const location = await settings.createLocation(ctx, { code: 'main', name: 'Main', kind: 'branch' });
        await loyalty.createDefaultProgramme(ctx);
        return { id, slug, currency, locationId: location.id };
      },
      { id },
    );
  }

  async function addCustomer(
    fields: Partial<customers.NewCustomer> = {},
    store: TestStore = home,
  ): Promise<TestCustomer> {
    const email = `${randomUUID().slice(0, 8)}@customer.example`;
    return inStore(async (ctx) => {
      const [made] = await customers.createMany(ctx, [
        { firstName: 'Amal', lastName: 'Hassan', email, source: 'test', sourceId: randomUUID(), ...fields },
      ]);
      if (!made || made instanceof AppError) throw made ?? new Error('no customer was made');
      return { id: made.id, cardNumber: made.cardNumber, email: fields.email ?? email };
    }, store);
  }

  async function signInAs(customer: TestCustomer, store: TestStore = home): Promise<Client> {
    const tokens = await inStore(async (ctx) => {
      const login = await identity.createLogin(ctx, {
        customerId: customer.id,
        email: customer.email,
        passwordHash: await passwordHash,
      });
      return identity.openSession(ctx, login);
    }, store);
    return new Client(started.url, {
      'x-store-id': store.id,
      authorization: `Bearer ${tokens.accessToken}`,
    });
  }

  const home = await addStore({ slug: 'home' });
  const app: TestApp = {
    ...started,
    store: home,
    anonymous: new Client(started.url, {}),
    addStore,
    addCustomer,
    signInAs,
    inStore,
    signIn: (role, store = home) => {
      const name = `${role} ${store.id}`;
      const client = staff.get(name) ?? staffClient(started, store.id, role);
      staff.set(name, client);
      return client;
    },
    order: (fields = {}) => ({
      source: 'till',
      sourceId: randomUUID(),
      channel: 'till',
      currency: home.currency,
      payments: [],
      lines: [{ sku: 'COFFEE', name: 'Coffee', quantity: 1, unitPrice: 10_000, discount: 0 }],
      ...fields,
    }),
    record: async (fields) => {
      const cashier = await app.signIn('cashier');
      const reply = await cashier.call(contract.sales.record, app.order(fields));
      if (reply.status !== 201) throw new Error(`the order was refused: ${reply.text}`);
      return reply.data;
    },
  };
  return app;
}
