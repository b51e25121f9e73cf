import { segmentsContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../platform/http/bind.ts';
import { add, archive, change, get, list, restore, versions } from './definitions/segments.ts';
import { changeNumbers, numbers } from './definitions/settings.ts';
import { preview } from './evaluation/preview.ts';
import { evaluation, evaluations, update } from './evaluation/update.ts';
import { ofCustomer } from './members/customer.ts';
import { history, sizes } from './members/history.ts';
import { changeMembers } from './members/manual.ts';
import { members, membersCsv } from './members/members.ts';
import { fieldList, fieldValues } from './rules/describe.ts';

export const routes: Route[] = [
  bind(contract.segments, list),
  bind(contract.segment, get),
  bind(contract.addSegment, add),
  bind(contract.changeSegment, change),
  bind(contract.archiveSegment, archive),
  bind(contract.restoreSegment, restore),
  bind(contract.versions, versions),
  bind(contract.fields, fieldList),
  bind(contract.fieldValues, fieldValues),
  bind(contract.preview, preview),
  bind(contract.members, members),
  bindStream(contract.membersCsv, membersCsv),
  bind(contract.changeMembers, changeMembers),
  bind(contract.history, history),
  bind(contract.sizes, sizes),
  bind(contract.settings, numbers),
  bind(contract.changeSettings, changeNumbers),
  bind(contract.update, update),
  bind(contract.evaluations, evaluations),
  bind(contract.evaluation, evaluation),
  bind(contract.ofCustomer, ofCustomer),
];
