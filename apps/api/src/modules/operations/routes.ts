import { bulkOperationsContract as contract } from '@wafa/contract';
import { bind, bindStream } from '../../platform/http/bind.ts';
import { bulk, bulks, cancelBulk, previewBulk, startBulk } from './bulk/bulk.ts';
import { bulkResult } from './bulk/result.ts';

export const routes = [
  bind(contract.previewBulk, previewBulk),
  bind(contract.startBulk, startBulk),
  bind(contract.bulks, bulks),
  bind(contract.bulk, bulk),
  bind(contract.cancelBulk, cancelBulk),
  bindStream(contract.bulkResult, bulkResult),
];
