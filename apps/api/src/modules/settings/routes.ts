import { settingsContract as contract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import { createKey, listKeys, revokeKey } from './access/keys.ts';
import { createRole, deleteRole, listRoles, updateRole } from './access/roles.ts';
import { listStaff, updateStaff } from './access/staff.ts';
import { createLocation, listLocations, updateLocation } from './store/locations.ts';
import { getStore, getSwitches, setSwitches, updateStore } from './store/store.ts';

/** `addStaff` is bound by identity: it makes the account. */
export const routes = [
  bind(contract.getStore, getStore),
  bind(contract.updateStore, updateStore),
  bind(contract.listLocations, listLocations),
  bind(contract.createLocation, createLocation),
  bind(contract.updateLocation, updateLocation),
  bind(contract.listStaff, listStaff),
  bind(contract.updateStaff, updateStaff),
  bind(contract.listRoles, listRoles),
  bind(contract.createRole, createRole),
  bind(contract.updateRole, updateRole),
  bind(contract.deleteRole, deleteRole),
  bind(contract.listKeys, listKeys),
  bind(contract.createKey, createKey),
  bind(contract.revokeKey, revokeKey),
  bind(contract.getSwitches, getSwitches),
  bind(contract.setSwitches, setSwitches),
];
