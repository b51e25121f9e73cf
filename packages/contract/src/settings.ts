import { z } from 'zod';
import { currency, id, instant, language, listOf, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { permissions } from './permissions.ts';

/**
 * What a store can switch off; everything is on until it does. A name that is a module's (as
 * `loyalty`) closes all endpoints of that module; the others close a part of one.
 */
export const capabilities = [
  'loyalty',
  'referrals',
  'segments',
  'offers',
  'campaigns',
  'notifications',
  'support',
  'occasions',
  'analytics',
  'predictions',
  'fraud',
  'webhooks',
  'activity',
  'rewards',
  'chat',
  'articles',
  'sign_up',
] as const;
export const capability = z.enum(capabilities);
export type Capability = z.infer<typeof capability>;

/** The seven roles that every store has; a store adds its own beside them. */
export const builtInRoles = ['owner', 'admin', 'marketer', 'analyst', 'agent', 'risk', 'cashier'] as const;

const permission = z.enum(permissions);
const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .describe('Brand colour, #rrggbb');
const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1 alpha-2; phone numbers without a country code are read as of this country');
const timeZone = z.string().max(60).describe('IANA name, as Asia/Riyadh');
const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/)
  .describe('Host name under which the portal of this store answers');
const roleKey = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

export const storeSettings = z.object({
  id,
  slug: z.string(),
  hostName: z.string().nullable(),
  name: z.string(),
  nameAr: z.string().nullable(),
  currency,
  currencyExponent: z.int().describe('Digits of the minor unit: 2 for SAR, 3 for KWD, 0 for JPY'),
  timeZone: z.string(),
  language,
  color: z.string().nullable(),
  country: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  switches: z.record(z.string(), z.boolean()),
  createdAt: instant,
});

export const location = z.object({
  id,
  code: z.string(),
  name: z.string(),
  nameAr: z.string().nullable(),
  kind: z.enum(['branch', 'till', 'online']),
  parentId: id.nullable(),
  isActive: z.boolean(),
});

export const staffMember = z.object({
  id,
  accountId: id,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  locationId: id.nullable(),
  isActive: z.boolean(),
  createdAt: instant,
});

export const role = z.object({
  key: z.string(),
  name: z.string(),
  nameAr: z.string().nullable(),
  builtIn: z.boolean(),
  permissions: z.array(permission),
  pointsAdjustLimit: z.int().nullable().describe('Largest single adjustment of points; null: no limit'),
});

