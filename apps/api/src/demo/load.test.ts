import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../test/client.ts';
import { type TestApp, testApp } from '../../test/harness.ts';
import { countRows } from '../../test/recount.ts';
import { makeDemo } from './load.ts';
import { type SignIn, type SignIns, storeSlug } from './store.ts';

const config = { demoCustomers: 60, demoOrders: 700, port: 3010 };

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

function load(change: Partial<Parameters<typeof makeDemo>[0]> = {}): Promise<SignIns> {
  return makeDemo({
    runner: app.runner,
    config,
    now: app.clock.now(),
    analyze: async () => void (await app.db.query('analyze')),
    ...change,
  });
}

/** Figures that must not depend on how the store was loaded. */
async function figures(storeId: string) {
  const { rows } = await app.db.query(
    `select count(*)::integer as customers, sum(total_spent)::text as spent, sum(total_orders)::integer as orders,
            sum(lifetime_points)::text as lifetime, array_agg(distinct tier order by tier) as tiers
       from customers.facts where store_id = $1`,
    [storeId],
  );
  const { rows: orders } = await app.db.query(
    `select count(*)::integer as orders, count(distinct source_id)::integer as ids,
            count(*) filter (where refunded_total > 0)::integer as refunded
       from orders.orders where store_id = $1`,
    [storeId],
  );
  return { ...rows[0], ...orders[0] };
}

async function signIn(
  { login, password }: SignIn,
  as: 'customer' | 'staff',
  storeId: string,
): Promise<Client> {
  const anonymous = app.anonymous.with({ 'x-store-id': storeId });
  const reply = await anonymous.call(contract.identity.signIn, { login, password, as });
  expect(reply.status, reply.text).toBe(200);
  return anonymous.with({ authorization: `Bearer ${reply.data.accessToken}` });
}

describe('the demo', () => {
  let signIns: SignIns;

  it('goes on where it was interrupted', async () => {
    let steps = 0;
    const interrupted = load({
      onProgress: () => {
        if (++steps === 3) throw new Error('interrupted');
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const progress: number[] = [];
    // A later start keeps the size and the end of the first.
    const later = new Date(app.clock.now().getTime() + 86_400_000);
    signIns = await load({
      now: later,
      config: { ...config, demoOrders: 10 },
      onProgress: ({ done }) => progress.push(done),
    });
    expect(progress.at(-1)).toBe(config.demoOrders);
    const found = await figures(signIns.store.id);
    expect(found).toMatchObject({
      customers: config.demoCustomers,
      orders: config.demoOrders,
      ids: config.demoOrders,
    });
    expect(found.refunded).toBeGreaterThan(5);
    expect(found.tiers).toEqual(expect.arrayContaining(['bronze', 'silver', 'gold']));
  });

  it('does nothing to a finished store', async () => {
    const before = await countRows(app);
    const again = await load({
      analyze: () => Promise.reject(new Error('nothing to gather')),
      onProgress: () => {
        throw new Error('nothing to load');
      },
    });
    expect(again).toEqual(signIns);
    expect(await countRows(app)).toEqual(before);
  });

  it('lets Amal see her card, points and orders', async () => {
    const amal = await signIn(signIns.customer, 'customer', signIns.store.id);
    const { data: me } = await amal.call(contract.identity.me, {});
    expect(me).toMatchObject({ name: 'Amal Hassan', nameAr: 'أمل حسن', language: 'ar' });
    const { data: account } = await amal.call(contract.loyalty.account, { customerId: 'me' });
    expect(account.available).toBeGreaterThan(1_000);
    expect(account.expiring.length).toBeGreaterThan(0);
    expect(account.tier.current).not.toBeNull();
    const { data: history } = await amal.call(contract.orders.listOfCustomer, { customerId: 'me' });
    expect(history.total).toBeGreaterThan(20);
    expect(history.orders[0]).toMatchObject({ currency: 'SAR', locationNameAr: expect.any(String) });
  });

  it('shows Amal rewards in both languages, with codes used and unused', async () => {
    const amal = await signIn(signIns.customer, 'customer', signIns.store.id);
    const { data: catalogue } = await amal.call(contract.loyalty.offeredRewards, { customerId: 'me' });
    expect(catalogue.total).toBe(6);
    for (const { name } of catalogue.rewards) {
      expect(name.ar).toMatch(/[\u0600-\u06ff]/);
      expect(name.en).toMatch(/[a-z]/);
    }
    const { data: own } = await amal.call(contract.loyalty.redemptionsOfCustomer, { customerId: 'me' });
    expect(own.redemptions).toMatchObject([{ status: 'issued', rewardType: 'discount_fixed' }]);
    const owner = await signIn(signIns.owner, 'staff', signIns.store.id);
    const { data: used } = await owner.call(contract.loyalty.redemptions, { status: 'used' });
    expect(used.total).toBeGreaterThan(3);
  });

  it('lets the staff in with their roles', async () => {
    for (const role of ['owner', 'cashier', 'agent', 'marketer'] as const) {
      const client = await signIn(signIns[role], 'staff', signIns.store.id);
      const { data: me } = await client.call(contract.identity.me, {});
      expect(me).toMatchObject({
        role,
        store: { slug: storeSlug, currency: 'SAR', timeZone: 'Asia/Riyadh' },
      });
    }
  });

  it('leaves nothing dated after its end', async () => {
    const { rows } = await app.db.query(
      `select max(placed_at) < $2 and max(recorded_at) <= $2 as past from orders.orders where store_id = $1`,
      [signIns.store.id, app.clock.now()],
    );
    expect(rows[0].past).toBe(true);
  });
});
