import { customersDuplicatesContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../../platform/http/bind.ts';
import { dismissDuplicate, duplicates, duplicatesOf, reopenDuplicate } from './duplicates.ts';
import { exportDuplicates } from './export.ts';
import { duplicateScan, startDuplicateScan } from './scanning.ts';

export const routes: Route[] = [
  bind(contract.duplicates, duplicates),
  bindStream(contract.exportDuplicates, exportDuplicates),
  bind(contract.dismissDuplicate, dismissDuplicate),
  bind(contract.reopenDuplicate, reopenDuplicate),
  bind(contract.startDuplicateScan, startDuplicateScan),
  bind(contract.duplicateScan, duplicateScan),
  bind(contract.duplicatesOf, duplicatesOf),
];
