import { loyaltyContract as contract } from '@wafa/contract';
import { bind, bindBatch, type Route } from '../../../platform/http/bind.ts';
import { account, history } from './account.ts';
import { credit } from './credit.ts';

export const routes: Route[] = [
  bind(contract.account, account),
  bind(contract.history, history),
  bindBatch(contract.earn, credit),
];
