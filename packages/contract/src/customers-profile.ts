import { z } from 'zod';
import { bilingual, customerRef, id, instant, label, listOf, nameText, paging } from './common.ts';
import { customer, shownStatus } from './customers-details.ts';
import { endpoint, type RawInput } from './endpoint.ts';

export const customFieldType = z.enum(['text', 'number', 'boolean', 'date', 'choice']);
export type CustomFieldType = z.infer<typeof customFieldType>;

/** A field that a store keeps of its customers besides the built-in ones. */
export const customField = z.object({
  key: z.string(),
  name: label,
  type: customFieldType,
  choices: z.array(z.string()),
  required: z.boolean(),
  personal: z.boolean().describe('Erased with the customer'),
  position: z.int(),
  archived: z.boolean().describe('Keeps its values and takes no new ones'),
});
export type CustomField = z.infer<typeof customField>;

const fieldName = bilingual(60);
const choices = z.array(nameText(60).min(1)).max(100);
const fieldParams = z.object({ key: nameText(50).min(1) });

export const consent = z.object({
  id,
  what: z.string().describe('`communication.<channel>` or `privacy.<choice>`'),
  from: z.boolean(),
  to: z.boolean(),
  source: z.enum(['portal', 'staff', 'api', 'sign_up', 'import', 'system']),
  by: z.string().nullable().describe('Who changed it; for staff only'),
  wording: z.string().nullable(),
  at: instant,
});
export type Consent = z.infer<typeof consent>;

