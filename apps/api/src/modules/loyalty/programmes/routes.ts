import { loyaltyProgrammesContract as contract } from '@wafa/contract';
import { bind, type Route } from '../../../platform/http/bind.ts';
import { quoteProgram } from './dry-run.ts';
import {
  createProgram,
  getProgram,
  listPrograms,
  makeDefaultProgram,
  programVersions,
  updateProgram,
} from './editing.ts';
import { recordEvent } from './events.ts';
import { joinProgram, leaveProgram } from './membership.ts';
import { status } from './status.ts';

export const routes: Route[] = [
  bind(contract.listPrograms, listPrograms),
  bind(contract.createProgram, createProgram),
  bind(contract.getProgram, getProgram),
  bind(contract.updateProgram, updateProgram),
  bind(contract.makeDefaultProgram, makeDefaultProgram),
  bind(contract.programVersions, programVersions),
  bind(contract.joinProgram, joinProgram),
  bind(contract.leaveProgram, leaveProgram),
  bind(contract.quoteProgram, quoteProgram),
  bind(contract.recordEvent, recordEvent),
  bind(contract.status, status),
];