export const apiKey = z.object({
  id,
  name: z.string(),
  prefix: z.string().describe('First characters of the key, to recognise it by'),
  scopes: z.array(permission),
  createdBy: id,
  createdAt: instant,
  lastUsedAt: instant.nullable().describe('To the minute'),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

const roleFields = {
  name: text(80).min(1),
  nameAr: text(80).nullish(),
  permissions: z.array(permission).max(permissions.length),
  pointsAdjustLimit: z.int().min(0).max(1_000_000_000).nullish(),
};
const locationFields = {
  name: text(120).min(1),
  nameAr: text(120).nullish(),
  kind: z.enum(['branch', 'till', 'online']),
  parentId: id.nullish(),
};

export const settingsContract = {
  getStore: endpoint({
    name: 'settings.getStore',
    method: 'GET',
    path: '/api/v1/settings/store',
    summary: 'The store and its settings',
    caller: 'staff',
    permission: 'settings.read',
    lane: 'read',
    response: storeSettings,
  }),
  updateStore: endpoint({
    name: 'settings.updateStore',
    method: 'PUT',
    path: '/api/v1/settings/store',
    summary: 'Change the store',
    description:
      'The currency stays as it was created: amounts and points of the past are kept in it. `settings` is merged by its first level; null removes a key.',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    body: z
      .object({
        name: text(120).min(1),
        nameAr: text(120).nullable(),
        hostName: hostName.nullable(),
        timeZone,
        language,
        color: color.nullable(),
        country: country.nullable(),
        settings: z.record(z.string().max(60), z.unknown()),
      })
      .partial(),
    response: storeSettings,
    errors: ['host_taken'],
  }),
  listLocations: endpoint({
    name: 'settings.listLocations',
    method: 'GET',
    path: '/api/v1/settings/locations',
    summary: 'Branches, tills and online shops',
    caller: 'staff',
    permission: 'settings.read',
    lane: 'read',
    query: paging.extend({
      kind: z.enum(['branch', 'till', 'online']).optional(),
      isActive: z.stringbool().optional(),
    }),
    response: listOf('locations', location),
    errors: ['cursor_invalid'],
  }),
  createLocation: endpoint({
    name: 'settings.createLocation',
    method: 'POST',
    path: '/api/v1/settings/locations',
    summary: 'Add a branch, till or online shop',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    status: 201,
    body: z.object({ ...locationFields, code }),
    response: location,
    errors: ['code_taken', 'location_unknown'],
  }),
  updateLocation: endpoint({
    name: 'settings.updateLocation',
    method: 'PUT',
    path: '/api/v1/settings/locations/:locationId',
    summary: 'Change or deactivate a location; past orders keep it, so it is never deleted',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    params: z.object({ locationId: id }),
    body: z.object({ ...locationFields, isActive: z.boolean() }).partial(),
    response: location,
    errors: ['not_found', 'location_unknown'],
  }),
  listStaff: endpoint({
    name: 'settings.listStaff',
    method: 'GET',
    path: '/api/v1/settings/staff',
    summary: 'Members of the store’s staff',
    caller: 'staff',
    permission: 'staff.read',
    lane: 'read',
    query: paging.extend({ role: roleKey.optional(), isActive: z.stringbool().optional() }),
    response: listOf('staff', staffMember),
    errors: ['cursor_invalid'],
  }),
  addStaff: endpoint({
    name: 'settings.addStaff',
    method: 'POST',
    path: '/api/v1/settings/staff',
    summary: 'Add a member of staff by e-mail',
    description:
      'An e-mail that already has an account joins with that account and its own password (`password` is then not used); otherwise an account is made with the password given here. Only roles whose every permission the caller holds can be given.',
    caller: 'staff',
    permission: 'staff.edit',
    lane: 'write',
    status: 201,
    idempotent: false,
    body: z.object({
      email: z.email().max(254),
      name: text(120).min(1),
      role: roleKey,
      locationId: id.nullish(),
      password: z.string().min(10).max(200).describe('Initial password of a new account'),
    }),
    response: staffMember,
    errors: ['staff_taken', 'role_unknown', 'location_unknown'],
  }),
  updateStaff: endpoint({
    name: 'settings.updateStaff',
    method: 'PUT',
    path: '/api/v1/settings/staff/:staffId',
    summary: 'Change role, name or location of a member, or deactivate them',
    description: 'The last active owner keeps role and membership.',
    caller: 'staff',
    permission: 'staff.edit',
    lane: 'write',
    params: z.object({ staffId: id }),
    body: z
      .object({ name: text(120).min(1), role: roleKey, locationId: id.nullable(), isActive: z.boolean() })
      .partial(),
    response: staffMember,
    errors: ['not_found', 'last_owner', 'role_unknown', 'location_unknown'],
  }),
  listRoles: endpoint({
    name: 'settings.listRoles',
    method: 'GET',
    path: '/api/v1/settings/roles',
    summary: 'Built-in roles, then the store’s own',
    caller: 'staff',
    permission: 'staff.read',
    lane: 'read',
    query: paging,
    response: listOf('roles', role),
    errors: ['cursor_invalid'],
  }),
  createRole: endpoint({
    name: 'settings.createRole',
    method: 'POST',
    path: '/api/v1/settings/roles',
    summary: 'Make a role of the store’s own',
    caller: 'staff',
    permission: 'staff.edit',
    lane: 'write',
    status: 201,
    body: z.object({ ...roleFields, key: roleKey }),
    response: role,
    errors: ['code_taken'],
  }),
  updateRole: endpoint({
    name: 'settings.updateRole',
    method: 'PUT',
    path: '/api/v1/settings/roles/:key',
    summary: 'Change a role of the store’s own',
    caller: 'staff',
    permission: 'staff.edit',
    lane: 'write',
    params: z.object({ key: roleKey }),
    body: z.object(roleFields).partial(),
    response: role,
    errors: ['not_found'],
  }),
  deleteRole: endpoint({
    name: 'settings.deleteRole',
    method: 'DELETE',
    path: '/api/v1/settings/roles/:key',
    summary: 'Delete a role that nobody has',
    caller: 'staff',
    permission: 'staff.edit',
    lane: 'write',
    params: z.object({ key: roleKey }),
    response: z.object({ deleted: z.boolean() }),
    errors: ['not_found', 'role_in_use'],
  }),
  listKeys: endpoint({
    name: 'settings.listKeys',
    method: 'GET',
    path: '/api/v1/settings/keys',
    summary: 'API keys, newest first',
    caller: 'staff',
    permission: 'keys.read',
    lane: 'read',
    query: paging,
    response: listOf('keys', apiKey),
    errors: ['cursor_invalid'],
  }),
  createKey: endpoint({
    name: 'settings.createKey',
    method: 'POST',
    path: '/api/v1/settings/keys',
    summary: 'Make an API key; its text is shown this once',
    caller: 'staff',
    permission: 'keys.edit',
    lane: 'write',
    status: 201,
    idempotent: false,
    body: z.object({
      name: text(80).min(1),
      scopes: z.array(permission).min(1).max(permissions.length),
      expiresAt: instant.optional(),
    }),
    response: apiKey.extend({ key: z.string() }),
  }),
  revokeKey: endpoint({
    name: 'settings.revokeKey',
    method: 'DELETE',
    path: '/api/v1/settings/keys/:keyId',
    summary: 'Revoke an API key',
    caller: 'staff',
    permission: 'keys.edit',
    lane: 'write',
    params: z.object({ keyId: id }),
    response: apiKey,
    errors: ['not_found'],
  }),
  getSwitches: endpoint({
    name: 'settings.getSwitches',
    method: 'GET',
    path: '/api/v1/settings/switches',
    summary: 'Which capabilities are on',
    caller: 'staff',
    permission: 'settings.read',
    lane: 'read',
    response: z.object({ switches: z.record(capability, z.boolean()) }),
  }),
  setSwitches: endpoint({
    name: 'settings.setSwitches',
    method: 'PUT',
    path: '/api/v1/settings/switches',
    summary: 'Switch capabilities on or off',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    body: z.object({ switches: z.partialRecord(capability, z.boolean()) }),
    response: z.object({ switches: z.record(capability, z.boolean()) }),
  }),
};
