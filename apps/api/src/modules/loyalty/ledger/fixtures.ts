import { randomUUID } from 'node:crypto';
import { contract, type permissions } from '@wafa/contract';
import { Client } from '../../../../test/client.ts';
import type { TestApp, TestCustomer } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';

/** What tests of the ledger's operations have in common. */
export function ledgerFixtures(app: TestApp) {
  const standingOf = async (customer: TestCustomer): Promise<loyalty.Standing> => {
    const found = await app.inStore((ctx) => loyalty.standings(ctx, [customer.id]));
    return found.get(customer.id) as loyalty.Standing;
  };
  const accountOf = async (customer: TestCustomer) => (await standingOf(customer)).accountId;

  /** Credits points; on an order of one line where one is given. Answers the entry's id. */
  const credit = async (
    customer: TestCustomer,
    points: number,
    more: { backMonths?: number; accountId?: string; orderId?: string } = {},
  ): Promise<string | null | undefined> => {
    const accountId = more.accountId ?? (await accountOf(customer));
    const occurredAt = new Date(app.clock.now());
    occurredAt.setUTCMonth(occurredAt.getUTCMonth() - (more.backMonths ?? 0));
    const { orderId } = more;
    const [result] = await app.inStore((ctx) =>
      loyalty.earn(ctx, [
        {
          customerId: customer.id,
          accountId,
          source: 'test',
          sourceId: randomUUID(),
          line: 0,
          kind: orderId ? 'spend' : 'manual',
          points,
          occurredAt,
          orderId,
          lines: orderId ? [{ lineNo: 1, total: points * 100, points }] : undefined,
        },
      ]),
    );
    return result?.entryId;
  };

  return {
    accountOf,
    credit,
    balanceOf: async (customer: TestCustomer) => (await standingOf(customer)).balance,
    customerWith: async (points: number): Promise<TestCustomer> => {
      const customer = await app.addCustomer();
      await credit(customer, points);
      return customer;
    },
    /** Refunds money of an order's lines, so far, in minor units by line number. */
    refund: async (
      orderId: string,
      lines: { lineNo: number; lineTotal: number; refundedSoFar: number }[],
    ) => {
      const [result] = await app.inStore((ctx) =>
        loyalty.reverse(ctx, [
          {
            orderId,
            refundId: randomUUID(),
            source: 'test',
            sourceRefundId: randomUUID(),
            occurredAt: ctx.now,
            lines,
          },
        ]),
      );
      return result as loyalty.ReverseResult;
    },
    /** An API key of the store: it has no language of its own, so Accept-Language decides. */
    keyWith: async (...scopes: (typeof permissions)[number][]): Promise<Client> => {
      const owner = await app.signIn('owner');
      const made = await owner.call(contract.settings.createKey, { name: 'Shop', scopes });
      return new Client(app.url, { 'x-store-id': app.store.id, authorization: `Bearer ${made.data.key}` });
    },
  };
}
