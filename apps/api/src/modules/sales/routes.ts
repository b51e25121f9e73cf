import { salesContract as contract } from '@wafa/contract';
import { bind, bindBatch } from '../../platform/http/bind.ts';
import { advance } from './advance.ts';
import { refundOne } from './refund.ts';
import { record, recordMany } from './sales.ts';

export const routes = [
  bindBatch(contract.record, record),
  bind(contract.recordMany, recordMany),
  bind(contract.advance, advance),
  bind(contract.refund, refundOne),
];