export const note = z.object({
  id,
  text: z.string(),
  pinned: z.boolean(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
  own: z.boolean().describe('Written by the caller, who alone may change its text'),
});
export type Note = z.infer<typeof note>;

/** What a status can forbid. */
export const customerAct = z.enum(['signIn', 'edit', 'earn', 'redeem', 'message']);
export type CustomerAct = z.infer<typeof customerAct>;

export const statusReport = z.object({
  status: shownStatus,
  allows: z.record(customerAct, z.boolean()),
  closedAt: instant.nullable(),
  eraseAfter: instant.nullable().describe('When personal data goes; until then the customer can be reopened'),
  erasedAt: instant.nullable(),
  changes: z.array(
    z.object({
      from: shownStatus,
      to: shownStatus,
      reason: z.string().nullable(),
      by: z.string(),
      at: instant,
    }),
  ),
});

export const tagChange = z.object({
  id,
  tag: z.string(),
  to: z.string().nullable().describe('The tag’s new name; null where it was removed'),
  status: z.enum(['RUNNING', 'DONE']),
  total: z.int(),
  processed: z.int(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type TagChange = z.infer<typeof tagChange>;

const ref = z.object({ customerId: customerRef });
const noteParams = ref.extend({ noteId: id });

/** What stands around a customer's profile: fields of the store's own, consents, notes, tags, statuses. */
export const customersProfileContract = {
  fields: endpoint({
    name: 'customers.fields',
    method: 'GET',
    path: '/api/v1/customers/fields',
    summary: 'The store’s own customer fields, in their order',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'read',
    response: z.object({ fields: z.array(customField) }),
  }),
  addField: endpoint({
    name: 'customers.addField',
    method: 'POST',
    path: '/api/v1/customers/fields',
    summary: 'Define a field',
    description:
      'Values of a defined field are checked from then on; those that stand stay until they are changed. A key without a definition takes any text, number or yes/no.',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    status: 201,
    body: z
      .object({
        key: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,49}$/),
        name: fieldName,
        type: customFieldType,
        choices: choices.default([]),
        required: z.boolean().default(false),
        personal: z.boolean().default(true),
        position: z.int().min(0).max(1000).optional(),
      })
      .refine((field) => (field.type === 'choice') === field.choices.length > 0, {
        error: 'choices_for_choice',
        path: ['choices'],
      }),
    response: customField,
    errors: ['code_taken', 'too_many_custom_fields'],
  }),
  changeField: endpoint({
    name: 'customers.changeField',
    method: 'PUT',
    path: '/api/v1/customers/fields/:key',
    summary: 'Change or archive a field; its key and type stay',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    params: fieldParams,
    body: z
      .object({
        name: fieldName,
        choices,
        required: z.boolean(),
        personal: z.boolean(),
        position: z.int().min(0).max(1000),
        archived: z.boolean(),
      })
      .partial(),
    response: customField,
    errors: ['not_found'],
  }),
  removeField: endpoint({
    name: 'customers.removeField',
    method: 'DELETE',
    path: '/api/v1/customers/fields/:key',
    summary: 'Remove a field’s definition; values that customers have stay as they are',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    params: fieldParams,
    response: z.object({ removed: z.boolean() }),
    errors: ['not_found'],
  }),
  consents: endpoint({
    name: 'customers.consents',
    method: 'GET',
    path: '/api/v1/customers/:customerId/consents',
    summary: 'Every change of what a customer agreed to, newest first',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    query: paging,
    response: listOf('consents', consent),
    errors: ['not_found', 'cursor_invalid'],
  }),
  notes: endpoint({
    name: 'customers.notes',
    method: 'GET',
    path: '/api/v1/customers/:customerId/notes',
    summary: 'Notes of the staff on a customer, pinned ones first, then the newest',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    query: paging,
    response: listOf('notes', note),
    errors: ['not_found', 'cursor_invalid'],
  }),
  addNote: endpoint({
    name: 'customers.addNote',
    method: 'POST',
    path: '/api/v1/customers/:customerId/notes',
    summary: 'Write a note on a customer',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    status: 201,
    params: ref,
    body: z.object({ text: nameText(4000).min(1), pinned: z.boolean().default(false) }),
    response: note,
    errors: ['not_found', 'customer_closed'],
  }),
  changeNote: endpoint({
    name: 'customers.changeNote',
    method: 'PUT',
    path: '/api/v1/customers/:customerId/notes/:noteId',
    summary: 'Change one’s own note, or pin anybody’s',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: noteParams,
    body: z.object({ text: nameText(4000).min(1), pinned: z.boolean() }).partial(),
    response: note,
    errors: ['not_found'],
  }),
  removeNote: endpoint({
    name: 'customers.removeNote',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId/notes/:noteId',
    summary: 'Remove one’s own note; anybody’s with the right to erase customers',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: noteParams,
    response: z.object({ removed: z.boolean() }),
    errors: ['not_found'],
  }),
  tags: endpoint({
    name: 'customers.tags',
    method: 'GET',
    path: '/api/v1/customers/tags',
    summary: 'Tags in use, with how many customers carry each',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: paging.extend({
      query: nameText(50).optional().describe('Part of the tag'),
      sortBy: z.enum(['customers', 'tag']).default('customers'),
    }),
    response: listOf('tags', z.object({ tag: z.string(), customers: z.int() })),
    errors: ['cursor_invalid'],
  }),
  changeTag: endpoint({
    name: 'customers.changeTag',
    method: 'POST',
    path: '/api/v1/customers/tags/changes',
    summary: 'Rename a tag over the whole store, or remove it',
    description:
      'A new name that is in use makes the two tags one. Up to 500 customers are changed at once; beyond that a job goes on, and the reply’s id asks for its progress.',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    status: 202,
    body: z
      .object({ tag: nameText(50).min(1), to: nameText(50).min(1).nullable() })
      .refine((body) => body.tag !== body.to, { error: 'duplicate', path: ['to'] }),
    response: tagChange,
    errors: ['not_found'],
  }),
  tagChange: endpoint({
    name: 'customers.tagChange',
    method: 'GET',
    path: '/api/v1/customers/tags/changes/:changeId',
    summary: 'How far the change of a tag has come',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    params: z.object({ changeId: id }),
    response: tagChange,
    errors: ['not_found'],
  }),
  status: endpoint({
    name: 'customers.status',
    method: 'GET',
    path: '/api/v1/customers/:customerId/status',
    summary: 'A customer’s status, what it allows, and how it came about',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: statusReport,
    errors: ['not_found'],
  }),
  changeStatus: endpoint({
    name: 'customers.changeStatus',
    method: 'POST',
    path: '/api/v1/customers/:customerId/status',
    summary: 'Change a customer’s status, with a reason',
    description: 'Closing this way keeps the data; deleting the customer also has it erased.',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: ref,
    body: z.object({
      status: z.enum(['active', 'inactive', 'suspended', 'closed']),
      reason: nameText(500).min(1),
    }),
    response: statusReport,
    errors: ['not_found', 'customer_closed'],
  }),
  remove: endpoint({
    name: 'customers.remove',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId',
    aliases: [
      {
        path: '/api/customer-id/:id',
        toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id } }),
      },
    ],
    summary: 'Close a customer; their personal data is erased after the grace period',
    description:
      'Closed at once: no sign-in, no points. Erased after `eraseAfterDays` of the store’s settings (30 unless set); orders and ledger stay, naming nobody. Until then the customer can be reopened.',
    caller: 'staff',
    permission: 'customers.erase',
    lane: 'write',
    params: ref,
    query: z.object({ reason: nameText(500).optional() }),
    response: statusReport,
    errors: ['not_found'],
  }),
  reopen: endpoint({
    name: 'customers.reopen',
    method: 'POST',
    path: '/api/v1/customers/:customerId/reopen',
    summary: 'Take the closing of a customer back, as long as nothing is erased',
    caller: 'staff',
    permission: 'customers.erase',
    lane: 'write',
    params: ref,
    body: z.object({ reason: nameText(500).optional() }),
    response: customer,
    errors: ['not_found', 'undo_too_late'],
  }),
};
