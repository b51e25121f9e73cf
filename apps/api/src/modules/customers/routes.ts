import {
  customersContract as contract,
  customersAddressesContract,
  customersImportContract,
  customersMergingContract,
  customersProfileContract,
  identityContract,
} from '@wafa/contract';
import { bind, bindStream } from '../../platform/http/bind.ts';
import { hashPassword } from '../identity/index.ts';
import * as addresses from './addresses/addresses.ts';
import * as verification from './addresses/verification/verification.ts';
import { routes as cardRoutes } from './card/routes.ts';
import { consents } from './consents/consents.ts';
import { routes as directoryRoutes } from './directory/routes.ts';
import { routes as duplicateRoutes } from './duplicates/routes.ts';
import * as fields from './fields/fields.ts';
import * as imports from './import/import.ts';
import { merge, merges, unmerge } from './merging/merging.ts';
import * as notes from './notes/notes.ts';
import { addTag, create, get, removeTag, signUp, update } from './profile/profile.ts';
import * as statuses from './statuses/statuses.ts';
import * as tags from './tags/tags.ts';

export const routes = [
  ...directoryRoutes,
  bind(contract.create, create),
  bind(contract.get, get),
  bind(contract.update, update),
  ...cardRoutes,
  ...duplicateRoutes,
  bind(contract.addTag, addTag),
  bind(contract.removeTag, removeTag),
  bind(contract.listAddresses, addresses.listAddresses),
  bind(contract.addAddress, addresses.addAddress),
  bind(contract.updateAddress, addresses.updateAddress),
  bind(contract.removeAddress, addresses.removeAddress),
  bind(customersAddressesContract.pendingAddresses, verification.pendingAddresses),
  bindStream(customersAddressesContract.exportPendingAddresses, verification.exportPendingAddresses),
  bind(customersAddressesContract.verifyAddress, verification.verifyAddress),
  bind(customersAddressesContract.verifyAddresses, verification.verifyAddresses),
  bind(customersAddressesContract.verificationStats, verification.verificationStats),
  bind(customersProfileContract.fields, fields.fields),
  bind(customersProfileContract.addField, fields.addField),
  bind(customersProfileContract.changeField, fields.changeField),
  bind(customersProfileContract.removeField, fields.removeField),
  bind(customersProfileContract.consents, consents),
  bind(customersProfileContract.notes, notes.notes),
  bind(customersProfileContract.addNote, notes.addNote),
  bind(customersProfileContract.changeNote, notes.changeNote),
  bind(customersProfileContract.removeNote, notes.removeNote),
  bind(customersProfileContract.tags, tags.tags),
  bind(customersProfileContract.changeTag, tags.changeTag),
  bind(customersProfileContract.tagChange, tags.tagChange),
  bind(customersProfileContract.status, statuses.status),
  bind(customersProfileContract.changeStatus, statuses.changeStatus),
  bind(customersProfileContract.remove, statuses.remove),
  bind(customersProfileContract.reopen, statuses.reopen),
  bind(customersImportContract.previewImport, imports.previewImport),
  bind(customersImportContract.startImport, imports.startImport),
  bind(customersImportContract.imports, imports.imports),
  bind(customersImportContract.import, imports.importState),
  bindStream(customersImportContract.importRejects, imports.importRejects),
  bind(customersMergingContract.merge, merge),
  bind(customersMergingContract.merges, merges),
  bind(customersMergingContract.unmerge, unmerge),
  bind(identityContract.signUp, signUp, ({ password }) => hashPassword(password)),
];
