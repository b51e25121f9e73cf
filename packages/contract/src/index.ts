import { activityContract } from './activity.ts';
import { analyticsContract } from './analytics.ts';
import { bulkOperationsContract } from './bulk-operations.ts';
import { catalogueContract } from './catalogue.ts';
import { customersContract } from './customers.ts';
import { customersAddressesContract } from './customers-addresses.ts';
import { customersCardContract } from './customers-card.ts';
import { customersDirectoryContract } from './customers-directory.ts';
import { customersDuplicatesContract } from './customers-duplicates.ts';
import { customersImportContract } from './customers-import.ts';
import { customersMergingContract } from './customers-merging.ts';
import { customersProfileContract } from './customers-profile.ts';
import type { Endpoint } from './endpoint.ts';
import { identityContract } from './identity.ts';
import { loyaltyContract } from './loyalty.ts';
import { loyaltyLedgerContract } from './loyalty-ledger.ts';
import { loyaltyProgrammesContract } from './loyalty-programmes.ts';
import { loyaltyProofContract } from './loyalty-proof.ts';
import { loyaltyRewardsContract } from './loyalty-rewards.ts';
import { loyaltyTiersContract } from './loyalty-tiers.ts';
import { notificationsContract } from './notifications.ts';
import { notificationsStaffContract } from './notifications-staff.ts';
import { occasionsContract } from './occasions.ts';
import { offersContract } from './offers.ts';
import { ordersContract } from './orders.ts';
import { predictionsContract } from './predictions.ts';
import { referralsContract } from './referrals.ts';
import { salesContract } from './sales.ts';
import { segmentsContract } from './segments.ts';
import { settingsContract } from './settings.ts';

export * from './activity.ts';
export * from './analytics.ts';
export * from './analytics-customer.ts';
export * from './analytics-forecast.ts';
export * from './analytics-freshness.ts';
export * from './analytics-groups.ts';
export * from './analytics-programmes.ts';
export * from './analytics-sales.ts';
export * from './bulk-operations.ts';
export * from './catalogue.ts';
export * from './common.ts';
export * from './customers.ts';
export * from './customers-address-book.ts';
export * from './customers-addresses.ts';
export * from './customers-card.ts';
export * from './customers-details.ts';
export * from './customers-directory.ts';
export * from './customers-duplicates.ts';
export * from './customers-import.ts';
export * from './customers-lookup.ts';
export * from './customers-merging.ts';
export * from './customers-profile.ts';
export * from './customers-tags.ts';
export * from './earn-rules.ts';
export * from './endpoint.ts';
export * from './identity.ts';
export * from './loyalty.ts';
export * from './loyalty-ledger.ts';
export * from './loyalty-programmes.ts';
export * from './loyalty-proof.ts';
export * from './loyalty-redemptions.ts';
export * from './loyalty-rewards.ts';
export * from './loyalty-rewards-terms.ts';
export * from './loyalty-tiers.ts';
export * from './notifications.ts';
export * from './notifications-bulk.ts';
export * from './notifications-contents.ts';
export * from './notifications-staff.ts';
export * from './notifications-templates.ts';
export * from './occasions.ts';
export * from './occasions-calendar.ts';
export * from './occasions-dates.ts';
export * from './occasions-kinds.ts';
export * from './occasions-records.ts';
export * from './occasions-upcoming.ts';
export * from './offers.ts';
export * from './offers-apply.ts';
export * from './offers-claims.ts';
export * from './offers-codes.ts';
export * from './offers-personal.ts';
export * from './offers-report.ts';
export * from './offers-terms.ts';
export * from './orders.ts';
export * from './permissions.ts';
export * from './predictions.ts';
export * from './referrals.ts';
export * from './referrals-desk.ts';
export * from './referrals-programme.ts';
export * from './referrals-stages.ts';
export * from './referrals-standing.ts';
export * from './sales.ts';
export * from './segments.ts';
export * from './segments-customer.ts';
export * from './segments-definition.ts';
export * from './segments-evaluation.ts';
export * from './segments-members.ts';
export * from './segments-rules.ts';
export * from './settings.ts';

/** Every endpoint of the API, by module. */
export const contract = {
  settings: settingsContract,
  identity: identityContract,
  customers: {
    ...customersContract,
    ...customersDirectoryContract,
    ...customersMergingContract,
    ...customersDuplicatesContract,
    ...customersCardContract,
    ...customersProfileContract,
    ...customersAddressesContract,
    ...customersImportContract,
  },
  catalogue: catalogueContract,
  loyalty: {
    ...loyaltyContract,
    ...loyaltyLedgerContract,
    ...loyaltyProgrammesContract,
    ...loyaltyProofContract,
    ...loyaltyRewardsContract,
    ...loyaltyTiersContract,
  },
  notifications: { ...notificationsContract, ...notificationsStaffContract },
  activity: activityContract,
  orders: ordersContract,
  predictions: predictionsContract,
  referrals: referralsContract,
  segments: segmentsContract,
  offers: offersContract,
  sales: salesContract,
  occasions: occasionsContract,
  operations: bulkOperationsContract,
  analytics: analyticsContract,
};

/** Every endpoint in one list. */
export const endpoints: readonly Endpoint[] = Object.values(contract).flatMap(
  (module) => Object.values(module) as unknown as Endpoint[],
);
