import { type CallOf, contract, type OccasionDate, type Permission } from '@wafa/contract';
import { expect } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';

const occasions = contract.occasions;

/** The product on 20 November 2026, noon in Riyadh (10 Jumada II 1448), with what tests of occasions do. */
export interface OccasionsApp extends TestApp {
  owner: Client;
  /** A till's key: unlike people's sessions it outlasts a clock that is put forward. */
  till: Client;
  /** The same, answered in Arabic. */
  arabicTill: Client;
  cashier: Client;
  /** Changes how a kind is celebrated. */
  celebrate(change: CallOf<typeof occasions.updateKind>): Promise<void>;
  /** A customer, and the same signed in. */
  addMember(fields?: Parameters<TestApp['addCustomer']>[0]): Promise<TestCustomer & { self: Client }>;
  datesOf(client: Client, customerId?: string): Promise<OccasionDate[]>;
  claim(
    client: Client,
    occasion: string,
    customerId?: string,
  ): ReturnType<typeof Client.prototype.call<typeof occasions.claim>>;
}

export const noon = new Date('2026-11-20T09:00:00Z');

/** Noon in Riyadh on a day. */
export const noonOf = (day: string): Date => new Date(`${day}T09:00:00Z`);

export async function occasionsApp(): Promise<OccasionsApp> {
  const app = await testApp();
  app.clock.set(noon);
  const owner = await app.signIn('owner');
  const scopes: Permission[] = ['loyalty.redeem', 'loyalty.read', 'occasions.read', 'customers.edit'];
  const made = await owner.call(contract.settings.createKey, { name: 'Till', scopes });
  const till = app.anonymous.with({ 'x-api-key': made.data.key });
  return {
    ...app,
    owner,
    till,
    arabicTill: till.with({ 'accept-language': 'ar' }),
    cashier: await app.signIn('cashier'),
    celebrate: async (change) => {
      const reply = await owner.call(occasions.updateKind, change);
      expect(reply.status, reply.text).toBe(200);
    },
    addMember: async (fields) => {
      const customer = await app.addCustomer(fields);
      return { ...customer, self: await app.signInAs(customer) };
    },
    datesOf: async (client, customerId = 'me') => {
      const reply = await client.call(occasions.dates, { customerId });
      expect(reply.status, reply.text).toBe(200);
      return reply.data.dates;
    },
    claim: (client, occasion, customerId) =>
      client.call(occasions.claim, { occasion, ...(customerId && { customerId }) }),
  };
}
