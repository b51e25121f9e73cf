import { identityContract as contract, settingsContract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import { addStaff, changePassword, me, updateMe } from './accounts.ts';
import { confirmTwoFactor, startTwoFactor, stopTwoFactor } from './factor.ts';
import { checkChange, checkOwner } from './owner.ts';
import { hashPassword } from './passwords.ts';
import { endSession, listSessions, refresh, signOut } from './sessions.ts';
import { checkLogin, signIn } from './signin.ts';

/** `signUp` is bound by customers, which makes the profile and the card. */
export const routes = [
  bind(contract.signIn, signIn, checkLogin),
  bind(contract.refresh, refresh),
  bind(contract.signOut, signOut),
  bind(contract.me, me),
  bind(contract.updateMe, updateMe),
  bind(contract.listSessions, listSessions),
  bind(contract.endSession, endSession),
  bind(contract.changePassword, changePassword, checkChange),
  bind(contract.startTwoFactor, startTwoFactor),
  bind(contract.confirmTwoFactor, confirmTwoFactor),
  bind(contract.stopTwoFactor, stopTwoFactor, (input, request) => checkOwner(input.password, request)),
  bind(settingsContract.addStaff, addStaff, (input) => hashPassword(input.password)),
];
