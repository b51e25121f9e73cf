import { notificationsContract as contract } from '@wafa/contract';
import { bind, bindStream } from '../../platform/http/bind.ts';
import { bulk, bulks, startBulk, steerBulk } from './bulk/bulk.ts';
import { bulkResult } from './bulk/result.ts';
import { communicate, sendOverChannels } from './messages/communicate.ts';
import { history, list, markRead } from './messages/history.ts';
import { preview, removeTemplate, saveTemplate, template, templates } from './templates/templates.ts';

export const routes = [
  bind(contract.history, history),
  bind(contract.list, list),
  bind(contract.communicate, communicate),
  bind(contract.send, sendOverChannels),
  bind(contract.markRead, markRead),
  bind(contract.templates, templates),
  bind(contract.template, template),
  bind(contract.saveTemplate, saveTemplate),
  bind(contract.removeTemplate, removeTemplate),
  bind(contract.preview, preview),
  bind(contract.startBulk, startBulk),
  bind(contract.bulks, bulks),
  bind(contract.bulk, bulk),
  bind(contract.steerBulk, steerBulk),
  bindStream(contract.bulkResult, bulkResult),
];
