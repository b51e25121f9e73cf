import { occasionsContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../platform/http/bind.ts';
import { addDate, changeDate, dates, removeDate, setBirthday } from './dates/dates.ts';
import { kinds, preview, updateKind } from './kinds/kinds.ts';
import { claim } from './records/claim.ts';
import { exportRecords, history, records } from './records/records.ts';
import { exportUpcoming, upcoming } from './upcoming/upcoming.ts';

export const routes: Route[] = [
  bind(contract.kinds, kinds),
  bind(contract.updateKind, updateKind),
  bind(contract.preview, preview),
  bind(contract.dates, dates),
  bind(contract.setBirthday, setBirthday),
  bind(contract.addDate, addDate),
  bind(contract.changeDate, changeDate),
  bind(contract.removeDate, removeDate),
  bind(contract.claim, claim),
  bind(contract.upcoming, upcoming),
  bindStream(contract.exportUpcoming, exportUpcoming),
  bind(contract.history, history),
  bind(contract.records, records),
  bindStream(contract.exportRecords, exportRecords),
];
