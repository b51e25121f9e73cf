import { ordersContract as contract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import * as orders from './orders.ts';

export const routes = [
  bind(contract.list, orders.list),
  bind(contract.listOfCustomer, orders.listOfCustomer),
  bind(contract.get, orders.get),
];
