import { loyaltyTiersContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../../platform/http/bind.ts';
import { liability, liabilityCsv } from './liability.ts';

export const routes: Route[] = [
  bind(contract.liability, liability),
  bindStream(contract.liabilityCsv, liabilityCsv),
];
