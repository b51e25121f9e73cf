import { identityContract as contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import {
  makeLogin,
  makeStaff,
  makeStore,
  password,
  peopleApp,
  signIn,
  visitor,
} from '../../../test/people.ts';

let app: StartedApp;
let storeId: string;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app)).id;
});
afterAll(() => app.close());

describe('sign-in', () => {
  it('works', async () => {
    const owner = await makeStaff(app, storeId, 'owner');
    const { client, tokens } = await signIn(app, owner.email, 'staff');
    const me = await client.call(contract.me, {});
    expect(me.status).toBe(200);
    expect(me.data).toMatchObject({ kind: 'staff', role: 'owner', staffId: owner.staffId });
    const again = await visitor(app).call(contract.refresh, { refreshToken: tokens.refreshToken });
    expect(again.status).toBe(200);
    const login = await makeLogin(app, storeId, { phone: '+966501234567' });
    const customer = await signIn(app, '٠٥٠١٢٣٤٥٦٧', 'customer', storeId);
    expect((await customer.client.call(contract.me, {})).data).toMatchObject({
      kind: 'customer',
      customerId: login.customerId,
    });
    expect(password).toBeTruthy();
  });
});
