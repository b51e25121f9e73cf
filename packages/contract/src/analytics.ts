import { analyticsCustomerContract } from './analytics-customer.ts';
import { analyticsForecastContract } from './analytics-forecast.ts';
import { analyticsFreshnessContract } from './analytics-freshness.ts';
import { analyticsGroupsContract } from './analytics-groups.ts';
import { analyticsProgrammesContract } from './analytics-programmes.ts';
import { analyticsSalesContract } from './analytics-sales.ts';

/** Analytics: figures of one customer, of the store in a range, and of its customers in groups. */
export const analyticsContract = {
  ...analyticsCustomerContract,
  ...analyticsSalesContract,
  ...analyticsGroupsContract,
  ...analyticsProgrammesContract,
  ...analyticsForecastContract,
  ...analyticsFreshnessContract,
};
