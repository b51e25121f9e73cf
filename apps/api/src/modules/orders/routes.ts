import { ordersContract as contract } from '@wafa/contract';
import { bind, bindStream } from '../../platform/http/bind.ts';
import { exportOrders } from './export.ts';
import * as orders from './orders.ts';

export const routes = [
  bind(contract.list, orders.list),
  bind(contract.listOfCustomer, orders.listOfCustomer),
  bind(contract.get, orders.get),
  bindStream(contract.export, exportOrders),
];
