import { referralsContract as contract } from '@wafa/contract';
import { bind, bindStream } from '../../platform/http/bind.ts';
import * as desk from './desk.ts';
import { exportReferrals } from './export.ts';
import * as ownCode from './own-code.ts';
import { getSettings, updateSettings } from './programme.ts';
import { refer, withdraw } from './refer.ts';
import { refusals } from './refusals.ts';
import * as standing from './standing.ts';

export const routes = [
  bind(contract.code, ownCode.code),
  bind(contract.generate, ownCode.generate),
  bind(contract.renewCode, ownCode.renewCode),
  bind(contract.lookUp, ownCode.lookUp),
  bind(contract.refer, refer),
  bind(contract.withdraw, withdraw),
  bind(contract.stats, standing.stats),
  bind(contract.rewards, standing.rewards),
  bind(contract.history, standing.history),
  bind(contract.leaderboard, standing.leaderboard),
  bind(contract.settings, getSettings),
  bind(contract.updateSettings, updateSettings),
  bind(contract.overview, desk.overview),
  bind(contract.list, desk.list),
  bindStream(contract.exportList, exportReferrals),
  bind(contract.refusals, refusals),
  bind(contract.get, desk.get),
  bind(contract.decide, desk.decide),
  bind(contract.undoDecision, desk.undoDecision),
];
