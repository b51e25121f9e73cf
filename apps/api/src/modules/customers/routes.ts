import { customersContract as contract, customersMergingContract, identityContract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import { hashPassword } from '../identity/index.ts';
import * as addresses from './addresses/addresses.ts';
import { card, lookup } from './card/card.ts';
import { list } from './directory/directory.ts';
import { merge, merges, unmerge } from './merging/merging.ts';
import { addTag, create, get, removeTag, signUp, update } from './profile/profile.ts';

export const routes = [
  bind(contract.list, list),
  bind(contract.create, create),
  bind(contract.get, get),
  bind(contract.update, update),
  bind(contract.card, card),
  bind(contract.lookup, lookup),
  bind(contract.addTag, addTag),
  bind(contract.removeTag, removeTag),
  bind(contract.listAddresses, addresses.listAddresses),
  bind(contract.addAddress, addresses.addAddress),
  bind(contract.updateAddress, addresses.updateAddress),
  bind(contract.removeAddress, addresses.removeAddress),
  bind(customersMergingContract.merge, merge),
  bind(customersMergingContract.merges, merges),
  bind(customersMergingContract.unmerge, unmerge),
  bind(identityContract.signUp, signUp, ({ password }) => hashPassword(password)),
];
