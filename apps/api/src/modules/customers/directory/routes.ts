import { customersDirectoryContract as contract, customersContract } from '@wafa/contract';
import { bind, bindStream } from '../../../platform/http/bind.ts';
import { list } from './directory.ts';
import { exportCustomers } from './export.ts';
import { stats } from './stats/stats.ts';
import { addView, changeView, removeView, views } from './views/views.ts';

export const routes = [
  bind(customersContract.list, list),
  bind(contract.stats, stats),
  bindStream(contract.export, exportCustomers),
  bind(contract.views, views),
  bind(contract.addView, addView),
  bind(contract.changeView, changeView),
  bind(contract.removeView, removeView),
];
