import { activityContract as contract } from '@wafa/contract';
import { bind, bindBatch } from '../../platform/http/bind.ts';
import { list } from './log/list.ts';
import { record } from './log/record.ts';
import { timeline } from './timeline/timeline.ts';

export const routes = [
  bindBatch(contract.record, record),
  bind(contract.list, list),
  bind(contract.timeline, timeline),
];
