import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { segments: api } = contract;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

describe('the next segment by orders', () => {
  it('is the lowest that more orders lead to, with the store’s own numbers and words', async () => {
    const customer = await app.addCustomer();
    const staff = await app.signIn('owner');
    const own = await app.signInAs(customer);
    const next = async () => (await own.call(api.ofCustomer, { customerId: 'me' })).data.next;
    expect(await next()).toMatchObject({ key: 'occasional', orders: 0, needed: 1, days: 180 });
    const benefit = { title: { en: 'Tea', ar: 'شاي' }, text: null };
    await staff.call(api.changeSegment, { key: 'regular', benefits: [benefit] });
    await staff.call(api.changeSettings, { regularOrders: 4, orderDays: 90 });
    await staff.call(api.changeSegment, { key: 'occasional', isVisible: false });
    expect(await next()).toMatchObject({ key: 'regular', needed: 4, days: 90, benefits: [benefit] });
  });
});
