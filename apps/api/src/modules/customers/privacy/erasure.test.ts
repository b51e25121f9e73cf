import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { eraseClosed } from './erasure.ts';

const { remove, reopen, get, update, status, merge, addNote, create } = contract.customers;

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

/** Does what the job does after so many days, to its end, and puts the clock back. */
async function eraseAfter(days: number) {
  const before = app.clock.now();
  app.clock.advance({ days });
  while (await app.inStore((ctx) => eraseClosed(ctx, {})));
  app.clock.set(before);
}

/** Every table that holds a customer, searched for a text. */
async function tablesWith(mark: string): Promise<string[]> {
  const { rows: tables } = await app.db.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema|public)'
      order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await app.db.query<{ n: number }>(
      `select count(*)::int as n from ${name} t where to_jsonb(t)::text like '%' || $1 || '%'`,
      [mark],
    );
    if (rows[0]?.n) found.push(name);
  }
  return found;
}

const marked = (mark: string) =>
  app.addCustomer({ firstName: mark, email: `${mark.toLowerCase()}@example.com`, tags: [mark] });

const ledgerOf = async (customer: TestCustomer) => {
  const { rows } = await app.db.query(
    `select count(*)::int as entries, sum(e.amount)::int as amount from loyalty.entries e
       join loyalty.accounts a on a.store_id = e.store_id and a.id = e.account_id where a.owner_id = $1`,
    [customer.id],
  );
  return rows[0];
};

it('closes at once, erases after the grace period, and keeps ledger and figures', async () => {
  const customer = await marked('Vanishing');
  await app.record({ customerId: customer.id });
  await admin.call(addNote, { customerId: customer.id, text: 'Vanishing likes tea' });
  await admin.call(update, { customerId: customer.id, lastName: 'Vanishingson' }, { idempotencyKey: 'v-1' });
  const ledger = await ledgerOf(customer);
  expect(ledger.entries).toBeGreaterThan(0);

  const removed = await admin.call(remove, { customerId: customer.cardNumber, reason: 'Vanishing asked' });
  expect(removed.data).toMatchObject({
    status: 'closed',
    allows: { signIn: false, earn: false },
    closedAt: '2026-03-10T09:00:00.000Z',
    eraseAfter: '2026-04-09T09:00:00.000Z',
    erasedAt: null,
    changes: [{ from: 'active', to: 'closed', reason: 'Vanishing asked' }],
  });
  await eraseAfter(29);
  expect((await admin.call(get, { customerId: customer.id })).data.firstName).toBe('Vanishing');
  await eraseAfter(31);
  const left = await tablesWith('Vanishing');
  expect(left).toEqual([]);
  expect(await tablesWith('vanishing@example.com')).toEqual([]);
  const { data } = await admin.call(get, { customerId: customer.id });
  expect(data).toMatchObject({ status: 'closed', firstName: '', email: null, totalSpent: 10_000 });
  expect(await ledgerOf(customer)).toEqual(ledger);
  expect((await admin.call(status, { customerId: customer.id })).data.erasedAt).not.toBeNull();
  const { rows } = await app.db.query(
    `select count(*)::int as n from platform.outbox where name = 'customer.erased' and payload->>'customerId' = $1`,
    [customer.id],
  );
  expect(rows[0].n).toBe(1);
});

it('is taken back within the grace period, with the status there was before', async () => {
  const customer = await marked('Returning');
  await admin.call(update, { customerId: customer.id, status: 'inactive' });
  await admin.call(remove, { customerId: customer.id });
  const direct = await admin.call(update, { customerId: customer.id, status: 'active' });
  expect([direct.status, direct.failure.code]).toEqual([409, 'customer_closed']);
  const opened = await admin.call(reopen, { customerId: customer.id, reason: 'changed their mind' });
  expect(opened.data).toMatchObject({ status: 'inactive', firstName: 'Returning' });
  expect((await admin.call(reopen, { customerId: customer.id })).data.status).toBe('inactive');
  await eraseAfter(31);
  expect((await admin.call(get, { customerId: customer.id })).data.firstName).toBe('Returning');
});

it('asked for again keeps the first day, and what is erased does not come back', async () => {
  const customer = await marked('Twice');
  const path = `/api/customer-id/${customer.cardNumber}`;
  const first = await admin.send('DELETE', path);
  app.clock.advance({ minutes: 1 });
  const again = await admin.send('DELETE', path);
  expect(again.data).toEqual(first.data);
  await eraseAfter(31);
  const late = await admin.call(reopen, { customerId: customer.id });
  expect([late.status, late.failure.code]).toEqual([409, 'undo_too_late']);
  expect((await admin.call(remove, { customerId: customer.id })).data.status).toBe('closed');
});

it('takes whoever was merged in along, and leaves what the store said is not personal', async () => {
  await admin.call(contract.customers.addField, {
    key: 'branch',
    name: { en: 'Branch', ar: 'الفرع' },
    type: 'text',
    personal: false,
  });
  const into = await app.addCustomer({
    firstName: 'Survivorella',
    customFields: { branch: 'North', shoe: 'Survivorella 39' },
  });
  const from = await app.addCustomer({ firstName: 'Absorbina', email: 'absorbina@example.com' });
  await admin.call(merge, { customerId: into.id, from: from.id, reason: 'Absorbina is Survivorella' });
  await admin.call(remove, { customerId: into.id });
  await eraseAfter(31);
  expect(await tablesWith('Absorbina')).toEqual([]);
  expect(await tablesWith('absorbina')).toEqual([]);
  expect(await tablesWith('Survivorella')).toEqual([]);
  const { data } = await admin.call(get, { customerId: from.cardNumber });
  expect(data).toMatchObject({ id: into.id, customFields: { branch: 'North' } });
});

it('has the grace period of the store, which may be none', async () => {
  const store = await app.addStore({ settings: { eraseAfterDays: 0 } });
  const owner = await app.signIn('owner', store);
  const made = await owner.call(create, { firstName: 'Instantly' });
  await owner.call(remove, { customerId: made.data.id });
  await app.inStore((ctx) => eraseClosed(ctx, {}), store);
  expect((await owner.call(get, { customerId: made.data.id })).data.firstName).toBe('');
});

it('is for staff who may erase', async () => {
  const customer = await app.addCustomer();
  const agent = await app.signIn('agent');
  expect((await agent.call(remove, { customerId: customer.id })).status).toBe(403);
  const self = await app.signInAs(customer);
  expect((await self.call(remove, { customerId: 'me' })).status).toBe(403);
  const elsewhere = await app.signIn('owner', await app.addStore());
  expect((await elsewhere.call(remove, { customerId: customer.id })).status).toBe(404);
  expect((await elsewhere.call(reopen, { customerId: customer.id })).status).toBe(404);
});
