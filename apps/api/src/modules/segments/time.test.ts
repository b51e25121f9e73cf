import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { staffClient } from '../../../test/people.ts';
import { evaluateAll, named } from './fixtures.ts';

const { segments: api } = contract;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

/** Signed in anew, as sessions end while the clock is turned. */
const marketer = () => staffClient(app, app.store.id, 'marketer');
const placesOf = async (customerId: string) =>
  (await (await marketer()).call(api.ofCustomer, { customerId })).data;
const keysOf = async (customerId: string) => (await placesOf(customerId)).segments.map(({ key }) => key);
const refresh = async (customerId: string) => (await marketer()).call(api.update, { customerId });

async function everybody(): Promise<void> {
  await (await marketer()).call(api.update, {});
  await evaluateAll(app);
}

const outbox = async (name: string) =>
  (await app.db.query('select payload from platform.outbox where name = $1 order by id', [name])).rows.map(
    ({ payload }) => payload,
  );

it('who does nothing becomes inactive, with event, history and the single segment', async () => {
  const { id } = await app.addCustomer();
  await everybody();
  expect((await placesOf(id)).segment).toBe('new');
  app.clock.advance({ days: 91 });
  await everybody();
  const places = await placesOf(id);
  expect(places.segment).toBe('inactive');
  expect(places.segments.map(({ key }) => key)).toEqual(['inactive']);
  expect(places.segments[0]?.why?.sentence.en).toContain('91 days ago');
  const history = await (await marketer()).call(api.history, { key: 'new', customerId: id });
  expect(history.data.movements.map(({ kind }) => kind)).toEqual(['left', 'entered']);
  const left = (await outbox('segment.left')).filter(({ customerIds }) => customerIds.includes(id));
  expect(left.map(({ segment }) => segment)).toEqual(['new']);
  const facts = await app.db.query('select segment from customers.memberships where customer_id = $1', [id]);
  expect(facts.rows).toEqual([{ segment: 'inactive' }]);
});

it('the store’s numbers are checked, and everybody is evaluated again when they change', async () => {
  const staff = await marketer();
  const { id } = await app.addCustomer();
  await refresh(id);
  const wrong = await staff.call(api.changeSettings, { inactiveDays: 200 });
  expect([wrong.status, wrong.failure.errors[0]?.field]).toEqual([400, 'churnedDays']);
  const before = (await staff.call(api.settings, {})).data;
  const stale = await staff.call(api.changeSettings, { newMaxOrders: 0, version: before.version + 5 });
  expect(stale.failure.code).toBe('conflict');
  const changed = await staff.call(api.changeSettings, { newDays: 7, version: before.version });
  expect(changed.data).toMatchObject({ newDays: 7, evaluation: { status: 'QUEUED' } });
  expect(changed.data.defaults.newDays).toBe(30);
  const described = await staff.call(api.segment, { key: 'new' });
  expect(described.data.description.en).toContain('7 days');
  expect(await keysOf(id)).toEqual(['new']);
  app.clock.advance({ days: 8 });
  await evaluateAll(app);
  expect(await keysOf(id)).toEqual([]);
});

describe('customers', () => {
  const own = async (customer: TestCustomer) =>
    (await (await app.signInAs(customer)).call(api.ofCustomer, { customerId: 'me' })).data;

  it('read friendly words and benefits, never figures', async () => {
    const benefit = { title: named('Free delivery'), text: null };
    await (await marketer()).call(api.changeSegment, { key: 'new', benefits: [benefit] });
    const customer = await app.addCustomer();
    await refresh(customer.id);
    expect((await own(customer)).segments).toMatchObject([
      { key: 'new', text: { en: 'New with us: welcome' }, benefits: [benefit], why: null },
    ]);
  });

  it('do not read that they are inactive, unless the store makes it visible', async () => {
    const customer = await app.addCustomer();
    app.clock.advance({ days: 91 });
    await refresh(customer.id);
    expect((await placesOf(customer.id)).segment).toBe('inactive');
    const client = await app.signInAs(customer);
    const hidden = await client.call(api.ofCustomer, { customerId: 'me' });
    expect(hidden.data).toMatchObject({ segment: null, segments: [] });
    await (await marketer()).call(api.changeSegment, { key: 'inactive', isVisible: true });
    const seen = await client.call(api.ofCustomer, { customerId: 'me' });
    expect(seen.data.segment).toBe('inactive');
    const other = await app.addCustomer();
    expect((await client.call(api.ofCustomer, { customerId: other.id })).status).toBe(404);
    expect((await client.call(api.segments, {})).status).toBe(403);
  });
});
