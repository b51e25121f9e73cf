import { customersCardContract as contract, customersContract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../../platform/http/bind.ts';
import { card, lookup } from './card.ts';
import * as devices from './devices.ts';
import { checkOneTimeCode, createOneTimeCode } from './one-time-code.ts';
import { cardTrust, rotateCardKey } from './trust.ts';
import { recordCardScans, verifyCard } from './verify.ts';
import { applePass } from './wallet/apple.ts';
import { googlePass } from './wallet/google.ts';

export const routes: Route[] = [
  bind(customersContract.card, card),
  bind(customersContract.lookup, lookup),
  bind(contract.registerCardDevice, devices.registerCardDevice),
  bind(contract.renewCardDevice, devices.renewCardDevice),
  bind(contract.cardDevices, devices.cardDevices),
  bind(contract.revokeCardDevice, devices.revokeCardDevice),
  bind(contract.createOneTimeCode, createOneTimeCode),
  bind(contract.checkOneTimeCode, checkOneTimeCode),
  bind(contract.verifyCard, verifyCard),
  bind(contract.recordCardScans, recordCardScans),
  bind(contract.cardTrust, cardTrust),
  bind(contract.rotateCardKey, rotateCardKey),
  bindStream(contract.applePass, applePass),
  bind(contract.googlePass, googlePass),
];
