import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { keep } from '../dates/keep.ts';
import { noon, type OccasionsApp, occasionsApp } from '../fixtures.ts';
import { occasionsModule } from '../index.ts';

const { addDate, history } = contract.occasions;

let app: OccasionsApp;
beforeAll(async () => {
  app = await occasionsApp();
  await app.celebrate({ kind: 'birthday', gifts: [{ tier: null, gift: { type: 'points', points: 200 } }] });
});
afterAll(() => app?.close());
afterEach(() => app.clock.set(noon));

const merge = async (customerId: string, from: string) =>
  (await app.owner.call(contract.customers.merge, { customerId, from, reason: 'same' })).data.merge.id;
const unmerge = (mergeId: string) => app.owner.call(contract.customers.unmerge, { mergeId });

const ownNames = async (customerId: string) =>
  (await app.datesOf(app.owner, customerId)).filter(({ kind }) => kind === 'own').map(({ name }) => name.en);
const recordsOf = async (customerId: string) => (await app.owner.call(history, { customerId })).data.records;

const wedding = { calendar: 'hijri', month: 6, day: 15 } as const;

test('a merge unites dates, history and claims; taken back, dates return and the claim counts for both', async () => {
  const one = await app.addCustomer({ birthday: '1990-11-21' });
  const other = await app.addCustomer({ birthday: '1990-11-22' });
  const add = (customerId: string, name: string) => app.owner.call(addDate, { customerId, name, ...wedding });
  await add(one.id, 'Of one');
  await add(other.id, 'Of the other');
  const first = await app.claim(app.till, 'birthday', other.id);
  expect(first.data.isNew, first.text).toBe(true);

  const mergeId = await merge(one.id, other.id);
  expect((await ownNames(one.id)).sort()).toEqual(['Of one', 'Of the other']);
  expect((await recordsOf(one.id)).map(({ id }) => id)).toEqual([first.data.record.id]);
  const twice = await app.claim(app.till, 'birthday', one.id);
  expect(twice.data, twice.text).toMatchObject({ isNew: false, record: { id: first.data.record.id } });
  const since = await add(other.cardNumber, 'Since');
  expect(since.status, since.text).toBe(201);

  const back = await unmerge(mergeId);
  expect(back.status, back.text).toBe(200);
  expect(await ownNames(one.id)).toEqual(['Of one']);
  expect((await ownNames(other.id)).sort()).toEqual(['Of the other', 'Since']);
  expect(await recordsOf(one.id)).toEqual([]);
  expect((await recordsOf(other.id)).map(({ id }) => id)).toEqual([first.data.record.id]);
  const again = await Promise.all([one, other].map(({ id }) => app.claim(app.till, 'birthday', id)));
  expect(again[0]?.failure.code).toBe('occasion_resting');
  expect(again[1]?.data.isNew).toBe(false);
});

test('exports what is kept, and erases what tells a date; that something was given stays', async () => {
  const { id } = await app.addCustomer({ birthday: '1990-11-20' });
  const { data } = await app.owner.call(addDate, { customerId: id, name: 'MARK-1', ...wedding });
  await app.claim(app.till, 'birthday', id);
  await app.inStore((ctx) => keep(ctx, [id]));
  const { exportPersonal, erasePersonal } = occasionsModule.participant ?? {};
  const exported = await app.inStore((ctx) => exportPersonal?.(ctx, id) ?? Promise.resolve({}));
  expect(exported).toMatchObject({
    specialDates: expect.arrayContaining([
      expect.objectContaining({ kind: 'own', name: 'MARK-1', month: 6 }),
      expect.objectContaining({ kind: 'birthday', givenOn: '1990-11-20' }),
    ]),
    specialDateGifts: [expect.objectContaining({ kind: 'birthday', status: 'claimed' })],
  });
  await app.inStore((ctx) => erasePersonal?.(ctx, id) ?? Promise.resolve());
  const { rows } = await app.db.query<{ text: string }>(
    `select (select string_agg(d::text, ' ') from occasions.dates d where d.customer_id = $1)
       || (select string_agg(r::text, ' ') from occasions.records r where r.customer_id = $1) as text`,
    [id],
  );
  expect(rows[0]?.text).not.toMatch(/MARK|11-20,|1990/);
  expect(rows[0]?.text).toContain('claimed');
  expect(rows[0]?.text).toContain(data.occasion);
});
