import { analyticsContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../platform/http/bind.ts';
import { customer } from './customer/customer.ts';
import { engagement } from './customer/engagement.ts';
import { customerCsv } from './customer/files.ts';
import { cohorts } from './store/cohorts.ts';
import * as files from './store/files.ts';
import { freshness, recount } from './store/freshness.ts';
import { forecast, rfm, segments, tiers } from './store/groups.ts';
import { overview } from './store/overview.ts';
import { programmes } from './store/programmes.ts';
import { rfmCustomers } from './store/rfm-customers.ts';
import { categories, products, sales } from './store/sales.ts';

export const routes: Route[] = [
  bind(contract.customer, customer),
  bindStream(contract.customerCsv, customerCsv),
  bind(contract.engagement, engagement),
  bind(contract.overview, overview),
  bindStream(contract.overviewCsv, files.overviewCsv),
  bind(contract.sales, sales),
  bindStream(contract.salesCsv, files.salesCsv),
  bind(contract.products, products),
  bindStream(contract.productsCsv, files.productsCsv),
  bind(contract.categories, categories),
  bindStream(contract.categoriesCsv, files.categoriesCsv),
  bind(contract.segments, segments),
  bindStream(contract.segmentsCsv, files.segmentsCsv),
  bind(contract.tiers, tiers),
  bindStream(contract.tiersCsv, files.tiersCsv),
  bind(contract.cohorts, cohorts),
  bindStream(contract.cohortsCsv, files.cohortsCsv),
  bind(contract.rfm, rfm),
  bindStream(contract.rfmCsv, files.rfmCsv),
  bind(contract.rfmCustomers, rfmCustomers),
  bind(contract.programmes, programmes),
  bindStream(contract.programmesCsv, files.programmesCsv),
  bind(contract.forecast, forecast),
  bind(contract.freshness, freshness),
  bind(contract.recount, recount),
];
