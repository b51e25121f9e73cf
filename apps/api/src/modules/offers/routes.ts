import { offersContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../platform/http/bind.ts';
import * as audience from './audience/audience.ts';
import { apply } from './basket/apply.ts';
import { tryTerms } from './basket/try.ts';
import * as codes from './catalogue/codes.ts';
import * as catalogue from './catalogue/offers.ts';
import { claim } from './claims/claim.ts';
import * as claims from './claims/history.ts';
import { personalized } from './personal/personal.ts';
import { report } from './report/report.ts';

export const routes: Route[] = [
  bind(contract.list, catalogue.list),
  bind(contract.create, catalogue.create),
  bind(contract.previewAudience, audience.previewAudience),
  bind(contract.get, catalogue.get),
  bind(contract.update, catalogue.update),
  bind(contract.setStatus, catalogue.setStatus),
  bind(contract.duplicate, catalogue.duplicate),
  bind(contract.versions, catalogue.versions),
  bind(contract.changeCustomers, audience.changeCustomers),
  bind(contract.customers, audience.list),
  bind(contract.addCodes, codes.addCodes),
  bind(contract.codes, codes.codes),
  bindStream(contract.exportCodes, codes.exportCodes),
  bind(contract.redemptions, claims.redemptions),
  bindStream(contract.exportRedemptions, claims.exportRedemptions),
  bind(contract.report, report),
  bind(contract.personalized, personalized),
  bind(contract.claim, claim),
  bind(contract.apply, apply),
  bind(contract.tryTerms, tryTerms),
  bind(contract.history, claims.history),
];
