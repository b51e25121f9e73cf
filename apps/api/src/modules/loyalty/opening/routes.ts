import { loyaltyTiersContract as contract } from '@wafa/contract';
import { bind, type Route } from '../../../platform/http/bind.ts';
import { openBalances } from './opening.ts';

export const routes: Route[] = [bind(contract.openBalances, openBalances)];
