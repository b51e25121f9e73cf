import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { allOf, evaluateAll, named, rule } from '../fixtures.ts';
import { segmentsModule } from '../index.ts';

const { segments: api } = contract;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  const staff = await app.signIn('admin');
  await staff.call(api.addSegment, { key: 'club', kind: 'manual', name: named('club') });
  const rules = allOf(rule('total_spent', '>=', 15_000));
  await staff.call(api.addSegment, { key: 'spenders', kind: 'dynamic', name: named('spenders'), rules });
  await evaluateAll(app);
});
afterAll(() => app?.close());

const keysOf = async (customerId: string) => {
  const { data } = await (await app.signIn('admin')).call(api.ofCustomer, { customerId });
  return data.segments.map(({ key }) => key).sort();
};
const memberships = async (customerId: string) =>
  (await app.db.query('select segment_key from customers.v_memberships where customer_id = $1', [customerId]))
    .rows;

it('a merged customer is in no segment, the survivor in those of both together; taken back, all is as before', async () => {
  const staff = await app.signIn('admin');
  const [one, other] = [await app.addCustomer(), await app.addCustomer()];
  await app.record({ customerId: one.id });
  await app.record({ customerId: other.id });
  await staff.call(api.changeMembers, { key: 'club', add: [other.id] });
  const before = [await keysOf(one.id), await keysOf(other.id)];
  expect(before[1]).toContain('club');
  expect(before[0]).not.toContain('spenders');
  const { data } = await staff.call(contract.customers.merge, { customerId: one.id, from: other.id });
  expect(await keysOf(one.id)).toEqual(expect.arrayContaining(['club', 'spenders']));
  expect(await memberships(other.id)).toEqual([]);
  await staff.call(contract.customers.unmerge, { mergeId: data.merge.id });
  expect([await keysOf(one.id), await keysOf(other.id)]).toEqual(before);
});

it('an erased customer is in no segment, and is not found again by an evaluation', async () => {
  const staff = await app.signIn('admin');
  const { id } = await app.addCustomer();
  await staff.call(api.changeMembers, { key: 'club', add: [id], reason: 'SAID-1' });
  const { exportPersonal, erasePersonal } = segmentsModule.participant ?? {};
  expect(JSON.stringify(await app.inStore(async (ctx) => exportPersonal?.(ctx, id)))).toContain('SAID-1');
  await app.inStore(async (ctx) => erasePersonal?.(ctx, id));
  const { rows } = await app.db.query('select reason from segments.manual_members where customer_id = $1', [
    id,
  ]);
  expect(rows).toEqual([]);
  await app.db.query(`update customers.facts set status = 'closed' where customer_id = $1`, [id]);
  await staff.call(api.update, {});
  await evaluateAll(app);
  expect(await memberships(id)).toEqual([]);
});

it('a closed customer leaves all segments, also those they were put into', async () => {
  const staff = await app.signIn('admin');
  const { id } = await app.addCustomer();
  await staff.call(api.changeMembers, { key: 'club', add: [id] });
  await app.db.query(`update customers.facts set status = 'closed' where customer_id = $1`, [id]);
  await staff.call(api.update, {});
  await evaluateAll(app);
  expect(await memberships(id)).toEqual([]);
});

it('the timeline tells of segments, to the customer of visible ones only', async () => {
  const customer = await app.addCustomer();
  await app.record({ customerId: customer.id });
  const staff = await app.signIn('admin');
  const { data } = await staff.call(contract.activity.timeline, {
    customerId: customer.id,
    sources: 'segments',
  });
  expect(data.entries.map(({ kind }) => kind)).toContain('segment.entered');
  await app.record({ customerId: customer.id });
  await staff.call(api.changeMembers, { key: 'club', add: [customer.id] });
  const self = await app.signInAs(customer);
  const own = await self.call(contract.activity.timeline, { customerId: 'me', limit: 100 });
  const told = own.data.entries
    .filter(({ source }) => source === 'segments')
    .map(({ links }) => links.segment);
  expect(told).toContain('occasional');
  expect(told).not.toContain('club');
});
