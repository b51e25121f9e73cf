import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { customersModule, putFacts } from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const marks = [
  'Personal',
  'Mark',
  'شخصي',
  'mark@example.com',
  '+966544444444',
  'Secret Street',
  'SIZE-XL',
  '1985-05-05',
  'marked',
];

async function person() {
  const made = await app.addCustomer({
    firstName: 'Personal',
    lastName: 'Mark',
    firstNameAr: 'شخصي',
    email: 'mark@example.com',
    phone: '0544444444',
    birthday: '1985-05-05',
    tags: ['marked'],
    customFields: { size: 'SIZE-XL' },
    address: { street1: 'Secret Street', city: 'Riyadh' },
  });
  await app.inStore(async (ctx) => putFacts(ctx, [{ customerId: made.id, spent: 900, orders: 1 }]));
  return made;
}

const stored = async (id: string) => {
  const { rows } = await app.db.query<{ text: string }>(
    `select (select string_agg(c::text, ' ') from customers.customers c where id = $1)
       || coalesce((select string_agg(a::text, ' ') from customers.addresses a where customer_id = $1), '')
       || coalesce((select string_agg(t::text, ' ') from customers.tags t where customer_id = $1), '') as text`,
    [id],
  );
  return rows[0]?.text ?? '';
};

it('exports everything that is kept about a customer, then erases it and keeps the figures', async () => {
  const { id, cardNumber } = await person();
  const { exportPersonal, erasePersonal } = customersModule.participant ?? {};
  const exported = await app.inStore((ctx) => exportPersonal?.(ctx, id) ?? Promise.resolve({}));
  for (const mark of marks) expect(JSON.stringify(exported)).toContain(mark);
  for (const mark of marks) expect(await stored(id)).toContain(mark);
  expect(exported).toMatchObject({ facts: { total_spent: 900 }, profile: { card_number: cardNumber } });

  await app.inStore((ctx) => erasePersonal?.(ctx, id) ?? Promise.resolve());
  for (const mark of marks) expect(await stored(id)).not.toContain(mark);
  const admin = await app.signIn('admin');
  const shown = (await admin.call(contract.customers.get, { customerId: id })).data;
  expect(shown).toMatchObject({ status: 'closed', firstName: '', email: null, totalSpent: 900, cardNumber });
  const refused = await admin.call(contract.customers.update, { customerId: id, firstName: 'Back' });
  expect([refused.status, refused.failure.code]).toEqual([409, 'customer_closed']);
  expect((await admin.call(contract.customers.list, { query: 'Personal Mark' })).data.total).toBe(0);
  expect(
    (await admin.call(contract.customers.create, { firstName: 'New', email: 'mark@example.com' })).status,
  ).toBe(201);
});
