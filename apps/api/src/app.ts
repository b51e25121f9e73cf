import { activityModule, configureTimeline } from './modules/activity/index.ts';
import { analyticsModule } from './modules/analytics/index.ts';
import { catalogueModule } from './modules/catalogue/index.ts';
import { configureCard, configureMerging, customersModule } from './modules/customers/index.ts';
import { configureIdentity, identityModule, makeAuthenticator } from './modules/identity/index.ts';
import { configureLoyalty, loyaltyModule } from './modules/loyalty/index.ts';
import { configureEmail, notificationsModule } from './modules/notifications/index.ts';
import { occasionsModule } from './modules/occasions/index.ts';
import { offersModule } from './modules/offers/index.ts';
import { operationsModule } from './modules/operations/index.ts';
import { ordersModule } from './modules/orders/index.ts';
import { predictionsModule } from './modules/predictions/index.ts';
import { configureReferrals, referralsModule } from './modules/referrals/index.ts';
import { salesModule } from './modules/sales/index.ts';
import { segmentsModule } from './modules/segments/index.ts';
import {
  configureSettings,
  findStore,
  isSwitchedOff,
  listStores,
  settingsModule,
} from './modules/settings/index.ts';
import type { Module } from './platform/module.ts';
import type { App } from './platform/process.ts';

/**
 * The backend's table of contents: every module, lowest level first. A module's routes, stored
 * functions, listeners, jobs and participant are what its `index.ts` hands over.
 */
const modules: readonly Module[] = [
  settingsModule,
  identityModule,
  customersModule,
  catalogueModule,
  loyaltyModule,
  notificationsModule,
  activityModule,
  ordersModule,
  segmentsModule,
  predictionsModule,
  referralsModule,
  occasionsModule,
  offersModule,
  salesModule,
  operationsModule,
  analyticsModule,
];

export const app: App = {
  modules,
  makeDoors(runner, config) {
    configureSettings(runner);
    configureIdentity(config);
    configureMerging(modules.flatMap(({ participant }) => participant ?? []));
    configureTimeline(modules);
    return { authenticate: makeAuthenticator(), findStore, isSwitchedOff };
  },
  configure(config) {
    configureLoyalty(config);
    configureCard(config);
    configureReferrals(config);
    return configureEmail(config);
  },
  listStores,
};
