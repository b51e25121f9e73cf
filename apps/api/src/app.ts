import { catalogueModule } from './modules/catalogue/index.ts';
import { customersModule } from './modules/customers/index.ts';
import { configureIdentity, identityModule, makeAuthenticator } from './modules/identity/index.ts';
import { loyaltyModule } from './modules/loyalty/index.ts';
import { ordersModule } from './modules/orders/index.ts';
import { salesModule } from './modules/sales/index.ts';
import {
  configureSettings,
  findStore,
  isSwitchedOff,
  listStores,
  settingsModule,
} from './modules/settings/index.ts';
import type { App } from './platform/process.ts';

/**
 * The backend's table of contents: every module, lowest level first. A module's routes, stored
 * functions, listeners, jobs and participant are what its `index.ts` hands over.
 */
export const app: App = {
  modules: [
    settingsModule,
    identityModule,
    customersModule,
    catalogueModule,
    loyaltyModule,
    ordersModule,
    salesModule,
  ],
  makeDoors(runner, config) {
    configureSettings(runner);
    configureIdentity(config);
    return { authenticate: makeAuthenticator(), findStore, isSwitchedOff };
  },
  listStores,
};
